"""How a matter becomes a case: its requirements, its clocks, its queue. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event, Requester, Status
from cases.clock import Clock
from cases.kind import Flag, Kind
from cases.message import Verdict
from cases.office import Office
from cases.organisation import Role
from cases.relation import Relation
from handlers.all import handler_of
from handlers.interface import Matter
from intake.relation import clock_rules, customer_named, customer_of
from intake.schedule import next_look, plan
from intake.values import Draw, Heard, Opening, Place

US = "svarfrist"
"""The actor of everything that no person did."""

AUTHORITIES = "authority-requests"
"""The queue of what an authority asks for: a person's business from the first moment (P-ME-13)."""


def open_cases(heard: Heard, kinds: Iterable[Kind], place: Place, draw: Draw, office: Office) -> tuple[Opening, ...]:
    """Open one case for each kind, in the order given."""
    return tuple(_open(heard, kind, place, draw(), office) for kind in kinds)


def _open(heard: Heard, kind: Kind, place: Place, identity: tuple[int, str], office: Office) -> Opening:
    case = _case(heard, kind, place, identity, office)
    matter = matter_of(heard, case)
    rules = clock_rules(case, matter, office.policy)
    clocks = tuple(office.start(rule, heard.message.received_at) for rule in rules)
    looks = tuple((clock, first_look(clock, case, office)) for clock in clocks)
    return Opening(case, looks, tuple(_events(heard, case, clocks)))


def first_look(clock: Clock, case: Case, office: Office) -> datetime | None:
    """Give the instant at which the sweep has to look at a new clock."""
    steps = office.policy.rules(case.kind).steps
    return next_look(plan(clock, steps, office.calendar(clock.basis)), frozenset())


def _case(heard: Heard, kind: Kind, place: Place, identity: tuple[int, str], office: Office) -> Case:
    id_, number = identity
    reading, policy = heard.reading, office.policy
    held_for = _held_for(heard, place)
    appealed = appealed_case(heard, place)
    case = Case(
        organisation=policy.id,
        id=id_,
        number=number,
        kind=kind,
        status=Status.HELD if held_for else Status.OPEN,
        thread=place.thread,
        requester=_requester(heard),
        language=_language(heard, place, office),
        queue=AUTHORITIES if Flag.AUTHORITY_REQUEST in reading.flags else policy.rules(kind).queue,
        received_at=heard.message.received_at,
        opened_for=heard.id,
        flags=reading.flags,
        held_for=held_for,
        appeal_of=appealed.id if kind is Kind.APPEAL and appealed else None,
        relation=Relation.CONTROLLER if place.whose.writes else None,
        channel=heard.message.channel.answered_by,
    )
    return requiring(of_customer(case, heard, place, office), heard, office)


def of_customer(case: Case, heard: Heard, place: Place, office: Office) -> Case:
    """Give a processor's case with the customer that a letter leads to, where it has none that we know (P-MB-04)."""
    policy, whose = office.policy, place.whose
    if policy.role is not Role.PROCESSOR or customer_of(case, office):
        return case
    said = customer_named(heard.reading.fields.get("customer"), policy)
    found = whose.writes or (said.subdomain if said else whose.customer) or heard.reading.fields.get("customer")
    return replace(case, customer=found, met=case.met | {"customer"}) if found else case


def _language(heard: Heard, place: Place, office: Office) -> str:
    """Give the language to answer in: the message's; where it is too short to tell, that of the person's other cases.

    Without any it is the organisation's first (R-12-1c).
    """
    if heard.reading.language_known or heard.message.channel.is_chat:
        return office.policy.language(heard.reading.language)
    known = (*reversed(place.cases), *place.earlier)
    return known[0].language if known else office.policy.languages[0]


def requiring(case: Case, heard: Heard, office: Office) -> Case:
    """Give the case with what is fulfilled and what is missing, as far as we know by now."""
    matter = matter_of(heard, case)
    missing = handler_of(case.kind).missing(matter, office.policy)
    wanted = office.policy.rules(case.kind).requires
    met = case.met | {name for name in wanted if name not in missing}
    return replace(case, met=met, missing=missing)


def matter_of(heard: Heard, case: Case) -> Matter:
    """Give what the handler of a case has to know of a message; what earlier ones flagged still counts."""
    reading = replace(heard.reading, flags=heard.reading.flags | case.flags)
    return Matter(case.kind, heard.message.received_at, reading, case.requester.address, case.met)


def appealed_case(heard: Heard, place: Place) -> Case | None:
    """Find the case an appeal is about: the one it names, else the latest decided, else the latest complaint."""
    known = (*reversed(place.cases), *place.earlier)
    named = heard.reading.fields.get("reference")
    decided = {Status.ANSWERED, Status.CLOSED}
    wishes = (
        lambda case: case.number == named,
        lambda case: case.status in decided and case.kind is Kind.COMPLAINT,
        lambda case: case.kind is Kind.COMPLAINT,
    )
    return next((case for wish in wishes for case in known if wish(case)), None)


def _held_for(heard: Heard, place: Place) -> str | None:
    if place.stranger:
        return "third_party"
    if Flag.AUTHORITY_REQUEST in heard.reading.flags:
        return Flag.AUTHORITY_REQUEST
    return heard.judgement.reason if heard.judgement.verdict is Verdict.HOLD else None


def _requester(heard: Heard) -> Requester:
    fields, sender = heard.reading.fields, heard.message.sender
    return Requester(fields.get("name"), sender.address or fields.get("email"), fields.get("phone"))


def masked(heard: Heard) -> Iterator[Event]:
    """Note that a message holds a national number, by its category and never by itself (R-BSN-2)."""
    seen = dict.fromkeys(one.category for one in heard.reading.sensitive if one.is_number)
    if seen:
        yield Event(heard.message.received_at, "masked", US, {"message": heard.id, "numbers": " ".join(seen)})


def _events(heard: Heard, case: Case, clocks: Iterable[Clock]) -> Iterator[Event]:
    at = heard.message.received_at
    yield Event(at, "received", US, {"message": heard.id})
    yield from masked(heard)
    yield Event(at, "opened", US, {"kind": case.kind, "queue": case.queue, "appeal_of": case.appeal_of})
    for clock in clocks:
        yield Event(at, "started", US, {"clock": clock.name, "due_at": clock.due_at.isoformat()})
    if case.held_for:
        yield Event(at, "held", US, {"reason": case.held_for})
    if case.missing and not case.held_for:  # a held one is told its number and asked nothing
        yield Event(at, "asked", US, {"missing": " ".join(case.missing)})
