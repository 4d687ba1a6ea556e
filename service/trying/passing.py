"""Time passes, from one thing that becomes due to the next, without anybody waiting for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.message import Channel
from intake.notices import REPLY as NOTICE
from service.parts import Service
from service.timetable import sweep
from service.trying.ahead import AheadClock
from service.trying.followed import until
from storage import casebook, clocks, history, notices, outbox
from storage.outbox import Entry
from storage.page import Page

BY_TIME = frozenset({"reminded", "missed", "escalated", "nobody_to_tell"})
"""Events that happen because time passes."""


@dataclass(frozen=True)
class Happening:
    """Something that happened to a case by itself, or a notice that staff were sent about it (`letter`)."""

    at: datetime
    case: Case
    event: Event | None = None
    letter: Entry | None = None


async def pass_time(service: Service, clock: AheadClock, end: datetime) -> None:
    """Put the clock forward to each instant at which something is due, do it, and let its letters leave."""
    while (at := await service.book.read(_coming)) and at <= end:
        clock.forward_to(at)
        await _do_what_is_due(service)
    clock.forward_to(end)
    await _do_what_is_due(service)


async def _do_what_is_due(service: Service) -> None:
    """Sweep, and wait for the letters: a clock that ran on meanwhile would let their claims run out."""
    await sweep(service.book, service.offices, service.node)
    service.book.bell.ring([outbox.topic(Channel.MAIL)])

    async def gone() -> bool | None:
        leaves = await service.book.read(outbox.next_departure, Channel.MAIL)
        return True if leaves is None or leaves > service.node.clock() else None

    await until(gone, "the letters that are due did not leave")


def _coming(page: Page) -> datetime | None:
    instants = (clocks.next_look(page), notices.next_hour(page), outbox.next_departure(page, Channel.MAIL))
    return min((at for at in instants if at), default=None)


def happenings(page: Page, cases: Iterable[tuple[str, int]], since: datetime) -> tuple[Happening, ...]:
    """Give what happened to cases (organisation, id) after an instant because time passed, in order."""
    found: list[Happening] = []
    for organisation, id_ in sorted(set(cases)):
        case = casebook.find(page, organisation, id_)
        if case:
            found += _of_case(page, case, since)
    return tuple(sorted(found, key=lambda one: (one.at, one.letter is not None)))


def _of_case(page: Page, case: Case, since: datetime) -> list[Happening]:
    events = history.of_case(page, case.organisation, case.id)
    letters = outbox.of_thread(page, case.organisation, case.thread)
    told = (one for one in letters if one.outgoing.reply == NOTICE and one.outgoing.case == case.id)
    since_then = (one for one in told if one.created_at > since)
    return [
        *(Happening(event.at, case, event) for event in events if event.verb in BY_TIME and event.at > since),
        *(Happening(one.sent_at, case, letter=one) for one in since_then if one.sent_at),
    ]
