"""The answer that waits for staff: prepared, with what it must say; a person completes and approves it. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.clock import Clock
from cases.kind import PRIVACY
from cases.office import Office
from cases.outgoing import Outgoing, Stop
from cases.policy import ClockName, Customer, Policy, Role
from handlers.all import handler_of
from intake.opening import matter_of
from intake.values import Heard, Opening
from replies import referral
from replies.catalogue import ANSWERS
from replies.render import Rendered, render
from replies.statements import statement

ANSWER = "answer_"
"""How the names of the replies begin that tell what was decided, and hold what is personal."""

REFERRAL = "referral"


def draft_answer(heard: Heard, opening: Opening, office: Office) -> Outgoing:
    """Prepare the answer to a case, with the statements that the policy and the law demand."""
    case = opening.case
    demanded = handler_of(case.kind).statements(matter_of(heard, case), office.policy)
    words = answer_words(case, demanded, office.policy)
    # An answer is more than a receipt: where none had left, nobody waits for one any longer.
    stops = tuple(Stop(case.id, name) for name in (ClockName.ACKNOWLEDGEMENT, ClockName.HANDLING, ClockName.ANSWER))
    return _draft(case, heard, f"{ANSWER}{case.kind}", (words.subject, words.body), (stops, demanded))


def answer_words(case: Case, demanded: Iterable[str], policy: Policy) -> Rendered:
    """Write the answer to a case as a person finds it: what it must say stands in it, the rest is theirs to fill in."""
    facts = ANSWERS[case.kind](
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        received=case.received_at.astimezone(ZoneInfo(policy.zone)).date(),
        statements=tuple(statement(policy, id_, case.language) for id_ in demanded),
    )
    return render(facts, case.language)


def draft_referral(heard: Heard, opening: Opening, office: Office) -> tuple[Outgoing, ...]:
    """Prepare the letter to the controller that a processor passes a request on to, where it is known (P-MB-04)."""
    case, policy = opening.case, office.policy
    month = opening.clock(ClockName.ANSWER)
    if policy.role is not Role.PROCESSOR or case.kind not in PRIVACY or not month:
        return ()
    return refer(case, heard, month, office)


def refer(case: Case, heard: Heard, month: Clock, office: Office) -> tuple[Outgoing, ...]:
    """Write to the case's controller, the request attached; nothing where it is not among the customers.

    `month` is the controller's own clock, which runs from the person's request (CON-4).
    """
    customer = customer_of(case, office)
    if not customer:
        return ()
    policy = office.policy
    facts = referral.Facts(
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
    letter = _draft(case, heard, REFERRAL, (words.subject, words.body), (stops, ()))
    return (
        replace(
            letter,
            recipient=customer.contact,
            language=language,
            answers=None,
            attach=tuple(dict.fromkeys((case.opened_for, heard.id))),
        ),
    )


def customer_of(case: Case, office: Office) -> Customer | None:
    """Find the controller that a case names, by subdomain or name."""
    named = (case.customer or "").casefold()
    return next(
        (one for one in office.policy.customers if named and named in {one.subdomain.casefold(), one.name.casefold()}),
        None,
    )


def _draft(
    case: Case, heard: Heard, reply: str, words: tuple[str, str], effects: tuple[tuple[Stop, ...], tuple[str, ...]]
) -> Outgoing:
    subject, body = words
    stops, statements = effects
    return Outgoing(
        organisation=case.organisation,
        case=case.id,
        thread=case.thread,
        reply=reply,
        cause="case",
        channel=heard.message.channel,
        recipient=case.requester.address,
        language=case.language,
        subject=subject,
        body=body,
        released=False,
        not_before=heard.message.received_at,
        answers=heard.message.message_id,
        references=heard.message.references,
        stops=stops,
        statements=statements,
    )
