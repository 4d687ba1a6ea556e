"""A case as values that can be handed out: to its person, or to the authority (GDPR Art. 15, 5(2)). Pure.

The person gets everything about them, our classification and the notes of staff as well (R-15-4); the names of
staff and letters among them are left out (GDPR Art. 15(4)).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from cases.case import Event
from cases.note import Note
from cases.outgoing import OutboxStatus
from cases.retention import KeptUntil
from intake.hiding import Hide
from storage.dossier import Dossier
from storage.messages import Told
from storage.outbox import Entry
from storage.passes import Pass
from storage.retained import Retained
from storage.traffic import INTERNAL

Values = dict[str, Any]

_STAFF = re.compile(r"staff \d+")


class Audience(StrEnum):
    """Who gets an exported case."""

    PERSON = "person"
    AUTHORITY = "authority"


LETTER = ("file", "direction", "date", "from", "to", "subject", "files", "state")
"""The columns of the list of letters."""

_LEFT = frozenset({OutboxStatus.SENT, OutboxStatus.FAILED, OutboxStatus.RELEASED})


def case_values(found: Dossier, kept: tuple[Retained, KeptUntil] | None, audience: Audience, hide: Hide) -> Values:
    """Give what the book says of a case."""
    case = found.case
    over, until = kept or (None, None)
    values: Values = {
        "number": case.number,
        "kind": case.kind,
        "status": case.status,
        "received_at": case.received_at.isoformat(),
        "over_at": over.over_at.isoformat() if over else None,
        "kept_until": until.last_day.isoformat() if until else None,
        "kept_by": until.rule if until else None,
        "language": case.language,
        "name": case.requester.name,
        "address": case.requester.address,
        "phone": case.requester.phone,
        "customer": case.customer,
        "identity": case.identity,
        "fulfilled": sorted(case.met),
        "missing": list(case.missing),
        "flags": sorted(case.flags),
        "queue": case.queue,
        "decisions": [_plain(one, "decided_by", audience) for one in found.decisions],
        "clocks": [_plain(one, "", audience) for one in found.clocks],
        "read": [_read(one, hide) for one in found.told],
        "page_links": [_pass(one) for one in found.passes],
        "tasks": [_plain(one, "done_by", audience) for one in found.tasks],
        "notes": [hide(one.outgoing.note) for one in found.letters if one.outgoing.note],
        "internal_notes": [_note(one, audience, hide) for one in found.notes],
        "history": list(history_values(found.events, audience)),
    }
    if audience is Audience.AUTHORITY:
        values["holds"] = [_plain(one, "", audience) for one in found.holds]
    return values


def history_values(events: tuple[Event, ...], audience: Audience) -> Iterator[Values]:
    """Give what happened; for the person, that somebody of the staff did it, and not who."""
    for event in events:
        actor = event.actor if audience is Audience.AUTHORITY else _STAFF.sub("staff", event.actor)
        data = event.data if audience is Audience.AUTHORITY else {}
        yield {"at": event.at.isoformat(), "verb": event.verb, "actor": actor, **({"data": data} if data else {})}


def letters_for(found: Dossier, audience: Audience) -> tuple[Entry, ...]:
    """Give the letters of ours that somebody gets: the person those that left, but for those among staff."""
    mine = [one for one in found.letters if one.outgoing.case == found.case.id]
    if audience is Audience.AUTHORITY:
        return tuple(mine)
    return tuple(one for one in mine if one.status in _LEFT and one.outgoing.reply not in INTERNAL)


def letter_in(told: Told, name: str) -> Mapping[str, str]:
    """Give the row of a letter that came, already as it may be shown."""
    who = f"{told.sender_name} <{told.sender_address}>".strip()
    files = "\n".join(file.name for file in told.attachments)
    return _row(name, ("in", told.at.isoformat()), (who, ""), (told.subject, files, told.judgement.verdict))


def letter_out(entry: Entry, name: str, hide: Hide) -> Mapping[str, str]:
    """Give the row of a letter of ours."""
    when = (entry.sent_at or entry.created_at).isoformat()
    return _row(
        name, ("out", when), ("", entry.outgoing.recipient or ""), (hide(entry.outgoing.subject), "", entry.status)
    )


def as_text(row: Mapping[str, str], body: str) -> bytes:
    """Give a letter as a text that anybody can open."""
    head = [f"{name.capitalize()}: {row[name]}" for name in ("date", "from", "to", "subject") if row[name]]
    return "\n".join([*head, "", body, ""]).encode()


def not_theirs(found: Dossier, told: Told) -> bool:
    """Say whether somebody else than the requester wrote a letter: it may tell of other people (GDPR Art. 15(4))."""
    return told.sender_address.casefold() != (found.case.requester.address or "").casefold()


def _row(name: str, when: tuple[str, str], between: tuple[str, str], about: tuple[str, str, str]) -> Mapping[str, str]:
    return dict(zip(LETTER, (name, *when, *between, *about), strict=True))


def _read(told: Told, hide: Hide) -> Values:
    reading = told.reading
    return {
        "received_at": told.at.isoformat(),
        "kinds": [[one.kind, one.confidence] for one in reading.kinds],
        "fields": {name: hide(value) for name, value in reading.fields.items()},
        "flags": sorted(reading.flags),
        "sensitive": sorted({one.category for one in reading.sensitive}),
    }


def _note(found: Note, audience: Audience, hide: Hide) -> Values:
    """Give what staff wrote down for each other: of the person it is personal data, of who wrote it not theirs."""
    by = {"by": f"staff {found.by}"} if audience is Audience.AUTHORITY else {}
    return {"at": found.at.isoformat(), "text": hide(found.text), **by}


def _pass(found: Pass) -> Values:
    """Give what opens the case's own page: where the link was sent, when, and until when it works."""
    return {"sent_to": found.address, "made_at": found.made_at.isoformat(), "until": found.until.isoformat()}


def _plain(value: Any, person: str, audience: Audience) -> Values:  # noqa: ANN401 - a decision, a task, a clock
    """Give a value's fields as JSON has them; without who of the staff it was, unless for the authority."""
    fields = {name: held for name, held in asdict(value).items() if name != person or audience is Audience.AUTHORITY}
    return {
        name: held if isinstance(held, str | int | list | tuple | None) else str(held) for name, held in fields.items()
    }
