"""What a person or another rule must know of a letter, whatever its kind."""

from collections.abc import Collection

from cases.kind import ORDINARY, Flag, Kind
from reading.letter import Letter
from reading.shapes import listed
from reading.tables import FLAG_RULES

_ABOUT_DECISIONS = frozenset({Kind.COMPLAINT, Kind.APPEAL})
_OFFICES = frozenset(listed("flags", "offices"))


def flags(letter: Letter, kinds: Collection[Kind], sender: str, *, referenced: bool) -> frozenset[Flag]:
    """Name the flags of a letter. `sender` is its address; `referenced` says that it names a case of ours."""
    found = {flag for flag, rule in FLAG_RULES if letter.holds(rule)}
    if referenced:
        found.add(Flag.FOLLOW_UP)
    if sender.rpartition("@")[2].lower() in _OFFICES:
        found.add(Flag.AUTHORITY_REQUEST)
    if not _ABOUT_DECISIONS.intersection(kinds):
        found.discard(Flag.PEOPLECERT_DECISION)
    if ORDINARY.issuperset(kinds):
        found.discard(Flag.ON_BEHALF)
    if Kind.RECTIFICATION in kinds:
        found.discard(Flag.DATA_UPDATE)
    return frozenset(found)
