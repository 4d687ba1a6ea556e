"""What the case book says of one letter, once it has been taken in."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from cases.case import Case
from cases.clock import Clock
from cases.errors import TryLater
from cases.outgoing import Automatic, OutboxStatus
from intake.notices import REPLY as NOTICE
from service.trying.samples import Posted, Sample
from storage import casebook, checklists, clocks, messages, outbox, threads
from storage.messages import Told
from storage.outbox import Entry
from storage.page import Page

PATIENCE = 20.0
"""Seconds that one thing may take to happen before the trial is given up."""

PAUSE = 0.02
"""Seconds between two looks."""

LATELY = 5
"""So many filed messages are looked through for the one that was just delivered."""

T = TypeVar("T")


@dataclass(frozen=True)
class Matter:
    """A case that a letter opened or went on with, and its clocks, the one that ends first at the front."""

    case: Case
    clocks: tuple[Clock, ...]


@dataclass(frozen=True)
class Followed:
    """What became of a letter.

    `rule` is the one that judged it. Filed: `told` is None, and `returned` is the case whose letter it brought back, if
    it did, with the `notices` to staff about that. Else: the cases it opened (`opened`) or went on with, our letters
    that answer it, and the drafts that wait for a person.
    """

    rule: str
    told: Told | None = None
    matters: tuple[Matter, ...] = ()
    opened: bool = False
    answers: tuple[Entry, ...] = ()
    drafts: tuple[Entry, ...] = ()
    returned: Matter | None = None
    notices: tuple[Entry, ...] = ()


async def until(look: Callable[[], Awaitable[T | None]], what: str, patience: float = PATIENCE) -> T:
    """Wait until there is something to see; raise TryLater, with what did not happen, where it takes too long."""
    try:
        async with asyncio.timeout(patience):
            while (found := await look()) is None:  # noqa: ASYNC110 - what others write rings no bell here
                await asyncio.sleep(PAUSE)
            return found
    except TimeoutError:
        raise TryLater(f"{what} within {patience:g} seconds; the trial ends here") from None


def follow(page: Page, sample: Sample, letter: Posted) -> Followed | None:
    """Give what became of a letter, or None while that is not settled: our answer to it must have left, too."""
    if not sample.answered:
        return _filed(page, sample.organisation, letter)
    thread = threads.by_their_message(page, sample.organisation, (letter.id,), letter.author)
    if thread is None:
        return None
    told = messages.of_thread(page, sample.organisation, thread.id)[-1]
    letters = outbox.of_thread(page, sample.organisation, thread.id)
    answers = tuple(one for one in letters if _answers(one, letter))
    if not answers or any(one.status is not OutboxStatus.SENT for one in answers):
        return None
    cases = casebook.of_thread(page, sample.organisation, thread.id)
    opened = [case for case in cases if case.opened_for == told.id]
    matters = tuple(_matter(page, case) for case in opened or cases)
    mine = {case.id for case in opened}
    drafts = tuple(one for one in letters if one.status is OutboxStatus.DRAFT and one.outgoing.case in mine)
    return Followed(told.judgement.reason, told, matters, bool(opened), answers, drafts)


def _filed(page: Page, organisation: str, letter: Posted) -> Followed | None:
    lately, _ = checklists.filed(page, organisation, None, LATELY)
    mine = next((one for one in lately if one.subject == letter.subject), None)
    if mine is None:
        return None
    ours = outbox.by_message_id(page, organisation, letter.about)
    case = casebook.find(page, organisation, ours.outgoing.case) if ours else None
    if ours is None or case is None or ours.status is not OutboxStatus.FAILED:
        return Followed(mine.reason)
    written = outbox.of_thread(page, organisation, case.thread)
    notices = tuple(one for one in written if one.outgoing.reply == NOTICE)
    return Followed(mine.reason, returned=_matter(page, case), notices=notices)


def _answers(entry: Entry, letter: Posted) -> bool:
    return entry.outgoing.answers == letter.id and entry.outgoing.automatic is not Automatic.NONE


def _matter(page: Page, case: Case) -> Matter:
    return Matter(case, clocks.of_case(page, case.organisation, case.id))
