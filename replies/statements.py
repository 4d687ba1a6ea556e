"""What an answer must say: the policy's own statements and the law's, and how to see that a text says them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from cases.errors import PolicyError
from cases.policy import LAW_STATEMENTS, Policy, Statement
from replies import grounds, outside, points
from replies.grounds import GROUNDS
from replies.words import LANGUAGES

FOLDER = Path(__file__).parent / "law"
_BLANKS = re.compile(r"\s+")


def statement(policy: Policy, id_: str, language: str) -> str:
    """Give the text of a statement, the policy's own before the law's (GDPR Art. 12(4), Art. 15(1)(f)).

    Raises PolicyError where neither has it in that language.
    """
    texts = _found(policy, id_).texts
    if language not in texts:
        raise PolicyError(
            f'statement "{id_}" of {policy.id} has no text in "{language}"; expected one of {sorted(texts)}'
        )
    return texts[language]


def absent(policy: Policy, ids: Iterable[str], body: str, language: str) -> tuple[str, ...]:
    """Give the ids of the statements that a text does not say: a marker of theirs is not found in it.

    Case is ignored and white space folded, so a person may reword a statement as long as it still says it. An answer
    with any absent cannot be sent.
    """
    folded = _BLANKS.sub(" ", body)
    return tuple(id_ for id_ in ids if not _says(_found(policy, id_).markers.get(language, ()), folded))


def _says(markers: tuple[str, ...], text: str) -> bool:
    return bool(markers) and all(re.search(marker, text, re.IGNORECASE) for marker in markers)


def _found(policy: Policy, id_: str) -> Statement:
    found = policy.statements.get(id_) or _law(policy.country).get(id_) or _of_rights(id_) or _outside(policy, id_)
    if not found:
        raise PolicyError(
            f'policy {policy.id} has no statement "{id_}", and the law of {policy.country} has none either'
        )
    return found


def _of_rights(id_: str) -> Statement | None:
    """Give the words of a ground of refusal, or of a point of an answer about a right."""
    if id_ in GROUNDS:
        return grounds.words_of(id_)
    return points.words_of(id_) if id_ in points.ALL else None


def _outside(policy: Policy, id_: str) -> Statement | None:
    return outside.words_of(policy.external_body) if id_ == outside.ID and policy.external_body else None


@cache
def _law(country: str) -> Mapping[str, Statement]:
    """Read the law's statements in every language, for a provider established in a country ("DK", "NL")."""
    written = {language: tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")) for language in LANGUAGES}
    if country not in written["en"]:
        raise PolicyError(f'no law is written down for country "{country}"; expected one of {sorted(written["en"])}')
    return {
        id_: Statement(
            id_,
            {language: laws[country][id_]["text"] for language, laws in written.items()},
            {language: tuple(laws[country][id_]["markers"]) for language, laws in written.items()},
        )
        for id_ in LAW_STATEMENTS
    }
