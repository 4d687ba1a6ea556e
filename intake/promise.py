"""A person promises another date for the answer: it holds from the letter that tells it, and never without one.

A promise may be given more than once; every letter, date and reason stays with the case (P-MX-07). The reason stands in
the letter alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile

from cases.case import Case, Event
from cases.clock import Clock, count_again
from cases.errors import AlreadyDone, NotAllowed
from cases.extension import Extension
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.promise import check_promise, promised, told_until
from cases.staff import Staff, role_of
from cases.term import Basis
from intake.approve import Approval, approve
from intake.assign import case_to_decide
from intake.letter import in_words
from intake.opening import US, first_look
from intake.plain_letters import under_last
from replies.new_date import Facts
from replies.render import Rendered, words_on
from storage import casebook, clocks, extensions, history, outbox
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page

REPLY = "new_date"


@dataclass(frozen=True)
class Promising:
    """The day by whose end the person has the answer, and why, in words for them.

    `seen` is the date that held when the form was opened, None where there was none.
    """

    organisation: str
    case: int
    day: date
    reason: str
    seen: datetime | None = None


def promise(page: Page, promising: Promising, staff: Staff, office: Office, now: datetime) -> None:
    """Write to the person, in the name of who promises, and let the answer be due on that day from now on.

    Raises NotAllowed where the date is the law's or impossible, the case waits for a judgement, no reason is given, or
    the letter cannot leave; AlreadyDone where somebody moved the date meanwhile. Nothing is changed then.
    """
    case = case_to_decide(page, promising.organisation, promising.case, staff, office.policy)
    known = running(clocks.of_case(page, case.organisation, case.id))
    if (known.due_at if known else None) != promising.seen:
        raise AlreadyDone("somebody has promised another date since you opened this case")
    check_promise(case, known, promising.day, office, now)
    if case.held_for:
        raise NotAllowed("the case still waits for somebody's judgement; release it first")
    letter = _tell(page, case, _words(case, known, promising, staff, office), (office, now))
    approve(page, letter, staff, office.policy, now)
    clock = promised(case, promising.day, office)
    _note(page, case, _made(case, (known, clock), letter.letter, staff, now), letter.letter)
    clocks.start_again(page, case, clock, first_look(clock, case, office))
    casebook.refresh_due(page, case.organisation, (case.id,))


def running(found: tuple[Clock, ...]) -> Clock | None:
    """Give the clock of the answer, where it runs."""
    return next((clock for clock in found if clock.name is ClockName.ANSWER and clock.running), None)


def _words(case: Case, known: Clock | None, promising: Promising, staff: Staff, office: Office) -> Rendered:
    reason = " ".join(promising.reason.split())
    if not reason:
        raise NotAllowed("say why, in words that the person can read; they stand in the letter (P-MX-07)")
    role = role_of(staff, office.policy)
    facts = Facts(
        number=case.number,
        organisation=office.policy.name,
        contact=office.policy.contact,
        name=case.requester.name,
        kind=case.kind,
        due=promising.day,
        before=office.day(known.due_at) if known and known.told else None,
        reason=reason,
        signer=f"{staff.name}, {role.names.get(case.language, role.id)}",
    )
    return words_on(case.channel, facts, case.language)


def _tell(page: Page, case: Case, words: Rendered, by: tuple[Office, datetime]) -> Approval:
    """Draft the letter; give the approval of who writes it."""
    office, now = by
    letter = in_words(case, (REPLY, f"promise {new_id(now)}"), words, now, under_last(page, case))
    id_ = outbox.put(page, letter, office.domain, now)
    return Approval(case.organisation, id_, 1, words.subject, words.body)


def _note(page: Page, case: Case, made: Extension, letter: int) -> None:
    extensions.add(page, case.organisation, made)
    told: dict[str, str | int | None] = {"clock": made.clock, "due_at": made.due_at.isoformat(), "letter": letter}
    history.record(page, case.organisation, case.id, (Event(made.made_at, "promised", f"staff {made.made_by}", told),))


def _made(case: Case, dates: tuple[Clock | None, Clock], letter: int, staff: Staff, now: datetime) -> Extension:
    known, clock = dates
    before = known.due_at if known else clock.due_at
    return Extension(new_id(now), case.id, clock.name, now, staff.id, (), before, clock.due_at, letter)


def break_promise(page: Page, letter: Entry, office: Office, now: datetime) -> None:
    """Let the date hold that the person was told last, where the letter that told another came back (R-EM-68).

    Was another promised since, that one stays; does its letter come back as well, so falls every date that nobody was
    told of. Also where the answer has left: whether it was in time is counted by what the person knew.
    """
    case = casebook.find(page, office.policy.id, letter.outgoing.case, to_change=True)
    if case is None:
        return
    every = outbox.of_thread(page, case.organisation, case.thread)
    lost = {one.id for one in every if one.status is OutboxStatus.FAILED}
    made = [one for one in extensions.of_case(page, case.organisation, case.id) if not one.reasons]
    gone = [*takewhile(lambda one: one.letter in lost, reversed(made))]
    if letter.id not in {one.letter for one in gone}:
        return
    for one in gone:
        extensions.take_back(page, case.organisation, one)
    due = clocks.find(page, case, ClockName.ANSWER)
    if due and due.clock.due_at == gone[0].due_at:
        _put_back(page, case, (due.clock, _known_before(gone)), office, now)


def _known_before(gone: Sequence[Extension]) -> datetime | None:
    """Give the date that the person knew before these, the newest first; None where they knew none."""
    first = gone[0]
    for earlier in gone[1:]:
        if earlier.due_at != first.due_before or first.due_before == first.due_at:
            break
        first = earlier
    return None if first.due_before == first.due_at else first.due_before


def _put_back(page: Page, case: Case, was: tuple[Clock, datetime | None], office: Office, now: datetime) -> None:
    clock = _as_known(case, was, office)
    if clock is None:
        clocks.end(page, case, (ClockName.ANSWER,))
    else:
        clocks.start_again(page, case, clock, first_look(clock, case, office) if clock.running else None)
        told: dict[str, str | int | None] = {"clock": clock.name, "due_at": clock.due_at.isoformat()}
        history.record(page, case.organisation, case.id, (Event(now, "started", US, told),))
    casebook.refresh_due(page, case.organisation, (case.id,))


def _as_known(case: Case, was: tuple[Clock, datetime | None], office: Office) -> Clock | None:
    """Give the clock with the date that the person knew; a date of the law holds whatever they were told."""
    clock, known = was
    if clock.basis is not Basis.PROMISE:
        calendar = office.calendar(clock.basis)
        return told_until(clock, known, calendar) if known else count_again(clock, calendar)
    if known is None:
        return None
    back = promised(case, office.day(known), office)
    return replace(back, stopped_at=clock.stopped_at, paused_at=clock.paused_at)
