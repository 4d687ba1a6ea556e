"""What a person gave us, to take along: JSON and CSV in UTF-8, every field explained (GDPR Art. 20, R-20-1, P-JK-05).

It holds what came from the person: their cases, what they wrote and the files they sent, by name. What we made of it
belongs to access, not here. National numbers are masked, as wherever a message is shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.policy import Policy
from cases.staff import Staff, role_of
from intake.hiding import hiding, shown
from intake.plain_files import csv_file, json_file
from intake.uninvolved import as_of_now
from storage import casebook, history, messages
from storage.messages import Told
from storage.page import Page

MOST = 1000
"""So many cases of one person are packed."""

FIELDS: Mapping[str, Mapping[str, str]] = {
    "cases": {
        "number": "public number of the case",
        "kind": "what you asked for, as we understood it",
        "received_at": "when we received it, ISO 8601 with offset",
        "language": "language we answer in, ISO 639-1",
        "name": "your name as you wrote it",
        "address": "e-mail address you wrote from",
        "phone": "telephone number you gave",
    },
    "messages": {
        "case": "public number of the case that the message belongs to",
        "received_at": "when we received it, ISO 8601 with offset",
        "channel": "how it came: mail, form, chat, telegram, or entered by staff",
        "subject": "its subject",
        "text": "what you wrote",
        "files": "names of the files you sent with it, one a line",
    },
}
"""The tables of a package, and what each field holds."""

Row = dict[str, str]


@dataclass(frozen=True)
class Package:
    """The files of a package by name, each in UTF-8."""

    files: Mapping[str, bytes]


def pack_for(page: Page, case: Case, staff: Staff, policy: Policy, now: datetime) -> Package:
    """Pack what the person of a case gave us, for somebody who looks at it before it is handed over; note who did.

    It is whole or not at all: who is kept out of one of the person's cases leaves it to a colleague (P-MX-14). Raises
    NotAllowed there, where the role prepares only, where nobody asked to take data along, or no address is known.
    """
    address = case.requester.address
    if case.kind is not Kind.PORTABILITY or not address:
        raise NotAllowed("this case is no request to take data along, or nobody knows whose data they are")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role of {staff.role} prepares and does not hand data over")
    theirs = casebook.of_person(page, case.organisation, address, MOST)
    near = {one.id: one for mine in theirs for one in casebook.of_thread(page, case.organisation, mine.thread)}
    if any(staff.id in as_of_now(page, one, policy).excluded for one in near.values()):
        raise NotAllowed("the package holds something that you may not see: a colleague looks at it (P-MX-14)")
    history.record(page, case.organisation, case.id, (Event(now, "package_downloaded", f"staff {staff.id}", {}),))
    return pack(page, case.organisation, address)


def pack(page: Page, organisation: str, address: str) -> Package:
    """Pack what a person gave us, whose letters come from an address; whoever else wrote in a case is left out."""
    cases = sorted(casebook.of_person(page, organisation, address, MOST), key=lambda case: case.id)
    told = [row for case in _one_each(cases) for row in _written(page, case, address)]
    tables = {"cases": [_case(case) for case in cases], "messages": told}
    return Package(
        {
            "data.json": json_file({"fields": FIELDS, **tables}),
            "fields.csv": csv_file(("table", "field", "meaning"), _meanings()),
            **{f"{name}.csv": csv_file(tuple(FIELDS[name]), rows) for name, rows in tables.items()},
        }
    )


def _one_each(cases: Iterable[Case]) -> Iterator[Case]:
    """Give one case of each conversation."""
    return iter({case.thread: case for case in reversed(list(cases))}.values())


def _written(page: Page, case: Case, address: str) -> Iterator[Row]:
    every = messages.of_thread(page, case.organisation, case.thread)
    hide = hiding(*every)
    for told in every:
        if told.sender_address.casefold() == address.casefold():
            yield _message(shown(told, hide), case)


def _case(case: Case) -> Row:
    person = case.requester
    return {
        "number": case.number,
        "kind": case.kind,
        "received_at": case.received_at.isoformat(),
        "language": case.language,
        "name": person.name or "",
        "address": person.address or "",
        "phone": person.phone or "",
    }


def _message(told: Told, case: Case) -> Row:
    return {
        "case": case.number,
        "received_at": told.at.isoformat(),
        "channel": told.channel,
        "subject": told.subject,
        "text": told.text,
        "files": "\n".join(file.name for file in told.attachments),
    }


def _meanings() -> list[Row]:
    return [
        {"table": table, "field": field, "meaning": meaning}
        for table, fields in FIELDS.items()
        for field, meaning in fields.items()
    ]
