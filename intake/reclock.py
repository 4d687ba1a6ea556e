"""Which clocks a case has once its kind was corrected: the right ones, from the instant it was received. Pure.

A correction brings no date forward in time that stands in law: it is counted from receipt, whoever was mistaken and
for however long (R-CLK-1). A date that the person was told, and that no other takes the place of, is kept as a promise.
A date that a person of the staff has promised in a letter stands, whatever the kind, unless a law ends it earlier.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case
from cases.clock import Clock, count_again
from cases.extension import is_the_month
from cases.office import Office
from cases.policy import ClockName, ClockRule
from cases.promise import told_until
from cases.term import Basis
from handlers.interface import Matter
from intake.relation import clock_rules

PROMISED = "the date that the person was told"
"""What a date rests on that only our own letter gave."""

DONE_ONCE = frozenset({ClockName.ACKNOWLEDGEMENT, ClockName.HANDLING, ClockName.REFERRAL})
"""Clocks whose event has happened whatever the kind is: a receipt left, a person has the case, it was passed on."""


@dataclass(frozen=True)
class Clocks:
    """The clocks of a case as they are, by name, and the one whose date the person was told, if one was.

    `promised` is the one whose date somebody promised in a letter of its own (P-MX-07, P-MX-17), where it has left.
    """

    by_name: Mapping[ClockName, Clock]
    told: Clock | None = None
    promised: Clock | None = None


@dataclass(frozen=True)
class Reclocked:
    """What becomes of a case's clocks: the `right` ones, those of them that are `begun` anew, those that `end`."""

    right: tuple[Clock, ...]
    begun: tuple[Clock, ...]
    ended: tuple[ClockName, ...]


def reclock(case: Case, matter: Matter, was: Clocks, office: Office, now: datetime) -> Reclocked:
    """Give the clocks of a case of its new kind; `matter` is what its handler has to know."""
    rules = clock_rules(case, matter, office.policy)
    right = {rule.name: _right(rule, case, was, office, now) for rule in rules}
    for told, kept in ((was.told, _promised), (was.promised, _set_by_hand)):
        if told and told.running and told.name not in {rule.name for rule in rules}:
            right[told.name] = kept(told)
    known = {rule.name for rule in office.policy.rules(case.kind).clocks} | right.keys()
    return Reclocked(
        right=tuple(right.values()),
        begun=tuple(clock for clock in right.values() if was.by_name.get(clock.name) != clock),
        ended=tuple(name for name in was.by_name if name not in known),
    )


def _right(rule: ClockRule, case: Case, was: Clocks, office: Office, now: datetime) -> Clock:
    old, new = was.by_name.get(rule.name), office.start(rule, case.received_at)
    if old is None:
        return replace(new, stopped_at=now if rule.name is ClockName.HANDLING and case.assigned_to else None)
    if rule.name is ClockName.BREACH:
        return old
    new = _carried(old, new, office)
    if old == was.promised:
        return _as_promised(old, new, office)
    if (old.term, old.basis) == (new.term, new.basis) and old.due_at <= new.due_at:
        return old
    if rule.name in DONE_ONCE:
        return replace(new, stopped_at=old.stopped_at)
    return _never_later(old, new, was.told)


def _carried(old: Clock, new: Clock, office: Office) -> Clock:
    """Let a question and an extension count for a month of the law whatever its kind: they belong to the request."""
    if not (is_the_month(old) and is_the_month(new)):
        return new
    same = replace(new, term=old.term, paused_days=old.paused_days, paused_at=old.paused_at)
    return count_again(same, office.calendar(new.basis))


def _never_later(old: Clock, new: Clock, told: Clock | None) -> Clock:
    """Keep an earlier date that stands in law, or that the person was told where only a promise would move it."""
    if old.due_at >= new.due_at:
        return new
    if old.basis is not Basis.PROMISE and new.basis is not Basis.PROMISE:
        return replace(old, law=new.law)
    return _promised(old) if old == told and new.basis is Basis.PROMISE else new


def _as_promised(old: Clock, new: Clock, office: Office) -> Clock:
    """Keep the date that somebody promised; of a law, as its own clock, which may still wait and be extended."""
    if new.basis is Basis.PROMISE:
        return _set_by_hand(old)
    kept = told_until(new, old.due_at, office.calendar(new.basis))
    told = f"the person was told to expect it by {office.day(old.due_at).isoformat()}, before the law's date"
    return kept if kept.due_at == new.due_at else replace(kept, because=(*kept.because, told))


def _set_by_hand(told: Clock) -> Clock:
    """Keep a date as a promise that no calendar ever moves."""
    return replace(told, basis=Basis.PROMISE, law=PROMISED)


def _promised(told: Clock) -> Clock:
    return told if told.basis is Basis.PROMISE else replace(told, basis=Basis.PROMISE, law=PROMISED)
