"""A request goes to the customer that decides: at once where all is certain, else once a person releases it. Pure.

P-MB-04: the customer stands in the organisation's list, and the sender is credible: their domain vouches for them, or
their address stands in the register with that customer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Status
from cases.clock import Clock
from cases.kind import Flag
from cases.message import Channel, Message, Verdict
from cases.office import Office
from cases.organisation import Customer
from cases.outgoing import Automatic, Outgoing, Stop
from cases.policy import ClockName
from intake.drafts import draft_letter
from intake.permission import objection
from intake.relation import customer_named, customer_of, is_referred
from intake.values import Heard, Place
from replies.referral import Facts
from replies.render import render

REFERRAL = "referral"

WAITS_FOR_SCANNER = "waits_for_scanner"
"""Why a referral does not leave at once that otherwise would: the virus scanner has not looked into the letter yet."""


@dataclass(frozen=True)
class Referring:
    """A request on its way to a customer: the case, the customer, the letter that brings it, and its place."""

    case: Case
    customer: Customer
    heard: Heard
    place: Place


def refer(case: Case, heard: Heard, place: Place, month: Clock | None, office: Office) -> tuple[Outgoing, ...]:
    """Write to the case's controller, the request attached; nothing where it is not among the customers.

    `month` is the controller's own clock, which runs from the person's request (CON-4); nothing goes without it.
    """
    customer = customer_of(case, office)
    if not customer or not month or not is_referred(case, office.policy) or case.status is Status.FORWARDED:
        return ()
    why_not = reason_to_wait(Referring(case, customer, heard, place), office)
    letter = _letter(case, heard, customer, month, office)
    if why_not is not None:
        return (replace(letter, note=why_not),)
    return (replace(letter, released=office.policy.leaves_unseen(REFERRAL), automatic=Automatic.GENERATED),)


def reason_to_wait(referring: Referring, office: Office) -> str | None:
    """Name the rule that wants a person to look before a request is passed on, or None where nothing does."""
    broken = (rule.__name__ for rule in RULES if rule(referring, office))
    why_not = next(broken, None) or objection(referring.heard, referring.place, office)
    return why_not or (WAITS_FOR_SCANNER if office.scans else None)


def vouched_for(message: Message) -> bool:
    """Say whether the sender's domain is known to vouch for the letter (R-EM-81)."""
    found = message.authentication
    return found is not None and (found.passed or found.aligned) and not found.failed


def needs_a_person(referring: Referring, _office: Office) -> bool:
    """Keep what is held anyway, and what an authority asks for."""
    case, judgement = referring.case, referring.heard.judgement
    held = case.held_for is not None or judgement.verdict is not Verdict.ADMIT
    return held or Flag.AUTHORITY_REQUEST in case.flags


def is_written_for_another(referring: Referring, _office: Office) -> bool:
    """Keep what somebody writes for another person, until a person has seen their authority (R-PRX-2)."""
    return Flag.ON_BEHALF in referring.case.flags and referring.case.authority is None


def customer_has_left(referring: Referring, office: Office) -> bool:
    """Keep what is for somebody who is no customer any more."""
    return not referring.customer.active(office.day(came_to(referring.heard)))


def customer_is_only_inferred(referring: Referring, office: Office) -> bool:
    """Keep what only a reference or a user name leads to: who names one hears where it went, and may not own it."""
    known, customer = referring.place.whose, referring.customer
    says_so = customer_named(referring.heard.reading.fields.get("customer"), office.policy) == customer
    return customer.subdomain == known.named and customer.subdomain not in known.on_file and not says_so


def sender_is_not_known(referring: Referring, _office: Office) -> bool:
    """Keep what nobody vouches for: neither the sender's domain nor the register."""
    message, on_file = referring.heard.message, referring.place.whose.on_file
    return message.perhaps_forged or not (vouched_for(message) or referring.customer.subdomain in on_file)


RULES: tuple[Callable[[Referring, Office], bool], ...] = (
    needs_a_person,
    is_written_for_another,
    customer_has_left,
    customer_is_only_inferred,
    sender_is_not_known,
)


def came_to(heard: Heard) -> datetime:
    """Give the instant at which we came to a message."""
    return heard.heard_at or heard.message.received_at


def _letter(case: Case, heard: Heard, customer: Customer, month: Clock, office: Office) -> Outgoing:
    policy = office.policy
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        customer=customer.name,
        kind=case.kind,
        received=office.day(case.received_at),
        due=office.day(month.due_at),
    )
    language = policy.languages[0]
    words = render(facts, language)
    stops = (Stop(case.id, ClockName.REFERRAL), Stop(case.id, ClockName.HANDLING))
    letter = draft_letter(case, heard, REFERRAL, words, (stops, ()))
    return replace(
        letter,
        channel=Channel.MAIL,
        recipient=customer.contact,
        language=language,
        answers=None,
        attach=tuple(dict.fromkeys((case.opened_for, heard.id))),
    )
