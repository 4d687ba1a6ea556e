"""The policies as they are written down: finds the files, reads them, and says everything that is wrong with one."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cases.errors import PolicyError
from cases.policy import Policy
from cases.quote import misquoted, quotes_of
from storage.policy_reader import policy_of
from storage.policy_sense import mistakes_of
from storage.policy_table import Table

SHIPPED = Path(__file__).parent.parent / "policies"
"""The organisations that come with the program."""

FILE = "policy.toml"


@dataclass(frozen=True)
class Clash:
    """Something that one organisation alone may have, and several claim."""

    key: str
    value: str
    owners: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.key}: {self.value} belongs to {', '.join(self.owners)}; expected one organisation for each"


def read_policies(folder: Path = SHIPPED) -> dict[str, Policy]:
    """Read every organisation of a folder, by id.

    Raises PolicyError with every mistake of every file, one a line; for an empty folder; and where two organisations
    share an address or their letters: then nobody could say whose letter it is.
    """
    policies, wrong = read_each(folder)
    mistakes = [mistake for found in wrong.values() for mistake in found]
    mistakes += [f"{folder}: {clash}" for clash in clashes(policies)]
    if mistakes:
        raise PolicyError("\n".join(mistakes))
    return policies


def read_each(folder: Path) -> tuple[dict[str, Policy], dict[str, tuple[str, ...]]]:
    """Give the policies of a folder that can be used, and the mistakes of those that cannot; both by id."""
    policies: dict[str, Policy] = {}
    wrong: dict[str, tuple[str, ...]] = {}
    for id_ in organisations(folder):
        try:
            policies[id_] = read_policy(folder, id_)
        except PolicyError as mistakes:
            wrong[id_] = tuple(str(mistakes).splitlines())
    return policies, wrong


def clashes(policies: Mapping[str, Policy]) -> tuple[Clash, ...]:
    """Give each address, and each pair of letters, that two organisations claim."""
    return (*_shared(policies, "addresses"), *_shared(policies, "letters"))


def misquotes(folder: Path, policy: Policy) -> tuple[str, ...]:
    """Give a line for each quote that does not stand in its file as it is quoted: file, rule, what was expected."""
    texts = read_texts(folder, policy.id)
    return tuple(
        f"{folder / policy.id / FILE}: {quote.rule}: expected words of {quote.file}, letter by letter;"
        f' {"they do not stand there" if quote.file in texts else "there is no such file"}: "{quote.words}"'
        for quote in misquoted(quotes_of(policy), texts)
    )


def organisations(folder: Path = SHIPPED) -> tuple[str, ...]:
    """Give the ids of the organisations that have a policy in this folder; raise PolicyError where there is none."""
    if not folder.is_dir():
        raise PolicyError(f"{folder}: no such folder; expected one folder per organisation, with {FILE} in it")
    ids = tuple(sorted(path.parent.name for path in folder.glob(f"*/{FILE}")))
    if not ids:
        raise PolicyError(f"{folder}: no policies here; expected one folder per organisation, with {FILE} in it")
    return ids


def read_policy(folder: Path, id_: str) -> Policy:
    """Read one organisation's policy; raise PolicyError with one line per mistake: file, key, what was expected."""
    path = folder / id_ / FILE
    mistakes: list[str] = []
    policy = policy_of(Table(_toml(path), "", mistakes))
    found = mistakes or mistakes_of(policy, id_)
    if found:
        raise PolicyError("\n".join(f"{path}: {mistake}" for mistake in found))
    return policy


def read_texts(folder: Path, id_: str) -> Mapping[str, str]:
    """Give the organisation's own texts, by file name: the words that its rules quote."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / id_).glob("*.txt"))}


def digest(folder: Path, id_: str) -> str:
    """Give what tells one version of an organisation's files from another: SHA-256 of the policy and its texts, hex."""
    names = (FILE, *sorted(path.name for path in (folder / id_).glob("*.txt")))
    whole = hashlib.sha256()
    for name in names:
        whole.update(name.encode() + b"\0" + (folder / id_ / name).read_bytes() + b"\0")
    return whole.hexdigest()


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as why:
        raise PolicyError(f"{path}: not TOML: {why}") from None
    except UnicodeDecodeError:
        raise PolicyError(f"{path}: not UTF-8 text") from None
    except OSError as why:
        raise PolicyError(f"{path}: cannot be read: {why.strerror}; expected a policy file") from None


def _shared(policies: Mapping[str, Policy], key: str) -> Iterator[Clash]:
    owners: dict[str, list[str]] = {}
    for id_, policy in policies.items():
        for value in policy.addresses if key == "addresses" else (policy.letters,):
            owners.setdefault(value, []).append(id_)
    for value, ids in owners.items():
        if len(ids) > 1:
            yield Clash(f"organisation.{key}", value, tuple(ids))
