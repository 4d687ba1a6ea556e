"""Things written down to test with: a case with its clocks, a letter of ours, an arrival."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cases.case import Case, Event
from cases.clock import Clock
from cases.kind import Flag, Kind
from cases.message import Attachment, Channel, Envelope, Judgement, Verdict
from cases.outgoing import Outgoing
from cases.policy import ClockName
from cases.reading import FoundKind
from cases.term import Basis, Term
from storage import arrivals, casebook, corrections, looks, messages, outbox, threads
from storage.corrections import Example
from storage.looks import VIRUS, Answer
from storage.messages import Kept
from storage.page import Page
from storage.threads import Thread
from tests.builders import AT, a_case, a_message, a_reading

HERE = ("mentorix",)
DOMAIN = "mentorix.dk"


def a_clock(name: ClockName = ClockName.ANSWER, **changed: Any) -> Clock:  # noqa: ANN401 - a builder takes any field
    """Give a clock of 14 days that began at AT."""
    clock = Clock(
        name=name,
        term=Term.parse("14 days"),
        basis=Basis.PROMISE,
        law="our promise",
        told=True,
        started_at=AT,
        due_at=AT + timedelta(days=14),
        target_at=AT + timedelta(days=11),
        calendar="DK 2026",
        because=("Received.", "Counted."),
    )
    return replace(clock, **changed)


def write_case(page: Page, /, *clocks: tuple[Clock, datetime | None], **changed: Any) -> Case:  # noqa: ANN401 - as above
    """Open a case with its conversation and clocks, each with the instant of its first look."""
    case = a_case(**changed)
    if threads.by_id(page, case.organisation, case.thread) is None:
        token = f"token{case.organisation[-4:]}{case.thread:07}"
        threads.begin(page, case.organisation, Thread(case.thread, token, case.requester.address))
    casebook.open_case(page, case, "1", clocks, [Event(AT, "opened", "svarfrist", {"kind": case.kind})])
    return case


def a_reply(**changed: Any) -> Outgoing:  # noqa: ANN401 - as above
    """Give a released acknowledgement of the case that `write_case` opens."""
    outgoing = Outgoing(
        organisation="mentorix",
        case=1,
        thread=1,
        reply="acknowledgement",
        cause="message 1",
        channel=Channel.MAIL,
        recipient="anna@example.org",
        language="da",
        subject="Kvittering [MX-26-481903]",
        body="Kære Anna\n\nVi har modtaget din klage.",
        released=True,
        not_before=AT,
    )
    return replace(outgoing, **changed)


def write_reply(page: Page, /, now: datetime = AT, **changed: Any) -> int:  # noqa: ANN401 - as above
    """Put a letter of ours into the outbox; give its id."""
    return outbox.put(page, a_reply(**changed), DOMAIN, now)


def write_arrival(page: Page, raw: bytes = b"From: anna@example.org\r\n\r\nHej", at: datetime = AT) -> int:
    """Keep an arrival; give its id."""
    envelope = Envelope("anna@example.org", ("info@mentorix.dk",), "192.0.2.1")
    (id_,) = arrivals.keep(page, HERE, Channel.MAIL, envelope, (raw, at.astimezone(UTC)))
    return id_


ADMITTED = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)
FILES = (Attachment(2, "a.pdf", "application/pdf", 3, "aa"), Attachment(3, "b.pdf", "application/pdf", 3, "bb"))
TO_ANNA = Answer("anna@example.org", "too_many_letters")


def write_message(page: Page, id_: int, since: datetime = AT, organisation: str = "mentorix") -> None:
    """Keep a message whose files wait."""
    arrival = write_arrival(page)
    message = a_message(fingerprint=f"f{id_}", attachments=FILES)
    messages.keep(page, organisation, Kept(id_, None, arrival), message, (ADMITTED, a_reading()))
    looks.put(page, organisation, id_, VIRUS, (TO_ANNA, since))


def an_example(**changed: Any) -> Example:  # noqa: ANN401 - a builder takes any field
    """Give a question that was a request for access."""
    example = Example(
        organisation="mentorix",
        message=1,
        case=1,
        at=AT,
        role="course_administrator",
        language="da",
        subject="•••",
        text="Hvad har I om mig?",
        read=(FoundKind(Kind.OTHER, 0.99, ("hvad",)),),
        unsure=True,
        kinds=(Kind.ACCESS,),
        fields={"name": "missed"},
        flags=frozenset({Flag.FOLLOW_UP}),
    )
    return replace(example, **changed)


def write_letter(page: Page, id_: int = 1, organisation: str = "mentorix", **message: Any) -> None:  # noqa: ANN401 - as above
    """Keep a letter of a case that it opened."""
    kind, sure = message.pop("read", (Kind.OTHER, 0.99))
    verdict = message.pop("verdict", Verdict.ADMIT)
    write_case(page, organisation=organisation, id=id_, thread=id_, opened_for=id_, number=f"MX-26-48190{id_}")
    reading = a_reading(kinds=(FoundKind(kind, sure, ()),), language=message.pop("language", "da"))
    judged = replace(ADMITTED, verdict=verdict)
    letter = a_message(fingerprint=f"f{id_}", **message)
    messages.keep(page, organisation, Kept(id_, id_, None), letter, (judged, reading))


def write_example(page: Page, example: Example) -> None:
    """Keep an example with its letter and case."""
    write_letter(page, example.message, example.organisation)
    page.flush()
    corrections.keep(page, example)
