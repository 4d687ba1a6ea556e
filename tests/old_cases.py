"""Cases that ended long ago, with letters in the vault, as a book has them after years."""

from dataclasses import replace
from datetime import timedelta

from cases.case import Event, Requester, Status
from cases.message import Channel, Envelope
from storage import arrivals, casebook, messages, threads
from storage.ids import new_id
from storage.messages import Kept
from storage.page import Page
from storage.threads import Thread
from storage.vault import LARGE
from tests.builders import AT, a_case, a_message, a_reading
from tests.intake.scene import ADMITTED

LONG_AGO = AT - timedelta(days=6 * 366)
WORD = "Zebedæus"


def fill(page: Page, count: int, organisation: str = "mentorix") -> list[tuple[str, bytes]]:
    """Write cases that ended six years ago; give the keys and bytes that the vault has of their letters."""
    return [_one(page, organisation, place) for place in range(count)]


def _one(page: Page, organisation: str, place: int) -> tuple[str, bytes]:
    id_, address = new_id(LONG_AGO), f"{WORD}{place}@example.org"
    raw = f"From: {address}\n\n{WORD} writes {place}".encode().ljust(LARGE, b".")
    envelope = Envelope(address, ("info@mentorix.dk",), "192.0.2.7")
    (arrival,) = arrivals.keep(page, (organisation,), Channel.MAIL, envelope, (raw, LONG_AGO))
    key = f"{organisation}/{LONG_AGO:%Y/%m}/{arrival}.eml"
    arrivals.move_to_vault(page, organisation, arrival, key)
    thread = Thread(id_, f"token{id_}", address)
    threads.begin(page, organisation, thread)
    message = replace(a_message(), text=f"{WORD} writes", fingerprint=f"f{id_}", received_at=LONG_AGO)
    messages.keep(page, organisation, Kept(id_, id_, arrival), message, (ADMITTED, a_reading(text=f"{WORD} writes")))
    arrivals.done(page, organisation, arrival, id_)
    case = replace(
        a_case(),
        organisation=organisation,
        id=id_,
        number=f"MX-20-{100000 + place}",
        thread=id_,
        opened_for=id_,
        queue="course-administration",
        requester=Requester(WORD, address),
        received_at=LONG_AGO,
    )
    casebook.open_case(page, case, "1", (), (Event(LONG_AGO, "received", "us", {"message": id_}),))
    casebook.save(page, replace(case, status=Status.CLOSED), (Event(LONG_AGO, "closed", "us"),))
    return key, raw
