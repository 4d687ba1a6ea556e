"""What would happen to a letter, and why. Nothing is changed, nothing is sent."""

import atexit
import itertools
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from typing import Any

from cases.clock import Clock
from cases.message import Address, Attachment, Channel, Judgement, Message, Verdict
from cases.office import Office
from cases.outgoing import Automatic, Outgoing
from cases.reading import Document, Reading
from intake.consider import consider
from intake.papers_read import to_read, with_papers
from intake.values import Heard, Opening, Outcome, Place
from mail.claims import Trust
from mail.paper_looks import read_all
from mail.papers import Reader
from mail.parse import envelope_of
from mail.robots import judge
from mail.understand import Bytes, Understanding, understand
from reading.read import read
from service.masking import without_numbers

PATIENCE = 20.0
"""Seconds for the files of one letter; what was not read by then stays what its name and the letter make it."""


def explain_letter(raw: bytes, office: Office, received_at: datetime) -> dict[str, Any]:
    """Explain a letter as it lies in a file: RFC 5322 bytes. Its envelope is what its own headers tell."""
    trust = Trust(office.authserv_id)
    letter = Bytes(office.policy.id, _with_crlf(raw), envelope_of(raw), received_at, trust=trust)
    return _told(_with_papers(understand(letter, office.policy), letter.raw), office)


def _with_papers(what: Understanding, raw: bytes) -> Understanding:
    """Read the files too, which the service does after the receipt; those of filed mail nobody reads."""
    files = to_read(what.message.attachments) if what.judgement.verdict is not Verdict.FILE else ()
    if not files:
        return what
    seen = read_all(_reader(), raw, {file.part: file.media_type for file in files}, what.reading, PATIENCE)
    return replace(what, reading=with_papers(what.reading, seen))


@cache
def _reader() -> Reader:
    """Give the process that reads files; it ends with this one."""
    reader = Reader(seconds=PATIENCE)
    atexit.register(reader.end)
    return reader


def explain_text(text: str, office: Office, received_at: datetime) -> dict[str, Any]:
    """Explain a bare text, as somebody would type it into a chat."""
    message = Message(
        channel=Channel.CHAT,
        received_at=received_at,
        return_path="",
        recipients=(),
        sender=Address("", ""),
        subject="",
        text=text,
        fingerprint="",
    )
    judgement = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)
    if not text.strip():
        judgement = judge(message)
    return _told(Understanding(message, judgement, read(message, office.policy), ()), office)


def _told(what: Understanding, office: Office) -> dict[str, Any]:
    outcome = _outcome(what, office)
    message, judgement, reading = what.message, what.judgement, what.reading
    told = {
        "organisation": office.policy.id,
        "received_at": message.received_at.astimezone(office.zone).isoformat(),
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "automatic": judgement.automatic,
        "may_answer": judgement.may_answer,
        **_understood(reading),
        "sender": {"name": message.sender.name or None, "address": message.sender.address or None},
        "authentication": asdict(message.authentication) if message.authentication else None,
        "subject": message.subject,
        "attachments": [_attachment(file, reading) for file in message.attachments],
        "missing": list(dict.fromkeys(name for one in outcome.openings for name in one.case.missing)),
        "clocks": [_clock(clock, opening, office) for opening in outcome.openings for clock, _ in opening.clocks],
        "replies": [_reply(letter, office) for letter in outcome.letters],
        "queue": outcome.openings[0].case.queue if outcome.openings else None,
    }
    return without_numbers(told)


def _outcome(what: Understanding, office: Office) -> Outcome:
    """Open the cases in thought: filed mail opens none, and numbers are all noughts."""
    if what.judgement.verdict is Verdict.FILE:
        return Outcome()
    heard = Heard(0, what.message, what.judgement, what.reading)
    ids = itertools.count(1)
    number = f"{office.policy.letters}-{office.day(what.message.received_at):%y}-000000"
    return consider(heard, Place(thread=1), lambda: (next(ids), number), office)


def _understood(reading: Reading) -> dict[str, Any]:
    return {
        "language": reading.language,
        "language_known": reading.language_known,
        "quoted_language": reading.quoted_language,
        "kinds": [
            {"kind": found.kind, "confidence": round(found.confidence, 3), "evidence": list(found.evidence)}
            for found in reading.kinds
        ],
        "text": reading.text,
        "fields": dict(reading.fields),
        "flags": sorted(reading.flags),
        "sensitive": [{"category": seen.category, "shown_as": seen.shown_as} for seen in reading.sensitive],
        "unsure": reading.unsure,
    }


def _attachment(file: Attachment, reading: Reading) -> dict[str, Any]:
    """Tell of a file, and what it probably is; a logo and the like is "other" too."""
    document = next((one for one in reading.documents if one.part == file.part), Document(file.part, confidence=1.0))
    return {
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "kind": document.kind,
        "confidence": round(document.confidence, 3),
        "evidence": list(document.evidence),
        "read": document.read,
    }


def _clock(clock: Clock, opening: Opening, office: Office) -> dict[str, Any]:
    return {
        "name": clock.name,
        "kind": opening.case.kind,
        "term": str(clock.term),
        "basis": clock.basis,
        "law": clock.law,
        "told": clock.told,
        "due_at": clock.due_at.astimezone(office.zone).isoformat(),
        "because": list(clock.because),
    }


def _reply(letter: Outgoing, office: Office) -> dict[str, Any]:
    return {
        "reply": letter.reply,
        # Who is credible, and how many letters an address had, is asked when it is sent, not of a letter in a file.
        "unseen": office.policy.leaves_unseen(letter.reply) and letter.automatic is not Automatic.NONE,
        "language": letter.language,
        "subject": letter.subject,
        "body": letter.body,
    }


def _with_crlf(raw: bytes) -> bytes:
    """Give the bytes with the line ends they had on their way: a file on a disk may have lost them."""
    return raw if b"\r\n" in raw else raw.replace(b"\n", b"\r\n")
