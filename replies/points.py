"""What the law wants an answer about a right to tell, point by point, and how to see that a draft still tells it.

The points stand in the drafts themselves, as their parts. Whoever edits a draft may reword them; a draft that has lost
one cannot be approved (R-15-1, P-ME-02).
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import Statement
from replies.words import LANGUAGES

FOLDER = Path(__file__).parent / "law"

ACCESS = (
    "access_confirmation",
    "access_copy",
    "access_purposes",
    "access_categories",
    "access_recipients",
    "access_storage",
    "access_rights",
    "access_source",
    "access_automated",
    "access_transfers",
)
"""GDPR Art. 15(1) and (2); point (f), the authority, is a statement of the law."""

POINTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ACCESS: ACCESS,
    Kind.RECTIFICATION: ("supplementary_statement",),
    Kind.RESTRICTION: ("told_before_lifting",),
    Kind.PORTABILITY: ("rest_as_access",),
    Kind.CONSENT_WITHDRAWAL: ("lawful_before",),
}
"""The points of each right that has some (R-15-1, R-16-1, R-18-1, P-JK-05, R-7-3)."""

_NOT_WHERE = {Kind.RECTIFICATION: Ruling.GRANTED}
"""Under which ruling the points are not needed; of the other rights, where they are refused."""

ALL = frozenset(id_ for points in POINTS.values() for id_ in points)


def points_of(kind: Kind, ruling: Ruling | None = None) -> tuple[str, ...]:
    """Give the points that an answer of a kind has to tell under a ruling; all of them while nothing is decided."""
    needless = _NOT_WHERE.get(kind, Ruling.REFUSED)
    return () if ruling is needless else POINTS.get(kind, ())


@cache
def words_of(id_: str) -> Statement:
    """Give the words of a point, in every language; raise KeyError for one that does not exist.

    Who is told that there are no data about them is told nothing of their purposes, recipients and so on.
    """
    written = {
        language: tomllib.loads((FOLDER / f"points.{language}.toml").read_text("utf-8")) for language in LANGUAGES
    }
    return Statement(
        id_,
        {language: points[id_]["text"] for language, points in written.items()},
        {language: _markers(id_, points) for language, points in written.items()},
    )


def _markers(id_: str, points: Mapping[str, Mapping[str, str | list[str]]]) -> tuple[str, ...]:
    nothing = f"|{points['nothing']['marker']}" if id_ in ACCESS else ""
    return tuple(f"{marker}{nothing}" for marker in points[id_]["markers"])
