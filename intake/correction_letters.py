"""What a correction does to our letters: drafts are written anew, a receipt is, too, or a new date is told."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from cases.case import Case
from cases.clock import Clock
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus, Outgoing
from cases.staff import Staff
from intake import receipt
from intake.attached import put
from intake.follow_up import REPLY as DATE
from intake.notices import REPLY as NOTICE
from intake.place import capped
from intake.processor import PROCESSOR_REPLY, drafts_for
from intake.referral import REFERRAL
from intake.relation import is_referred
from intake.values import Heard, Opening, Place
from replies import deadline_reply
from replies.render import words_on
from replies.words import day
from storage import casebook, clocks, outbox
from storage.outbox import Entry
from storage.page import Page

ANSWER = "answer_"
LEFT = frozenset({OutboxStatus.RELEASED, OutboxStatus.SENT})
TO_OTHERS = frozenset({NOTICE, REFERRAL, PROCESSOR_REPLY})
"""Letters about a case that its person does not get."""


@dataclass(frozen=True)
class Desk:
    """Who corrects at whose desk and when; the `cause` is what the letters of this correction are known by."""

    office: Office
    staff: Staff
    now: datetime
    cause: str

    @property
    def actor(self) -> str:
        """Give the person as events name them."""
        return f"staff {self.staff.id}"


@dataclass(frozen=True)
class Letters:
    """Our letters of a conversation, as far as they are about one case."""

    every: tuple[Entry, ...]

    @classmethod
    def about(cls, page: Page, case: Case) -> Self:
        """Give the letters about a case."""
        found = outbox.of_thread(page, case.organisation, case.thread)
        return cls(tuple(one for one in found if _concerns(one, case)))

    @property
    def receipt(self) -> Entry | None:
        """Give the last receipt, whether it has left or waits for a person; None where there is none."""
        those = (one for one in self.every if one.outgoing.reply == receipt.REPLY)
        return next((one for one in reversed([*those]) if one.status in {*LEFT, OutboxStatus.DRAFT}), None)

    def drafts(self, case: Case) -> tuple[Entry, ...]:
        """Give the case's own drafts that its kind or person is written into."""
        mine = (one for one in self.every if one.outgoing.case == case.id and one.status is OutboxStatus.DRAFT)
        return tuple(one for one in mine if _decides(one) or one.outgoing.reply == DATE)

    def says(self, clock: Clock, office: Office) -> bool:
        """Say whether the date of a clock stands in a letter to the person that has left."""
        ends = office.day(clock.due_at)
        left = (one.outgoing for one in self.every if one.status in LEFT and one.outgoing.reply not in TO_OTHERS)
        return any(re.search(rf"(?<!\d){re.escape(day(ends, letter.language))}", letter.body) for letter in left)

    def check_open(self, case: Case) -> None:
        """Raise NotAllowed where an answer to the case is on its way already."""
        mine = (one for one in self.every if one.outgoing.case == case.id and _decides(one))
        if any(one.status is OutboxStatus.RELEASED for one in mine):
            raise NotAllowed("an answer to this case is on its way already")


def _decides(entry: Entry) -> bool:
    return entry.outgoing.reply.startswith(ANSWER) or entry.outgoing.reply in {REFERRAL, PROCESSOR_REPLY}


def _concerns(entry: Entry, case: Case) -> bool:
    letter = entry.outgoing
    answered = letter.reply == receipt.REPLY and letter.cause.split()[1:2] == [str(case.opened_for)]
    return letter.case == case.id or answered or any(stop.case == case.id for stop in letter.stops)


def write_anew(page: Page, opening: Opening, heard: Heard, letters: Letters, desk: Desk) -> None:
    """Withdraw the drafts of a case and prepare those that fit it now.

    Raises AlreadyDone where somebody has just worked on one. What was passed on already is not passed on again.
    """
    old = letters.drafts(opening.case)
    for entry in old:
        _withdraw(page, entry)
    was = next((one.outgoing for one in old if one.outgoing.reply.startswith(ANSWER)), None)
    for draft in prepared(opening, heard, desk):
        if draft.reply == REFERRAL:
            put(page, draft, desk.office, desk.now)
        else:
            put(page, replace(draft, references=was.references if was else ()), desk.office, desk.now)


def prepared(opening: Opening, heard: Heard, desk: Desk) -> tuple[Outgoing, ...]:
    """Give the drafts that a case wants: its answer, and where we pass it on, the letter that does."""
    case = opening.case
    drafts = drafts_for(heard, opening, Place(case.thread, (case,)), desk.office)
    mine = (replace(draft, released=False, automatic=Automatic.NONE) for draft in drafts)
    return tuple(replace(draft, cause=desk.cause, not_before=desk.now) for draft in mine)


