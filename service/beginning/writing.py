"""From the answers of `policy new` to the folder of an organisation: all of it, or nothing."""

import json
import shutil
import tempfile
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cases.errors import BadInput
from cases.policy import Policy
from service.beginning.answers import Given
from storage.policies import FILE, read_policy

TEMPLATE = "policy.toml.jinja"


def toml_of(given: Given) -> str:
    """Write the policy file that the answers make."""
    maker = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - TOML, not a page; every value is quoted by `q`
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    maker.filters["q"] = _quoted
    return maker.get_template(TEMPLATE).render(**given, text=text_file(given))


def text_file(given: Given) -> str:
    """Name the file for the organisation's own words: "acme.da.txt"."""
    return f"{given['id']}.{given['languages'][0]}.txt"


def write_policy(folder: Path, given: Given, words: str = "") -> Policy:
    """Make the organisation's folder, with its own `words` beside the policy, and give the policy as it reads.

    Raises BadInput where there is one of that name already, or the folder cannot be written to; PolicyError where the
    answers make no policy. The folder then does not exist.
    """
    home = folder / str(given["id"])
    if home.exists():
        raise BadInput(f"{home} exists already; nothing was written")
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as place:
            made = Path(place) / home.name
            made.mkdir()
            (made / FILE).write_text(toml_of(given), encoding="utf-8")
            (made / text_file(given)).write_text(words, encoding="utf-8")
            policy = read_policy(made.parent, home.name)
            shutil.move(made, home)
    except OSError as why:
        raise BadInput(f"{folder} cannot be written to: {why.strerror}; nothing was written") from None
    return policy


def _quoted(value: object) -> str:
    """Write a value as TOML does: strings as JSON has them, a list of them in square brackets."""
    plain = [str(one) for one in value] if isinstance(value, tuple) else str(value)
    return json.dumps(plain, ensure_ascii=False)
