"""A person says who the requester is to a processor: whose learner, or somebody it answers to itself (P-MB-12)."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event, Status
from cases.clock import Clock
from cases.errors import AlreadyDone, NotAllowed
from cases.message import Address, Judgement, Verdict
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus, Outgoing
from cases.policy import ClockName
from cases.relation import OURS, Relation
from cases.staff import Staff
from intake.assign import case_to_decide
from intake.attached import put
from intake.customer_asked import look_for_squeeze
from intake.drafts import ANSWER
from intake.follow_up import REPLY as DATE
from intake.letter import to_requester
from intake.opening import first_look, matter_of
from intake.processor import PROCESSOR_REPLY, drafts_for
from intake.referral import REFERRAL
from intake.relation import clock_rules, customer_named, is_referable
from intake.retold import retold
from intake.values import Heard, Opening, Place
from intake.whose import find_whose
from replies import deadline_reply
from storage import casebook, clocks, looks, messages, outbox
from storage.page import Page

SEEN = Judgement(Verdict.ADMIT, "related", automatic=False, may_answer=False)
"""Whoever says whose learner somebody is has looked at the letter."""


@dataclass(frozen=True)
class Relating:
    """Who the requester of a case is; `customer` is whose learner, or which customer asks, by subdomain or name."""

    organisation: str
    case: int
    relation: Relation
    customer: str = ""


def relate(page: Page, relating: Relating, staff: Staff, office: Office, now: datetime) -> None:
    """Note who the requester is; clocks and drafts become those that this wants.

    A learner's request is referred, at once where all is certain. Whom the organisation answers itself is told by when.
    Raises NotAllowed where the person may not decide, the organisation works for nobody, the case has been passed on or
    is over, or there is no such customer; AlreadyDone where all this is known.
    """
    case = case_to_decide(page, relating.organisation, relating.case, staff, office.policy)
    _check(case, office)
    related = _related(case, relating, office)
    if (related.relation, related.customer) == (case.relation, case.customer):
        raise AlreadyDone("it is known already who this is")
    heard = _opener(page, related, office)
    _reclock(page, related, heard, office)
    told = {"relation": related.relation, "customer": related.customer}
    casebook.save(page, related, (Event(now, "related", f"staff {staff.id}", {**told}),))
    casebook.refresh_due(page, related.organisation, (related.id,))
    _redraft(page, related, heard, office, now)
    if related.relation in OURS:
        _tell(page, related, heard, office, now)
    look_for_squeeze(page, related, office, now)


def _check(case: Case, office: Office) -> None:
    if not is_referable(case, office.policy):
        raise NotAllowed("this case is the organisation's own whoever wrote it: only rights are referred (P-MB-04)")
    if case.status is Status.FORWARDED:
        raise NotAllowed("the request has been passed on already; write to the customer if it was the wrong one")


def _related(case: Case, relating: Relating, office: Office) -> Case:
    missing = tuple(name for name in case.missing if name != "customer")
    settled = replace(case, relation=relating.relation, met=case.met | {"customer"}, missing=missing)
    if relating.relation in OURS:
        return replace(settled, customer=None, direct=False)
    customer = customer_named(relating.customer, office.policy)
    if customer is None:
        names = ", ".join(one.name for one in office.policy.customers) or "none yet: name them in the settings"
        raise NotAllowed(f"choose the customer whose learner this is (P-MB-04); there are: {names}")
    return replace(settled, customer=customer.subdomain)


def _opener(page: Page, case: Case, office: Office) -> Heard:
    """Give the letter that opened the case, as it came: whether its sender is credible still counts."""
    told = next(one for one in messages.of_thread(page, case.organisation, case.thread) if one.id == case.opened_for)
    heard = retold(told, case, judgement=SEEN)
    sender = replace(heard.message.sender, address=told.sender_address)
    # How it came to us no longer speaks against passing it on: whoever relates it has looked at it.
    ours = (Address("", office.policy.addresses[0]),)
    message = replace(heard.message, sender=sender, return_path=told.sender_address, to=ours)
    return replace(heard, message=replace(message, authentication=told.authentication))


def _clocks(page: Page, case: Case) -> dict[ClockName, Clock]:
    return {clock.name: clock for clock in clocks.of_case(page, case.organisation, case.id)}


def _reclock(page: Page, case: Case, heard: Heard, office: Office) -> None:
    """Let the clocks run that this relation wants, from receipt; a referral that is not wanted waits for nothing."""
    wanted = {rule.name: rule for rule in clock_rules(case, matter_of(heard, case), office.policy)}
    known = _clocks(page, case)
    for rule in (one for name, one in wanted.items() if name not in known):
        clock = office.start(rule, case.received_at)
        clocks.start(page, case, clock, first_look(clock, case, office))
    ours = {ClockName.REFERRAL, ClockName.PROCESSOR_REPLY}
    clocks.end(page, case, [name for name in ours if name in known and name not in wanted])


def _redraft(page: Page, case: Case, heard: Heard, office: Office, now: datetime) -> None:
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        if entry.outgoing.case == case.id and entry.status is OutboxStatus.DRAFT and _depends(entry.outgoing):
            outbox.edit(page, case.organisation, entry.id, status=OutboxStatus.DROPPED)
    opening = Opening(case, tuple((clock, None) for clock in _clocks(page, case).values()), ())
    place = Place(case.thread, (case,), whose=find_whose(page, heard, office))
    at_work = replace(office, scans=bool(looks.waiting(page, case.organisation, (heard.id,))))
    for letter in drafts_for(heard, opening, place, at_work):
        put(page, replace(letter, cause=f"related {now.isoformat()}", not_before=now), office, now)


def _depends(letter: Outgoing) -> bool:
    return letter.reply.startswith(ANSWER) or letter.reply in {REFERRAL, PROCESSOR_REPLY}


def _tell(page: Page, case: Case, heard: Heard, office: Office, now: datetime) -> None:
    """Tell whom the organisation answers itself that it does, and by when: they were told of somebody else's answer."""
    month, policy = _clocks(page, case).get(ClockName.ANSWER), office.policy
    if month is None or not month.running or month.late(now):
        return
    facts = deadline_reply.Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        kind=case.kind,
        due=office.day(month.due_at),
        law=month.law,
        complete=False,
    )
    letter = replace(
        to_requester(case, facts, f"related {now.isoformat()}", now),
        released=policy.leaves_unseen(DATE) and not heard.message.perhaps_forged and case.requester.address is not None,
        automatic=Automatic.GENERATED,
    )
    outbox.put(page, letter, office.domain, now)
