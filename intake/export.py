"""A case is put together as files: a copy for its person (GDPR Art. 15), or the whole of it for the authority.

What the vault holds is named here and fetched by whoever packs it. What may tell of other people is named too: a person
looks at it before anything is handed over (GDPR Art. 15(4), R-15-3).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any

from cases.errors import BadInput
from cases.files import infected
from cases.office import Office
from cases.retention import KeptUntil
from intake.exported import (
    LETTER,
    Audience,
    as_text,
    case_values,
    letter_in,
    letter_out,
    letters_for,
    not_theirs,
)
from intake.hiding import Hide, hiding, shown
from intake.identity_link import veiled
from intake.plain_files import csv_file, json_file, safe_name
from intake.retain import kept
from replies.export_words import About, fields, readme
from storage import arrivals, history, retained
from storage.arrivals import Arrival
from storage.dossier import Dossier, dossier
from storage.messages import Told
from storage.outbox import Entry
from storage.page import Page
from storage.retained import Retained

SAID = ("date", "said_by", "line")
"""The columns of a conversation by chat."""


@dataclass(frozen=True)
class Original:
    """Bytes of a letter that came: the whole of it, or the file at a part."""

    arrival: Arrival
    part: int | None = None


@dataclass(frozen=True)
class Export:
    """The files of an exported case by name: those that are written, and those that are fetched.

    `check` names the files that a person looks at before they are handed over, each with why.
    """

    number: str
    files: Mapping[str, bytes]
    originals: Mapping[str, Original]
    check: Mapping[str, str]


def export(page: Page, office: Office, number: str, audience: Audience, now: datetime) -> Export:
    """Put a case together. Raises BadInput where the organisation has no case of that number."""
    found = dossier(page, office.policy.id, number)
    if found is None:
        raise BadInput(f"{office.policy.name} has no case {number}")
    return put_together(page, found, office, audience, now)


def put_together(page: Page, found: Dossier, office: Office, audience: Audience, now: datetime) -> Export:
    """Give the files of a case that say what is known of it here."""
    number = found.case.number
    hide = hiding(*found.told)
    letters = tuple(_letters(found, audience, hide))
    language = found.case.language if audience is Audience.PERSON else office.policy.languages[0]
    values = case_values(found, _kept(page, number, office), audience, hide)
    files: dict[str, bytes] = {
        "README.txt": readme(audience, _about(number, office, now), language).encode(),
        "case.json": json_file(values),
        "case.csv": csv_file(
            ("field", "value"), ({"field": name, "value": _cell(one)} for name, one in values.items())
        ),
        "letters.csv": csv_file(LETTER, [row for _, row, _ in letters]),
        "fields.csv": csv_file(("field", "meaning"), _meanings(language)),
        **{row["file"]: text for _, row, text in letters},
        **_conversation(found, {id_: row["file"] for id_, row, _ in letters}),
    }
    if audience is Audience.AUTHORITY:
        files["events.json"] = json_file(_chain(page, found))
    originals = dict(_originals(page, found, audience, hide))
    rows = [row for _, row, _ in letters]
    check = dict(_check(found, originals, rows)) if audience is Audience.PERSON else {}
    return Export(number, files, originals, check)


def _about(number: str, office: Office, now: datetime) -> About:
    policy = office.policy
    return About(number, policy.legal_name, policy.contact.email, office.day(now))


def _kept(page: Page, number: str, office: Office) -> tuple[Retained, KeptUntil] | None:
    known = retained.one(page, office.policy.id, number)
    return (known, kept(known, office)) if known else None


def _letters(found: Dossier, audience: Audience, hide: Hide) -> Iterator[tuple[int, Mapping[str, str], bytes]]:
    """Give each letter's id, row and text, in the order of the dates."""
    ours = letters_for(found, audience)
    came = [(one.at, "in", one.id, partial(_in, one, hide)) for one in found.told]
    went = [(one.sent_at or one.created_at, "out", one.id, partial(_out, one, hide)) for one in ours]
    for count, (at, way, id_, written) in enumerate(sorted((*came, *went), key=itemgetter(0)), start=1):
        yield id_, *written(f"letters/{count:03}-{at:%Y-%m-%d}-{way}.txt")


def _conversation(found: Dossier, files: Mapping[int, str]) -> dict[str, bytes]:
    """Give who said what when in a chat, where there was one: the file that says it, or a code for our words."""
    rows = [
        {"date": line.at.isoformat(), "said_by": line.side, "line": line.say.name if line.say else files.get(of, "")}
        for line in found.lines
        for of in (line.message or line.letter or 0,)
    ]
    return {"conversation.csv": csv_file(SAID, rows)} if rows else {}


def _in(told: Told, hide: Hide, name: str) -> tuple[Mapping[str, str], bytes]:
    seen = shown(told, hide)
    row = letter_in(seen, name)
    return row, as_text(row, seen.whole)


def _out(entry: Entry, hide: Hide, name: str) -> tuple[Mapping[str, str], bytes]:
    row = letter_out(entry, name, hide)
    return row, as_text(row, veiled(hide(entry.outgoing.body)))


def _originals(page: Page, found: Dossier, audience: Audience, hide: Hide) -> Iterator[tuple[str, Original]]:
    """Give the files of the letters, and for the authority the letters as they came; none with a virus in it."""
    for count, told in enumerate(found.told, start=1):
        arrival = arrivals.find(page, found.case.organisation, told.arrival) if told.arrival else None
        if arrival is None or infected(told.scanned):
            continue
        if audience is Audience.AUTHORITY:
            yield f"originals/{count:03}.eml", Original(arrival)
        for file in told.attachments:
            if not file.erased_at and not infected(file.verdict):
                name = safe_name(hide(file.name))
                yield f"files/{count:03}-{file.part:02}-{name}", Original(arrival, file.part)


def _check(found: Dossier, files: Iterable[str], letters: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Say what a person looks at first: what others wrote or are named in, and what no program can look into."""
    theirs = {one.at.isoformat() for one in found.told if not_theirs(found, one)}
    for row in letters:
        if row["direction"] == "in" and row["date"] in theirs:
            yield row["file"], "written by somebody else than the requester"
    yield from ((name, "files are not looked into: other people, national numbers?") for name in files)
    if any(one.outgoing.note for one in found.letters):
        yield "case.json", "notes of staff: other people, named colleagues?"


def _chain(page: Page, found: Dossier) -> list[dict[str, Any]]:
    """Give the history with its hashes, so that whoever gets it can see that it is whole."""
    linked = history.linked(page, found.case.organisation, found.case.id)
    return [
        {"seq": place, "at": one.at.isoformat(), "verb": one.verb, "actor": one.actor, "data": one.data, "hash": digest}
        for place, (one, digest) in enumerate(linked, start=1)
    ]


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in value)
    return "" if value is None else str(value)


def _meanings(language: str) -> list[dict[str, str]]:
    return [{"field": name, "meaning": meaning} for name, meaning in fields(language).items()]
