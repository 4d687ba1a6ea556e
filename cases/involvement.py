"""Who took part in what an appeal is about: they neither see the appeal nor judge it (P-MX-14, R-17024-3). Pure."""

import re
from collections.abc import Collection, Iterable, Iterator

from cases.case import Case, Event
from cases.policy import Policy
from cases.staff import Staff, role_of, sees

KEPT_OUT = "kept_out"
"""The event of a person who was kept out of a case by hand, because it concerns them."""

_NAMED = re.compile(r"staff (\d+)")


def involved(case: Case, events: Iterable[Event], staff: Collection[int]) -> frozenset[int]:
    """Give the ids of everybody who took part in a case, after its whole log.

    That is who did something, and whom the log names: to whom it was given, who approved, who was consulted, whom it
    concerns; and whoever has it, or was kept out of it. `staff` are the ids of all who work or ever worked there.
    """
    named = {id_ for event in events for id_ in _people(event)}
    having = {case.assigned_to} if case.assigned_to else set[int]()
    return frozenset(named & {*staff}) | case.excluded | having


def _people(event: Event) -> Iterator[int]:
    """Give every number that may be a person's id: keys are drawn from one sequence, so it is nothing else's."""
    for said in (event.actor, *event.data.values()):
        if isinstance(said, int):
            yield said
        elif said:
            yield from map(int, _NAMED.findall(said))


def kept_out(events: Iterable[Event]) -> frozenset[int]:
    """Give the ids of those who were kept out of a case by hand."""
    people = (event.data.get("person") for event in events if event.verb == KEPT_OUT)
    return frozenset(id_ for id_ in people if isinstance(id_, int))


def left(case: Case, people: Iterable[Staff], policy: Policy) -> tuple[Staff, ...]:
    """Give those who may still decide a case: they see it, and their role approves."""
    return tuple(one for one in people if sees(one, case, policy) and role_of(one, policy).approves)