def _withdraw(page: Page, entry: Entry) -> None:
    found = outbox.find(page, entry.outgoing.organisation, entry.id, to_change=True)
    if found is None or found.status is not OutboxStatus.DRAFT or found.version != entry.version:
        raise AlreadyDone("somebody else was just working on a draft of this case")
    outbox.edit(page, entry.outgoing.organisation, entry.id, status=OutboxStatus.DROPPED)


def tell(page: Page, opening: Opening, heard: Heard, letters: Letters, desk: Desk) -> bool:
    """Tell the person what is new, if they were told anything: say whether a letter does, now or once approved.

    A receipt that still waits is written anew. Of one that has left, only a date that is another now is told, and what
    we ask for with it. What waits for a person's judgement is told nothing.
    """
    last = letters.receipt
    if last is None or (opening.case.held_for and last.status in LEFT):
        return False
    if last.status is OutboxStatus.DRAFT:
        _withdraw(page, last)
        named = _told_in(page, last.outgoing, opening)
        words = words_on(last.outgoing.channel, receipt.facts(heard, named, desk.office), opening.case.language)
        cause = f"message {opening.case.opened_for} {desk.cause}"
        again = replace(last.outgoing, subject=words.subject, body=words.body, cause=cause)
        outbox.put(page, again, desk.office.domain, desk.now)
        return True
    told = opening.told
    if told is None or not told.running or told.late(desk.now) or letters.says(told, desk.office):
        return False
    outbox.put(page, _date_notice(page, opening, told, last.outgoing, desk), desk.office.domain, desk.now)
    return True


def _told_in(page: Page, last: Outgoing, opening: Opening) -> tuple[Opening, ...]:
    """Give every case that a receipt tells of, as it is now; a matter that was overlooked has a receipt of its own."""
    case, told = opening.case, {stop.case for stop in last.stops}
    cases = casebook.of_thread(page, case.organisation, case.thread)
    mine = (one for one in cases if one.id == case.id or one.id in told)
    return tuple(opening if one.id == case.id else _as_opened(page, one) for one in mine)


def _as_opened(page: Page, case: Case) -> Opening:
    found = clocks.of_case(page, case.organisation, case.id)
    return Opening(case, tuple((clock, None) for clock in found), ())


def _date_notice(page: Page, opening: Opening, told: Clock, last: Outgoing, desk: Desk) -> Outgoing:
    case, policy = opening.case, desk.office.policy
    why_not = _why_not(page, case, last, desk)
    facts = deadline_reply.Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        kind=case.kind,
        due=desk.office.day(told.due_at),
        law=told.law,
        complete=False,
        missing=case.missing,
        referred=is_referred(case, policy),
    )
    words = words_on(last.channel, facts, case.language)
    return replace(
        _to_person(case, last, desk, why_not),
        reply=DATE,
        subject=words.subject,
        body=words.body,
        released=policy.leaves_unseen(DATE) and why_not is None,
    )


def acknowledge(page: Page, opening: Opening, heard: Heard, letters: Letters, desk: Desk) -> None:
    """Answer one more matter of a letter as its receipt did: number, date, what is missing. None where that had none.

    Where the receipt waits for a person, so does this one, for the same reason.
    """
    last, case = letters.receipt, opening.case
    if last is None:
        return
    waits = last.status is OutboxStatus.DRAFT
    why_not = last.outgoing.note if waits else _why_not(page, case, last.outgoing, desk)
    words = words_on(last.outgoing.channel, receipt.facts(heard, (opening,), desk.office), case.language)
    letter = replace(
        _to_person(case, last.outgoing, desk, why_not),
        reply=receipt.REPLY,
        subject=words.subject,
        body=words.body,
        released=desk.office.policy.leaves_unseen(receipt.REPLY) and why_not is None and not waits,
        stops=receipt.stops((opening,)),
    )
    outbox.put(page, letter, desk.office.domain, desk.now)


def _why_not(page: Page, case: Case, last: Outgoing, desk: Desk) -> str | None:
    """Name the rule by which nothing more may be sent for now: whether it may at all was settled with the receipt."""
    return capped(page, last.recipient or "", case.thread, desk.office, desk.now)


def _to_person(case: Case, last: Outgoing, desk: Desk, why_not: str | None) -> Outgoing:
    """Give a letter without words to whoever had the receipt."""
    return replace(
        last,
        case=case.id,
        cause=desk.cause,
        language=case.language,
        released=False,
        not_before=desk.now,
        automatic=Automatic.GENERATED,
        stops=(),
        statements=(),
        attach=(),
        note=why_not,
    )
