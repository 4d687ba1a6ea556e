"""On what a right may be refused: the law's own exceptions, each with the words that an answer has to give.

A refusal without its ground, the authority and the court does not leave (GDPR Art. 12(4), P-JK-04). Which ground holds,
a person judges: a program refuses nothing (GDPR Art. 22).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases.kind import PRIVACY, Kind
from cases.policy import Statement
from replies.words import LANGUAGES

FOLDER = Path(__file__).parent / "law"

ANYWHERE = frozenset({"DK", "NL"})


@dataclass(frozen=True)
class Ground:
    """One exception: the rights it can limit, the countries that have it, and where it stands."""

    kinds: frozenset[Kind]
    law: str
    countries: frozenset[str] = ANYWHERE


def _one(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


GROUNDS: Mapping[str, Ground] = {
    "bookkeeping_dk": Ground(_one(Kind.ERASURE), "GDPR Art. 17(3)(b), bogføringsloven § 12", frozenset({"DK"})),
    "bookkeeping_nl": Ground(_one(Kind.ERASURE), "GDPR Art. 17(3)(b), AWR art. 52", frozenset({"NL"})),
    "legal_obligation": Ground(_one(Kind.ERASURE), "GDPR Art. 17(3)(b)"),
    "legal_claims": Ground(_one(Kind.ERASURE), "GDPR Art. 17(3)(e)"),
    "still_needed": Ground(_one(Kind.ERASURE), "GDPR Art. 17(1)"),
    "rights_of_others": Ground(_one(Kind.ACCESS, Kind.PORTABILITY), "GDPR Art. 15(4), 20(4)"),
    "trade_secrets": Ground(_one(Kind.ACCESS), "GDPR Art. 15(4)"),
    "accurate": Ground(_one(Kind.RECTIFICATION), "GDPR Art. 16"),
    "no_ground_to_restrict": Ground(_one(Kind.RESTRICTION), "GDPR Art. 18(1)"),
    "not_provided": Ground(_one(Kind.PORTABILITY), "GDPR Art. 20(1)"),
    "compelling_grounds": Ground(_one(Kind.OBJECTION), "GDPR Art. 21(1)"),
    "other_basis": Ground(_one(Kind.CONSENT_WITHDRAWAL), "GDPR Art. 6(1)"),
    "not_identified": Ground(PRIVACY, "GDPR Art. 11(2), 12(2)"),
    "excessive": Ground(PRIVACY, "GDPR Art. 12(5)"),
}
"""Every ground that can be given. An objection to direct marketing has none: it always succeeds (GDPR Art. 21(3))."""


def grounds_for(kind: Kind, country: str) -> tuple[str, ...]:
    """Give the grounds on which a right can be refused in a country."""
    return tuple(id_ for id_, one in GROUNDS.items() if kind in one.kinds and country in one.countries)


@cache
def words_of(id_: str) -> Statement:
    """Give what an answer says of a ground, in every language; raise KeyError for one that does not exist."""
    written = {
        language: tomllib.loads((FOLDER / f"grounds.{language}.toml").read_text("utf-8")) for language in LANGUAGES
    }
    return Statement(
        id_,
        {language: grounds[id_]["text"] for language, grounds in written.items()},
        {language: tuple(grounds[id_]["markers"]) for language, grounds in written.items()},
    )
