"""What came another way than by mail or chat: a person of the staff registers it, with the instant it really came.

A complaint can be made to anybody who works there (P-MX-01), and a right can be asked for by telephone, by letter, at
the desk (P-MX-19, P-AL-01, R-REC-3). The clocks run from the moment it came, not from when it was registered (R-CLK-1,
R-CLK-3). Whoever gave no address is told by the way they used, which is a task for a person (P-MX-03).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cases.address import base_address
from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.message import Channel, Envelope, Judgement, Message, Verdict
from cases.office import Office
from cases.policy import ClockName
from cases.reading import FoundKind, Reading
from cases.staff import Staff, sees_persons
from cases.task import TaskKind, ToDo
from intake.receive import Received, Understood, receive
from intake.tasks import give
from storage import arrivals, clocks, history
from storage import staff as people
from storage.page import Page

RULE = "is_registered"
"""Why such a message is a case: a person said so."""

OLDEST = timedelta(days=3 * 365)
"""What came longer ago than claims live is a mistyped date."""


class Route(StrEnum):
    """How it really came."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    POST = "post"
    COLLEAGUE = "colleague"


@dataclass(frozen=True)
class Registration:
    """What a person (`staff`) registers: how and when it came, to whom of them, and what it is, the main kind first.

    `received_at` is aware. `once` is drawn for the form, so that a form that is sent twice registers once.
    """

    staff: Staff
    route: Route
    received_at: datetime
    received_by: int
    kinds: tuple[Kind, ...]
    once: str


@dataclass(frozen=True)
class Told:
    """The matter as it was written down: the letter that the form made, understood, and its bytes.

    `raw` are without what the organisation may not keep (`intake.black_out`): they are never written down otherwise.
    """

    message: Message
    reading: Reading
    raw: bytes


def register(page: Page, registration: Registration, told: Told, office: Office, now: datetime) -> Received:
    """Open a case for each kind, received when it really came; the same form twice opens them once.

    Raises NotAllowed where the instant cannot be, nobody of the staff took it, or nothing says what it is about.
    """
    staff = registration.staff
    if wrong := next(_mistakes(page, registration, told, office, now), None):
        raise NotAllowed(wrong)
    heard = _understood(registration, told)
    (arrival,) = arrivals.keep(page, (staff.organisation,), Channel.DESK, Envelope("", ()), (told.raw, now))
    received = receive(page, replace(heard, arrival=arrival), office, now)
    note: dict[str, str | int | None] = {"route": registration.route, "by": registration.received_by}
    for case in received.opened:
        history.record(page, case.organisation, case.id, (Event(now, "registered", f"staff {staff.id}", note),))
        give(page, case, _to_tell(page, case, registration), now)
    return received


def _mistakes(page: Page, registration: Registration, told: Told, office: Office, now: datetime) -> Iterator[str]:
    staff, came = registration.staff, registration.received_at
    if not sees_persons(staff, office.policy):
        yield f"the role {staff.role} sees no personal data (P-MB-10)"
    if not now - OLDEST <= came <= now:
        yield f"it cannot have come on {came:%Y-%m-%d at %H:%M}; give the time when it really came (R-CLK-3)"
    if not registration.kinds:
        yield "say what it is: choose at least one kind"
    if not told.message.text.strip() and not told.message.attachments:
        yield "write down what was said, or add the letter as a file"
    if registration.received_by not in people.names(page, staff.organisation):
        yield "say who of the staff it came to"


def _understood(registration: Registration, told: Told) -> Understood:
    fingerprint = hashlib.sha256(f"desk {registration.staff.organisation} {registration.once}".encode()).hexdigest()
    address = base_address(told.message.sender.address)
    message = replace(
        told.message,
        channel=Channel.DESK,
        received_at=registration.received_at,
        return_path=address,
        fingerprint=fingerprint,
        message_id=None,
        references=(),
        authentication=None,
    )
    kinds = tuple(FoundKind(kind, 1.0, ()) for kind in registration.kinds)
    reading = replace(told.reading, kinds=kinds, unsure=False)
    judgement = Judgement(Verdict.ADMIT, RULE, automatic=False, may_answer=True)
    return Understood(0, message, judgement, reading)


def _to_tell(page: Page, case: Case, registration: Registration) -> Iterable[ToDo]:
    """Give what a person says to whoever left no address: the number and the date, by the way they used."""
    if case.requester.address:
        return ()
    receipt = ClockName.ACKNOWLEDGEMENT
    due = next((one.due_at for one in clocks.of_case(page, case.organisation, case.id) if one.name is receipt), None)
    return (ToDo(TaskKind.TELL_PERSON, registration.route, "P-MX-03", due),)
