"""The customer asks what its processor knows of a learner: the processor's own time runs from then (P-MB-05, CON-4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from cases.case import Case, Event
from cases.clock import Clock
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName, ClockRule
from cases.relation import OURS
from cases.squeeze import ends_late, squeezed
from cases.staff import Staff
from cases.term import Basis
from intake.assign import case_to_decide
from intake.attached import put
from intake.drafts import ANSWER
from intake.notices import Notice, notify
from intake.opening import US, first_look
from intake.processor import PROCESSOR_REPLY, draft_direct, draft_reply
from intake.relation import is_customers, is_referable
from intake.retold import retold
from intake.values import Heard, Opening
from replies.staff_notice import News
from storage import casebook, clocks, messages, outbox
from storage.page import Page

CHANNELS = ("mail", "phone", "in_person", "post")
"""How a customer's request can have reached the organisation."""


@dataclass(frozen=True)
class Asked:
    """When and how a customer asked about its learner, as a person notes it.

    `direct`: it wants the learner answered by us. `person_asked` is the day on which the learner turned to the customer
    itself, from which its month runs (P-MB-03); None where they turned to us.
    """

    organisation: str
    case: int
    at: datetime
    route: str
    direct: bool = False
    person_asked: date | None = None


def customer_asked(page: Page, asked: Asked, staff: Staff, office: Office, now: datetime) -> None:
    """Note a customer's request, let the processor's time run from the day it came, and prepare its reply.

    Raises NotAllowed where the person may not decide, no customer decides such a case, or the request would lie in the
    future or before the learner's own; AlreadyDone where its time runs already.
    """
    case = case_to_decide(page, asked.organisation, asked.case, staff, office.policy)
    _check(case, asked, office, now)
    own = _clocks(page, case).get(ClockName.PROCESSOR_REPLY)
    runs = own is not None and own.running
    sooner = asked.person_asked is not None and _month_from(page, case, asked.person_asked, office)
    if runs and not sooner and asked.direct == case.direct:
        raise AlreadyDone("the customer's request is noted already, and its time runs")
    told: dict[str, str | int | None] = {"route": asked.route, "direct": "yes" if asked.direct else None}
    event = Event(now, "customer_asked", f"staff {staff.id}", told)
    changed = replace(case, direct=asked.direct)
    _begin(page, changed, own.started_at if own and runs else asked.at, event, office)
    if not runs or changed.direct != case.direct:
        _prepare(page, changed, asked.at, office, now)
    look_for_squeeze(page, changed, office, now)


def begin_by_letter(page: Page, case: Case, heard: Heard, office: Office, now: datetime) -> None:
    """Take a letter of the customer's for its request; nothing where its time runs already."""
    if not (clock := _clocks(page, case).get(ClockName.PROCESSOR_REPLY)) or not clock.running:
        at = heard.message.received_at
        _begin(page, case, at, Event(now, "customer_asked", US, {"message": heard.id}), office)
        _prepare(page, case, at, office, now)
        look_for_squeeze(page, case, office, now)


def look_for_squeeze(page: Page, case: Case, office: Office, now: datetime) -> None:
    """Raise the alarm, once, where the processor's time leaves its customer too little of the month (CON-4)."""
    known = _clocks(page, case)
    own, month = known.get(ClockName.PROCESSOR_REPLY), known.get(ClockName.ANSWER)
    if not own or not month or not own.running or not ends_late(own, month, office.calendar(Basis.EU)):
        return
    told: dict[str, str | int | None] = {"due_at": own.due_at.isoformat(), "month_ends": month.due_at.isoformat()}
    casebook.save(page, case, (Event(now, "processor_ends_late", US, told),))
    cause = f"late {own.due_at:%Y-%m-%d} {month.due_at:%Y-%m-%d}"
    notify(page, case, Notice(News.PROCESSOR_LATE, cause, own.target_at), office, now)


def _check(case: Case, asked: Asked, office: Office, now: datetime) -> None:
    if not is_referable(case, office.policy):
        raise NotAllowed("no customer decides this: only a processor's customer asks about its learner (P-MB-05)")
    if case.relation in OURS:
        raise NotAllowed("this is no learner of a customer: the organisation answers as the controller (P-MB-12)")
    if asked.direct and is_customers(case, office.policy):
        raise NotAllowed("whom we would answer directly wrote nothing here; open their own request first (AMB-4)")
    _check_when(asked, office, now)


def _check_when(asked: Asked, office: Office, now: datetime) -> None:
    if asked.route not in CHANNELS:
        raise NotAllowed(f'"{asked.route}" is no way to ask; expected one of {", ".join(CHANNELS)}')
    if asked.at > now:
        raise NotAllowed("the customer's request lies in the future; say when it came")
    if asked.person_asked and asked.person_asked > office.day(asked.at):
        raise NotAllowed("the learner asked the customer before the customer asked us; check the two dates")


def _rule(case: Case, office: Office) -> ClockRule:
    rule = office.policy.rules(case.kind).clock(ClockName.PROCESSOR_REPLY)
    if rule is None:
        raise NotAllowed("the policy promises customers no time for this (P-MB-05)")
    return rule


def _clocks(page: Page, case: Case) -> dict[ClockName, Clock]:
    return {clock.name: clock for clock in clocks.of_case(page, case.organisation, case.id)}


def _begin(page: Page, case: Case, at: datetime, event: Event, office: Office) -> None:
    month = _clocks(page, case).get(ClockName.ANSWER)
    calendars = office.calendar(Basis.EU), office.calendar(Basis.PROMISE)
    clock = squeezed(office.start(_rule(case, office), at), month, calendars)
    clocks.start_again(page, case, clock, first_look(clock, case, office))
    started = Event(event.at, "started", US, {"clock": clock.name, "due_at": clock.due_at.isoformat()})
    casebook.save(page, case, (event, started))
    casebook.refresh_due(page, case.organisation, (case.id,))


def _month_from(page: Page, case: Case, day: date, office: Office) -> bool:
    """Let the month run from the day on which the learner asked the customer, if it ends sooner then; say whether."""
    rule = office.policy.rules(case.kind).clock(ClockName.ANSWER)
    known = _clocks(page, case).get(ClockName.ANSWER)
    if rule is None:
        return False
    month = replace(office.start(rule, datetime.combine(day, time(12), office.zone)), told=False)
    if known and month.due_at >= known.due_at:
        return False
    clocks.start_again(page, case, month, first_look(month, case, office))
    return True


def _prepare(page: Page, case: Case, at: datetime, office: Office, now: datetime) -> None:
    """Draft what the customer, or at its wish the learner, is told, in the place of what was drafted before."""
    every = outbox.of_thread(page, case.organisation, case.thread)
    mine = [one for one in every if one.outgoing.case == case.id and one.status is OutboxStatus.DRAFT]
    for entry in mine:
        if entry.outgoing.reply.startswith(ANSWER) or entry.outgoing.reply == PROCESSOR_REPLY:
            outbox.edit(page, case.organisation, entry.id, status=OutboxStatus.DROPPED)
    opener = next(one for one in messages.of_thread(page, case.organisation, case.thread) if one.id == case.opened_for)
    heard = retold(opener, case)
    opening = Opening(case, (), ())
    letter = draft_direct(heard, opening, office) if case.direct else draft_reply(case, heard, at, office)
    put(page, replace(letter, cause=f"customer {now.isoformat()}", not_before=now), office, now)
