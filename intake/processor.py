"""What is drafted for a case, by whoever answers it: the organisation itself, or the customer it works for. Pure."""

from dataclasses import replace
from datetime import datetime

from cases.case import Case
from cases.errors import NotAllowed
from cases.message import Channel
from cases.office import Office
from cases.outgoing import Outgoing, Stop
from cases.policy import ClockName, Policy
from intake.drafts import ANSWER, draft_answer, draft_letter
from intake.referral import refer
from intake.relation import customer_of, is_customers, is_referred
from intake.values import Heard, Opening, Place
from replies.processor_reply import Facts
from replies.render import render

PROCESSOR_REPLY = "processor_reply"


def drafts_for(heard: Heard, opening: Opening, place: Place, office: Office) -> tuple[Outgoing, ...]:
    """Give the letters a case wants: its answer, the referral to whom decides, or what its customer is told."""
    case = opening.case
    if is_customers(case, office.policy):
        asked = opening.clock(ClockName.PROCESSOR_REPLY)
        return (draft_reply(case, heard, asked.started_at if asked else case.received_at, office),)
    if not is_referred(case, office.policy):
        return (draft_answer(heard, opening, office),)
    referral = refer(case, heard, place, opening.clock(ClockName.ANSWER), office)
    return (*referral, draft_direct(heard, opening, office)) if case.direct else referral


def draft_direct(heard: Heard, opening: Opening, office: Office) -> Outgoing:
    """Prepare the answer that the customer wants given to its learner directly; it ends our time, too (AMB-4)."""
    letter = draft_answer(heard, opening, office)
    return replace(letter, stops=(*letter.stops, Stop(opening.case.id, ClockName.PROCESSOR_REPLY)))


def draft_reply(case: Case, heard: Heard, asked_at: datetime, office: Office) -> Outgoing:
    """Prepare what the customer is told of its learner's data, which it then answers its learner with (P-MB-05)."""
    policy, customer = office.policy, customer_of(case, office)
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        customer=customer.name if customer else None,
        kind=case.kind,
        asked=office.day(asked_at),
        accounts=customer.accounts if customer else None,
    )
    language = policy.languages[0]
    words = render(facts, language)
    names = (ClockName.ACKNOWLEDGEMENT, ClockName.HANDLING, ClockName.PROCESSOR_REPLY)
    stops = tuple(Stop(case.id, name) for name in names)
    letter = draft_letter(case, heard, PROCESSOR_REPLY, words, (stops, ()))
    if is_customers(case, policy):
        return replace(letter, language=language)
    contact = customer.contact if customer else None
    return replace(letter, language=language, channel=Channel.MAIL, recipient=contact, answers=None)


def check_answerer(case: Case, reply: str, policy: Policy) -> None:
    """Raise NotAllowed where an answer would decide what the customer decides (P-MB-01, AMB-4)."""
    if reply.startswith(ANSWER) and is_referred(case, policy) and not case.direct:
        raise NotAllowed(
            "the customer decides this and answers its learner (P-MB-01, AMB-4): refer the request, note that the"
            " customer wants a direct answer, or say that it is nobody's learner"
        )
    if reply == PROCESSOR_REPLY and case.direct:
        raise NotAllowed("the customer wants its learner answered directly (AMB-4)")
