"""What was said to us, and what was understood of it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from cases.kind import Flag, Kind
from cases.message import Attachment, Authentication, Judgement, Message
from cases.reading import Document, DocumentKind, FoundKind, Reading, Sensitive
from cases.redaction import Redaction
from storage import redactions, search_marks
from storage.page import KEY, ORG, Page, grouped
from storage.tables import ATTACHMENT, MESSAGE


@dataclass(frozen=True)
class Kept:
    """Where a message goes: its own id, its conversation (None: filed), and the arrival it was made of."""

    id: int
    thread: int | None
    arrival: int | None


@dataclass(frozen=True)
class Told:
    """A message as it is shown: who said what when, how it was judged and read, and its files.

    `scanned` is what the virus scanner said of the letter as a whole, as `Attachment.verdict` is of a file;
    `authentication` what is known of where it is from, None where nobody looked. `redactions` are what is sensitive in
    it; `redacted_at` is when something was struck out last.
    """

    id: int
    at: datetime
    channel: str
    sender_name: str
    sender_address: str
    subject: str
    text: str
    whole: str
    language: str
    judgement: Judgement
    reading: Reading
    arrival: int | None
    attachments: tuple[Attachment, ...]
    repeats: int
    scanned: str | None = None
    authentication: Authentication | None = None
    redactions: tuple[Redaction, ...] = ()
    redacted_at: datetime | None = None


_MINE = (MESSAGE.c.organisation == ORG) & (MESSAGE.c.fingerprint == bindparam("same"))
_SAME = select(MESSAGE.c.id).where(_MINE)
_REREAD = update(MESSAGE).where(MESSAGE.c.organisation == ORG, MESSAGE.c.id == bindparam("id_"))
_LOCKED = select(MESSAGE.c.id).where(MESSAGE.c.organisation == ORG, MESSAGE.c.id == bindparam("id_")).with_for_update()
_REPEATED = update(MESSAGE).where(_MINE).values(repeats=MESSAGE.c.repeats + 1)


_OF_THREAD = (
    select(MESSAGE)
    .where(MESSAGE.c.organisation == ORG, MESSAGE.c.thread_id == KEY)
    .order_by(MESSAGE.c.received_at, MESSAGE.c.id)
)
_OF_THREADS = (
    select(MESSAGE)
    .where(MESSAGE.c.organisation == ORG, MESSAGE.c.thread_id.in_(bindparam("threads", expanding=True)))
    .order_by(MESSAGE.c.received_at, MESSAGE.c.id)
)
_FILES_OF = (
    select(ATTACHMENT)
    .where(ATTACHMENT.c.organisation == ORG, ATTACHMENT.c.message_id.in_(bindparam("messages", expanding=True)))
    .order_by(ATTACHMENT.c.part)
)


def repeat_of(page: Page, organisation: str, fingerprint: str) -> int | None:
    """Give the message that this one repeats, and count the repeat; None where it is new."""
    row = page.one(_SAME, org=organisation, same=fingerprint)
    if row is None:
        return None
    page.execute(_REPEATED, {"org": organisation, "same": fingerprint})
    return int(row.id)


def keep(page: Page, organisation: str, kept: Kept, message: Message, understood: tuple[Judgement, Reading]) -> None:
    """Write a message down with its judgement and reading."""
    judgement, reading = understood
    page.add(
        MESSAGE,
        organisation=organisation,
        id=kept.id,
        thread_id=kept.thread,
        arrival_id=kept.arrival,
        channel=message.channel,
        received_at=message.received_at,
        sender_name=message.sender.name,
        sender_address=message.sender.address,
        subject=message.subject,
        text=reading.text,
        whole=message.text if message.text != reading.text else None,
        language=reading.language,
        verdict=judgement.verdict,
        reason=judgement.reason,
        automatic=judgement.automatic,
        may_answer=judgement.may_answer,
        fingerprint=message.fingerprint,
        rfc_id=message.message_id,
        reading=reading_to_json(reading),
        authentication=asdict(message.authentication) if message.authentication else None,
        repeats=0,
    )
    for file in message.attachments:
        page.add(ATTACHMENT, organisation=organisation, message_id=kept.id, **asdict(file))
    search_marks.mark(page, organisation, kept.thread)


def reread(page: Page, organisation: str, id_: int, reading: Reading) -> None:
    """Write down what is understood of a message by now."""
    page.execute(_REREAD, {"org": organisation, "id_": id_, "reading": reading_to_json(reading)})


def of_thread(page: Page, organisation: str, thread: int) -> tuple[Told, ...]:
    """Give everything said in a conversation, oldest first."""
    return with_files(page, organisation, page.all(_OF_THREAD, org=organisation, key=thread))


def of_threads(page: Page, organisation: str, threads: Collection[int]) -> dict[int, tuple[Told, ...]]:
    """Give everything said in some conversations, oldest first."""
    rows = page.all(_OF_THREADS, org=organisation, threads=list(threads)) if threads else ()
    told = with_files(page, organisation, rows)
    return grouped(threads, ((row.thread_id, one) for row, one in zip(rows, told, strict=True)))


def with_files(page: Page, organisation: str, rows: Sequence[Row[Any]]) -> tuple[Told, ...]:
    """Give the messages of these rows of the table, each with its files and with what is sensitive in it."""
    if not rows:
        return ()
    files = page.all(_FILES_OF, org=organisation, messages=[row.id for row in rows])
    found = redactions.of_messages(page, organisation, [row.id for row in rows])
    return tuple(
        replace(
            _told(row, tuple(_file(file) for file in files if file.message_id == row.id)),
            redactions=tuple(one for one in found if one.message == row.id),
        )
        for row in rows
    )


def find(page: Page, organisation: str, message: int) -> Told | None:
    """Give one message, or None where there is none."""
    row = page.one(select(MESSAGE).where(MESSAGE.c.organisation == organisation, MESSAGE.c.id == message))
    files = page.all(
        select(ATTACHMENT)
        .where(ATTACHMENT.c.organisation == organisation, ATTACHMENT.c.message_id == message)
        .order_by(ATTACHMENT.c.part)
    )
    if row is None:
        return None
    return replace(
        _told(row, tuple(map(_file, files))), redactions=redactions.of_messages(page, organisation, (message,))
    )


def _file(row: Row[Any]) -> Attachment:
    return Attachment(
        part=row.part,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        inline=row.inline,
        verdict=row.verdict,
        contents=tuple(row.contents or ()),
        restricted=row.restricted,
        erased_at=row.erased_at,
    )


def _told(row: Row[Any], files: tuple[Attachment, ...]) -> Told:
    return Told(
        id=row.id,
        at=row.received_at,
        channel=row.channel,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        subject=row.subject,
        text=row.text,
        whole=row.whole or row.text,
        language=row.language,
        judgement=Judgement(row.verdict, row.reason, row.automatic, row.may_answer),
        reading=reading_of_json(row.reading, row.text, row.language),
        arrival=row.arrival_id,
        attachments=files,
        repeats=row.repeats,
        scanned=row.scanned,
        authentication=_authentication(row.authentication),
        redacted_at=row.redacted_at,
    )


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """Give a reading as JSON values, without its text and language, which have columns of their own."""
    return {
        "kinds": [[found.kind, found.confidence, list(found.evidence)] for found in reading.kinds],
        "fields": dict(reading.fields),
        "flags": sorted(reading.flags),
        "sensitive": [[seen.category, seen.shown_as] for seen in reading.sensitive],
        "documents": [[one.part, one.kind, one.confidence, list(one.evidence), one.read] for one in reading.documents],
        "says_no_documents": reading.says_no_documents,
        "unsure": reading.unsure,
        "language_known": reading.language_known,
        "quoted_language": reading.quoted_language,
    }


def reading_of_json(values: dict[str, Any], text: str, language: str) -> Reading:
    """Give the reading that `reading_to_json` wrote."""
    return Reading(
        language=language,
        kinds=tuple(FoundKind(Kind(kind), confidence, tuple(words)) for kind, confidence, words in values["kinds"]),
        text=text,
        fields=values["fields"],
        flags=frozenset(Flag(flag) for flag in values["flags"]),
        sensitive=tuple(Sensitive(category, shown_as) for category, shown_as in values["sensitive"]),
        documents=tuple(map(_document, values["documents"])),
        says_no_documents=values["says_no_documents"],
        unsure=values["unsure"],
        language_known=values.get("language_known", True),  # what was read before it was noted was taken as known
        quoted_language=values.get("quoted_language"),
    )


def language_known(page: Page, organisation: str, message: int) -> bool:
    """Say whether a message was long enough to tell its language."""
    row = page.one(select(MESSAGE.c.reading).where(MESSAGE.c.organisation == organisation, MESSAGE.c.id == message))
    return row is None or row.reading.get("language_known", True)


def _document(values: Any) -> Document:  # noqa: ANN401 - a JSON value
    """Give a document as it was written; before kinds of documents were known, only its part was."""
    if isinstance(values, int):
        return Document(values)
    part, kind, confidence, words, read = values
    return Document(part, DocumentKind(kind), confidence, tuple(words), read)


def authentications(page: Page, organisation: str, ids: Collection[int]) -> tuple[Authentication | None, ...]:
    """Give what is known of where some messages are from."""
    mine = select(MESSAGE.c.authentication).where(MESSAGE.c.organisation == organisation, MESSAGE.c.id.in_(ids))
    return tuple(_authentication(row.authentication) for row in page.all(mine))


def _authentication(values: dict[str, Any] | None) -> Authentication | None:
    return Authentication(**values) if values else None


def lock(page: Page, organisation: str, message: int) -> None:
    """Let nobody else change a message, or note a repeat of it, until this page is done."""
    page.one(_LOCKED, org=organisation, id_=message)


def redacted(page: Page, organisation: str, message: int) -> bool:
    """Say whether something was struck out of a message."""
    mine = (MESSAGE.c.organisation == organisation) & (MESSAGE.c.id == message)
    row = page.one(select(MESSAGE.c.redacted_at).where(mine))
    return row is not None and row.redacted_at is not None


def mark_redacted(page: Page, organisation: str, message: int, now: datetime) -> None:
    """Note that something was struck out of a message."""
    mine = (MESSAGE.c.organisation == organisation) & (MESSAGE.c.id == message)
    page.execute(update(MESSAGE).where(mine).values(redacted_at=now))


def arrival_of(page: Page, organisation: str, message: int) -> int | None:
    """Give the arrival that a message was made of."""
    row = page.one(select(MESSAGE.c.arrival_id).where(MESSAGE.c.organisation == organisation, MESSAGE.c.id == message))
    return row.arrival_id if row else None


def thread_of(page: Page, organisation: str, message: int) -> int | None:
    """Give the conversation that a message belongs to; None where it was filed."""
    row = page.one(select(MESSAGE.c.thread_id).where(MESSAGE.c.organisation == organisation, MESSAGE.c.id == message))
    return row.thread_id if row else None


def rfc_id(page: Page, organisation: str, message: int) -> str | None:
    """Give the Message-ID that a message came with, or None."""
    row = page.one(select(MESSAGE.c.rfc_id).where(MESSAGE.c.organisation == organisation, MESSAGE.c.id == message))
    return row.rfc_id if row else None
