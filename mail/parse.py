"""Bytes of a letter to a Message: pure, never failing but with Unreadable, the faults named beside what was read."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from cases.errors import Unreadable
from cases.message import Address, Attachment, Channel, Envelope, Message
from mail import headers
from mail.attachments import files_of
from mail.bodies import TEXT_CAP, attached_letters, is_sealed, text_of
from mail.bounces import reports
from mail.decoding import clean_text, decode
from mail.mime import Fields, Part, Splitter

RAW_CAP = 64 * 1024 * 1024
SUBJECT_CAP = 1000
NAME_CAP = 200

KNOWN = frozenset(
    {"from", "to", "subject", "date", "message-id", "received", "return-path", "sender", "reply-to", "cc"}
    | {"mime-version", "content-type", "content-transfer-encoding", "content-disposition"}
)
"""Headers of which a letter has at least one; other bytes are none."""

FEW_ODD = 4
"""Less than one byte in so many is beyond ASCII where somebody wrote words."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORDS = bytes(range(128))
_METHOD = re.compile(rb"^METHOD:[ \t]*([A-Za-z]+)", re.MULTILINE)


def parse(raw: bytes, *, envelope: Envelope, received_at: datetime) -> Message:
    """Give the Message in the bytes of a letter; `received_at` is our clock's instant, aware.

    Whatever is wrong in the bytes is named in `faults`, "unreadable" among them where they are words but no letter.
    Raises Unreadable only where there is nothing to read: no words, or more than the cap. `unreadable` gives the
    Message for those.
    """
    if not raw.strip(b"\r\n\t \x00"):
        raise Unreadable("the letter is empty")
    if len(raw) > RAW_CAP:
        raise Unreadable(f"the letter has {len(raw)} bytes, more than {RAW_CAP}")
    splitter = Splitter()
    letter = splitter.split(raw)
    if not KNOWN.intersection(name for name, _ in letter.fields):
        return _headless(raw, envelope, received_at)
    return _message(letter, splitter.faults, envelope, received_at)


def _message(letter: Part, faults: list[str], envelope: Envelope, received_at: datetime) -> Message:
    """Put together what the headers, the text and the files say."""
    fields = letter.fields
    text = text_of(letter)
    files = files_of(letter)
    said = headers.addresses(fields, "from") or headers.addresses(fields, "sender")
    sender = said[0] if said else _nobody(fields, envelope)
    message_id = headers.message_id(headers.first(fields, "message-id"))
    return Message(
        channel=Channel.MAIL,
        received_at=received_at,
        return_path=envelope.sender,
        recipients=envelope.recipients,
        sender=sender,
        subject=headers.line(fields, "subject")[:SUBJECT_CAP],
        text=text,
        fingerprint=_fingerprint(message_id or headers.line(fields, "date"), sender, text, files.attachments),
        reply_to=headers.addresses(fields, "reply-to"),
        to=headers.addresses(fields, "to", "cc", "resent-to", "resent-cc"),
        message_id=message_id,
        references=headers.references(fields),
        sent_at=headers.sent_at(fields),
        headers=headers.kept(fields) + _calendar_method(letter),
        attachments=files.attachments,
        reports=reports(letter, text),
        faults=(*faults, *files.faults, *_more_faults(letter, text, said)),
        within=_within(letter),
    )


def _nobody(fields: Fields, envelope: Envelope) -> Address:
    """Give whom a letter is from that names no address: the return path, with the name that stands there."""
    return Address(headers.line(fields, "from").strip("<> ")[:NAME_CAP], envelope.sender)


def _more_faults(letter: Part, text: str, said: tuple[Address, ...]) -> Iterator[str]:
    """Name what is wrong with a letter that could be taken apart."""
    if not said:
        yield "no_sender"
    if is_sealed(letter, text):
        yield "encrypted"


def _within(letter: Part) -> Address | None:
    """Give who wrote the one letter that is attached; None where there is none, or another."""
    inner = attached_letters(letter)
    return next(iter(headers.addresses(inner[0].fields, "from")), None) if len(inner) == 1 else None


def _headless(raw: bytes, envelope: Envelope, received_at: datetime) -> Message:
    """Give what stands for bytes without a single header of a letter: with their words, if they are words."""
    fault = "the bytes have none of the headers of a letter"
    odd = len(raw.translate(None, _WORDS))
    if odd * FEW_ODD > len(raw) or _CONTROLS.search(raw):
        raise Unreadable(fault)
    return replace(unreadable(raw, envelope, received_at, fault), text=clean_text(decode(raw)).strip("\n")[:TEXT_CAP])


def _calendar_method(letter: Part) -> tuple[tuple[str, str], ...]:
    """Give what a calendar entry wants, "reply" or "request" (RFC 5546), as a header of its own."""
    entry = next((part for part in letter.walk() if part.media_type == "text/calendar"), None)
    if entry is None:
        return ()
    written = _METHOD.search(entry.content())
    return (("calendar-method", (written[1].decode() if written else entry.params.get("method", "")).lower()),)


def _fingerprint(identity: str, sender: Address, text: str, files: Iterable[Attachment]) -> str:
    """Digest what makes two deliveries the same message; what servers add on the way is not in it."""
    pieces = (identity, sender.address.lower(), text.strip(), *(file.digest for file in files))
    return hashlib.sha256("\0".join(pieces).encode("utf-8", "replace")).hexdigest()


def unreadable(raw: bytes, envelope: Envelope, received_at: datetime, fault: str) -> Message:
    """Give the Message that stands for bytes that cannot be parsed, so that they are still put before staff."""
    return Message(
        channel=Channel.MAIL,
        received_at=received_at,
        return_path=envelope.sender,
        recipients=envelope.recipients,
        sender=Address("", envelope.sender),
        subject="",
        text="",
        fingerprint=hashlib.sha256(raw).hexdigest(),
        faults=("unreadable", fault),
    )


def envelope_of(raw: bytes, recipients: tuple[str, ...] = ()) -> Envelope:
    """Give the envelope that a letter out of a mailbox or a file had, as far as its own headers tell.

    The sender is that of Return-Path; where there is none, that of From. `recipients` stand in front of those it names.
    """
    fields = Splitter().split(raw).fields
    return_path = headers.values(fields, "return-path")
    senders = headers.addresses(fields, "return-path" if return_path else "from")
    named = headers.addresses(fields, "delivered-to", "x-original-to", "envelope-to", "to", "cc")
    found = dict.fromkeys((*recipients, *(address.address for address in named)))
    return Envelope(senders[0].address if senders else "", tuple(found))
