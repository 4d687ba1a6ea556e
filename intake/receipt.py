"""The one automatic letter that a new message is answered with. Pure."""

from collections.abc import Iterable

from cases.kind import Flag
from cases.office import Office
from cases.outgoing import Automatic, Outgoing, Stop
from cases.policy import ClockName
from cases.reading import DocumentKind
from handlers.complaint import PEOPLECERT
from intake.case_pass import plain_link
from intake.find_sensitive import MATTERS
from intake.permission import destination, objection
from intake.relation import customer_of, is_referred
from intake.values import Heard, Opening, Place
from replies.acknowledgement import Facts, Line
from replies.render import words_on
from replies.statements import statement

REPLY = "acknowledgement"


def acknowledge(heard: Heard, openings: tuple[Opening, ...], place: Place, office: Office) -> tuple[Outgoing, ...]:
    """Answer at once: numbers, dates, and what is missing, all in one letter (P-MX-03, R-CLK-7).

    A machine is never answered (RFC 3834 §2); an authority is answered by a person. Where the rules of sending want a
    person to look first, the letter waits as a draft and its note names the rule.
    """
    authority = Flag.AUTHORITY_REQUEST in heard.reading.flags
    if not openings or not heard.judgement.may_answer or authority:
        return ()
    first = openings[0].case
    recipient = destination(heard.message) or first.requester.address
    channel = heard.message.channel.answered_by
    if recipient is None and channel is not heard.message.channel:  # a person tells them by the way they used
        return ()
    why_not = objection(heard, place, office)
    words = words_on(channel, facts(heard, openings, office), first.language)
    return (
        Outgoing(
            organisation=first.organisation,
            case=first.id,
            thread=first.thread,
            reply=REPLY,
            cause=f"message {heard.id}",
            channel=channel,
            recipient=recipient,
            language=first.language,
            subject=words.subject,
            body=words.body,
            released=office.policy.leaves_unseen(REPLY) and why_not is None,
            not_before=heard.message.received_at,
            automatic=Automatic.REPLIED,
            answers=heard.message.message_id,
            references=heard.message.references,
            stops=stops(openings),
            note=why_not,
        ),
    )


def stops(openings: Iterable[Opening]) -> tuple[Stop, ...]:
    """Give the clocks that end when the letter has left: that of each case it acknowledges."""
    name = ClockName.ACKNOWLEDGEMENT
    return tuple(Stop(one.case.id, name) for one in openings if one.clock(name))


def facts(heard: Heard, openings: tuple[Opening, ...], office: Office) -> Facts:
    """Gather what the letter says. In a chat it asks nothing: the dialogue does, one thing at a time."""
    lacking = () if heard.message.channel.is_chat else openings
    missing = dict.fromkeys(name for opening in lacking for name in opening.case.missing)
    return Facts(
        organisation=office.policy.name,
        contact=office.policy.contact,
        name=openings[0].case.requester.name,
        lines=tuple(_line(opening, office) for opening in openings),
        missing=tuple(missing),
        notes=frozenset(_notes(heard, openings, office)),
        right=_right(openings[0].case.language, office),
        page="" if heard.message.channel.is_chat else plain_link(office, openings[0].case.number),
    )


def _right(language: str, office: Office) -> str:
    """Give what the policy says of appeals to PeopleCert, with its links (P-MX-11)."""
    return statement(office.policy, PEOPLECERT, language) if PEOPLECERT in office.policy.statements else ""


def _line(opening: Opening, office: Office) -> Line:
    case, told = opening.case, opening.told
    handling = opening.clock(ClockName.HANDLING)
    promised = office.policy.rules(case.kind).clock(ClockName.HANDLING)
    starts = handling.due_at.astimezone(office.zone) if handling and promised and not promised.assumed else None
    due = office.day(told.due_at) if told else None
    return Line(case.number, case.kind, due, told.law if told else "", starts)


def _notes(heard: Heard, openings: tuple[Opening, ...], office: Office) -> set[str]:
    policy, reading = office.policy, heard.reading
    kinds = {opening.case.kind for opening in openings}
    referred = [opening.case for opening in openings if is_referred(opening.case, policy)]
    holds = {
        "peoplecert": Flag.PEOPLECERT_DECISION in reading.flags and PEOPLECERT in policy.statements,
        "voluntary_letter": policy.signature == "ask" and "access" in kinds,
        "processor": bool(referred),
        "customer_known": bool(referred) and customer_of(referred[0], office) is not None,
        "third_party": Flag.ON_BEHALF in reading.flags,
        # In a chat the dialogue says so, at every line that holds a number.
        "sensitive": not heard.message.channel.is_chat and any(seen.is_number for seen in reading.sensitive),
        "veiled": policy.strikes_out and any(seen.category in MATTERS for seen in reading.sensitive),
        "certificate": any(one.is_probably(DocumentKind.MEDICAL_CERTIFICATE) for one in reading.documents),
        "identity_copy": any(one.is_probably(DocumentKind.IDENTITY_COPY) for one in reading.documents),
        "held": all(opening.case.held_for for opening in openings),
    }
    return {note for note, applies in holds.items() if applies}
