"""A person gives a request two further months, with reasons, within the first (GDPR Art. 12(3)).

The date moves when the notice has left and not before; does it come back, it never moved (R-12-3c).
"""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.extension import EXTENDED, Extension, ExtensionReason, check_extendable, extended, shortened
from cases.office import Office
from cases.staff import Staff
from intake.approve import Approval, approve
from intake.assign import case_to_decide
from intake.moved import move_clock
from intake.notices import Notice, notify
from intake.opening import US
from intake.pause import answer_clock
from intake.plain_letters import letter_to_person
from intake.relation import is_referred
from replies.extension_notice import Facts
from replies.staff_notice import News
from storage import casebook, clocks, extensions, history, outbox
from storage.clocks import Due
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page

REPLY = "extension_notice"


@dataclass(frozen=True)
class Extending:
    """Why a request takes longer: the law's reasons, and in words for the person what is so in this case."""

    organisation: str
    case: int
    reasons: tuple[ExtensionReason, ...]
    words: str


def extend(page: Page, extending: Extending, staff: Staff, office: Office, now: datetime) -> None:
    """Write to the person in the name of who extends; once the letter has left, the clock has its three months.

    Raises NotAllowed, with the rule and what to do, where the law knows no extension or no reason is given, AlreadyDone
    where a notice is on its way. Nothing is changed then.
    """
    case = case_to_decide(page, extending.organisation, extending.case, staff, office.policy)
    if is_referred(case, office.policy):
        raise NotAllowed("the customer decides: only the controller extends its month (GDPR Art. 28(3)(e), CON-4)")
    if case.held_for:
        raise NotAllowed("the case still waits for somebody's judgement; release it first")
    due = answer_clock(page, case)
    _check_reasons(extending)
    check_extendable(due.clock, now)
    if _made(page, case, due):
        raise AlreadyDone("the notice of an extension is on its way already (R-12-3b)")
    longer = extended(due.clock, office.calendar(due.clock.basis))
    facts = _facts(case, extending, staff, (office, longer.due_at))
    letter = letter_to_person(page, case, facts, f"extension {new_id(now)}", now)
    id_ = outbox.put(page, letter, office.domain, now)
    approve(page, Approval(case.organisation, id_, 1, letter.subject, letter.body), staff, office.policy, now)
    made = Extension(
        id=new_id(now),
        case=case.id,
        clock=due.clock.name,
        made_at=now,
        made_by=staff.id,
        reasons=extending.reasons,
        due_before=due.clock.due_at,
        due_at=longer.due_at,
        letter=id_,
    )
    extensions.add(page, case.organisation, made)
    told: dict[str, str | int | None] = {"reasons": " ".join(extending.reasons), "letter": id_}
    history.record(page, case.organisation, case.id, (Event(now, "extension_given", f"staff {staff.id}", told),))


def _facts(case: Case, extending: Extending, staff: Staff, until: tuple[Office, datetime]) -> Facts:
    office, due_at = until
    return Facts(
        number=case.number,
        organisation=office.policy.name,
        contact=office.policy.contact,
        name=case.requester.name,
        kind=case.kind,
        received=office.day(case.received_at),
        due=office.day(due_at),
        reasons=extending.reasons,
        words=extending.words.strip(),
        signer=staff.name,
    )


def lengthen(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Give the clock its three months, now that the notice has left; left it after the first, there is no extension."""
    found = _extension_of(page, entry)
    if found is None:
        return
    case, made, due = found
    try:
        check_extendable(due.clock, now)
    except NotAllowed:
        _undo(page, case, made, "left_late", now)
        notify(page, case, Notice(News.MISSED, f"extension {made.id}", due.clock.due_at), office, now)
        return
    longer = extended(due.clock, office.calendar(due.clock.basis))
    move_clock(page, case, due, longer, (office, now))
    told: dict[str, str | int | None] = {"clock": longer.name, "due_at": longer.due_at.isoformat(), "letter": entry.id}
    history.record(page, case.organisation, case.id, (Event(now, "extended", US, told),))


def fall_back(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Give the clock its first month back: the notice came back, so nobody was told (R-12-3c, R-EM-68)."""
    found = _extension_of(page, entry)
    if found is None:
        return
    case, made, due = found
    if due.clock.term == EXTENDED:
        move_clock(page, case, due, shortened(due.clock, office.calendar(due.clock.basis)), (office, now))
    _undo(page, case, made, "undeliverable", now)


def _check_reasons(extending: Extending) -> None:
    if not extending.reasons:
        raise NotAllowed("choose why: how complex it is, or how many requests this person made (R-12-3c)")
    if not extending.words.strip():
        raise NotAllowed("say what is so in this case, in words for the person; they stand in the notice (R-12-3c)")


def _made(page: Page, case: Case, due: Due) -> bool:
    """Say whether this clock was given longer already; one of before it began anew was another."""
    mine = (one for one in extensions.of_case(page, case.organisation, case.id) if one.clock is due.clock.name)
    return any(one.reasons and one.made_at >= due.clock.started_at for one in mine)


def _undo(page: Page, case: Case, made: Extension, why: str, now: datetime) -> None:
    extensions.take_back(page, case.organisation, made)
    event = Event(now, "not_extended", US, {"clock": made.clock, "why": why})
    history.record(page, case.organisation, case.id, (event,))


def _extension_of(page: Page, entry: Entry) -> tuple[Case, Extension, Due] | None:
    organisation = entry.outgoing.organisation
    case = casebook.find(page, organisation, entry.outgoing.case, to_change=True)
    if case is None:
        return None
    every = extensions.of_case(page, organisation, case.id)
    made = next((one for one in every if one.letter == entry.id), None)
    due = clocks.find(page, case, made.clock) if made else None
    return (case, made, due) if made and due else None
