"""What an organisation should look at in its policy: what was assumed for it, and hours when nobody is on duty."""

from calendar import day_name
from collections.abc import Callable, Hashable, Iterator
from datetime import time
from operator import attrgetter

from cases.kind import Kind
from cases.organisation import WorkingHours
from cases.policy import ClockName, ClockRule, Policy
from cases.quote import quotes_of
from cases.term import Unit

WEEK = 7 * 24
DONE = {
    ClockName.ACKNOWLEDGEMENT: "acknowledged",
    ClockName.HANDLING: "handled",
    ClockName.ANSWER: "answered",
    ClockName.REFERRAL: "referred",
    ClockName.PROCESSOR_REPLY: "answered to the customer",
}


def cautions(policy: Policy) -> tuple[str, ...]:
    """Give a line for each thing assumed or unclear, and for each clock that can run out while nobody is on duty."""
    return (*_assumed(policy), *_doubted(policy), *_unnamed(policy), *_unattended(policy))


def _doubted(policy: Policy) -> Iterator[str]:
    """Give what is unclear in the organisation's own words, and how it is read meanwhile (P-ME-14)."""
    for quote in quotes_of(policy):
        if quote.doubt:
            yield f"{quote.rule}: {quote.doubt}"


def _unnamed(policy: Policy) -> Iterator[str]:
    """Say that the privacy notice has no address, which people are told before they write (P-AL-14)."""
    if "privacy" not in policy.links:
        yield "links.privacy: not named; until it is, chats and pages lead to the site alone; name the privacy notice"


def _assumed(policy: Policy) -> Iterator[str]:
    for key in policy.assumed:
        yield f"{key}: {_shown(attrgetter(key)(policy))} is assumed, not in the policy; confirm it"
    for kinds, clock in _clocks(policy, lambda clock: clock):
        if clock.assumed:
            yield f"{clock.name}, {clock.term} ({kinds}): assumed, not in the policy; confirm it"
    for kept in policy.retention:
        if kept.assumed:
            yield f"retention of {kept.what}, {kept.term}: assumed, not in the policy; confirm it"


def _unattended(policy: Policy) -> Iterator[str]:
    for kinds, clock in _clocks(policy, lambda clock: (clock.name, clock.term)):
        hour = gap(policy.hours, clock.term.count) if clock.term.unit is Unit.HOURS else None
        if hour is None:
            continue
        by_itself = clock.name is ClockName.ACKNOWLEDGEMENT and policy.leaves_unseen("acknowledgement")
        held = "; it leaves by itself, but a letter that is held waits for a person" if by_itself else ""
        yield (
            f"{clock.name}, {clock.term} ({kinds}): what is received on {_moment(hour)} must be {DONE[clock.name]} by"
            f" {_moment(hour + clock.term.count)}, when nobody is on duty{held}"
        )


def gap(hours: WorkingHours, length: int) -> int | None:
    """Give an hour of the week, 0 to 167 from Monday 00:00, from which nobody is on duty for so many hours; else None.

    Where it can be, it is not the very hour of closing but the next one.
    """
    free = [not _on_duty(hours, hour) for hour in range(WEEK)]
    starts = [hour for hour in range(WEEK) if all(free[(hour + n) % WEEK] for n in range(min(length, WEEK)))]
    return next((hour for hour in starts if free[hour - 1]), starts[0] if starts else None)


def _on_duty(hours: WorkingHours, hour: int) -> bool:
    day, of_day = divmod(hour, 24)
    return day + 1 in hours.days and hours.end > time(of_day) and hours.start <= time(of_day, 59)


def _clocks(policy: Policy, alike: Callable[[ClockRule], Hashable]) -> Iterator[tuple[str, ClockRule]]:
    """Give one clock of all that are alike, with the kinds that have it."""
    groups: dict[Hashable, list[tuple[Kind, ClockRule]]] = {}
    for kind, rules in policy.kinds.items():
        for clock in rules.clocks:
            groups.setdefault(alike(clock), []).append((kind, clock))
    for group in groups.values():
        kinds = ", ".join(kind for kind, _ in group)
        yield "every kind" if len(group) == len(Kind) else kinds, group[0][1]


def _moment(hour: int) -> str:
    day, of_day = divmod(hour % WEEK, 24)
    return f"{day_name[day]} at {of_day:02}:00"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
