"""Who settles a complaint outside the organisation: what an answer says of them, where the policy names them.

The European Union's own platform is closed, and no policy names it (R-EU-1).
"""

import re
import tomllib
from pathlib import Path

from cases.organisation import ExternalBody
from cases.policy import Statement

ID = "external_body"
"""The id of the statement."""

WORDS = Path(__file__).parent / "law" / "outside.toml"


def words_of(body: ExternalBody) -> Statement:
    """Give what answers to complaints and appeals say, in every language (R-NL-1, R-DK-1, R-ISO-7)."""
    written = tomllib.loads(WORDS.read_text("utf-8"))
    markers = (re.escape(body.name), re.escape(body.link))
    return Statement(
        ID,
        {language: _text(words, body) for language, words in written.items()},
        dict.fromkeys(written, markers),
    )


def _text(words: dict[str, str], body: ExternalBody) -> str:
    said = " ".join((words["text"], words["binding"]) if body.binding else (words["text"],))
    return said.format(name=body.name, link=body.link)
