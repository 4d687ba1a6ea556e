"""What a person or another rule must know of a letter, whatever its kind."""

from collections.abc import Collection

from cases.kind import ORDINARY, Flag, Kind
from reading.behalf import behalf
from reading.letter import Letter
from reading.shapes import listed
from reading.tables import FLAG_RULES, Rule

_ABOUT_DECISIONS = frozenset({Kind.COMPLAINT, Kind.APPEAL})
_HURT = frozenset({Kind.PRIVACY_COMPLAINT})
_MATTERS = frozenset(Kind) - ORDINARY
_OF_DATA = _HURT | {Kind.ACCESS, Kind.ERASURE, Kind.RECTIFICATION, Kind.RESTRICTION}
_TELLING = (
    (Flag.BREACH_HINT, 0.5, _HURT),
    (Flag.BREACH_HINT, 0.8, _OF_DATA),
    (Flag.FOLLOW_UP, 0.7, _MATTERS),
    (Flag.AUTOMATED_DECISION, 0.8, _MATTERS),
    (Flag.DATA_UPDATE, 0.8, ORDINARY),
)
"""Rules of a flag no surer than this count only beside one of these kinds: "my boss knew" is gossip elsewhere."""
_LEARNT = {
    Flag.BREACH_HINT: _MATTERS,
    Flag.AUTOMATED_DECISION: _MATTERS,
    Flag.ON_BEHALF: _MATTERS,
    Flag.DATA_UPDATE: ORDINARY,
}
"""Flags that letters like this one have count only beside one of these kinds; others beside any."""
_OFFICES = frozenset(listed("flags", "offices"))


def flags(
    letter: Letter, kinds: Collection[Kind], sender: str, *, learnt: Collection[Flag] = (), referenced: bool
) -> frozenset[Flag]:
    """Name the flags of a letter: those that rules find, and those that letters like it have (`learnt`).

    `sender` is its address; `referenced` says that it names a case of ours.
    """
    found = {flag for flag, rule in FLAG_RULES if _counts(rule, kinds) and letter.holds(rule)}
    found |= {flag for flag in learnt if not _LEARNT.get(flag, frozenset(Kind)).isdisjoint(kinds)}
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
    return next(
        (not telling.isdisjoint(kinds) for flag, most, telling in _TELLING if rule.shows is flag and rule.sure <= most),
        True,
    )
