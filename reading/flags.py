"""What a person or another rule must know of a letter, whatever its kind."""

from collections.abc import Collection

from cases.kind import ORDINARY, Flag, Kind
from reading.behalf import behalf
from reading.letter import Letter
from reading.shapes import listed
from reading.tables import FLAG_RULES, Rule

GUESSED = 0.7
"""Rules no surer than this count only beside a kind of _TELLING: "my boss knew" is gossip elsewhere."""

_ABOUT_DECISIONS = frozenset({Kind.COMPLAINT, Kind.APPEAL, Kind.PRIVACY_COMPLAINT})
_TELLING = {Flag.BREACH_HINT: frozenset({Kind.PRIVACY_COMPLAINT}), Flag.FOLLOW_UP: frozenset(Kind) - ORDINARY}
_OFFICES = frozenset(listed("flags", "offices"))


def flags(letter: Letter, kinds: Collection[Kind], sender: str, *, referenced: bool) -> frozenset[Flag]:
    """Name the flags of a letter. `sender` is its address; `referenced` says that it names a case of ours."""
    found = {flag for flag, rule in FLAG_RULES if _counts(rule, kinds) and letter.holds(rule)}
    written_for = behalf(letter.words.text)
    if written_for and (written_for.certain or not ORDINARY.issuperset(kinds)):
        found.add(Flag.ON_BEHALF)
    if referenced:
        found.add(Flag.FOLLOW_UP)
    if sender.rpartition("@")[2].lower() in _OFFICES:
        found.add(Flag.AUTHORITY_REQUEST)
    if not _ABOUT_DECISIONS.intersection(kinds):
        found.discard(Flag.PEOPLECERT_DECISION)
    if Kind.RECTIFICATION in kinds:
        found.discard(Flag.DATA_UPDATE)
    return frozenset(found)


def _counts(rule: Rule, kinds: Collection[Kind]) -> bool:
    """Say whether a rule counts beside these kinds."""
    telling = _TELLING.get(Flag(rule.shows)) if rule.sure <= GUESSED else None
    return telling is None or not telling.isdisjoint(kinds)
