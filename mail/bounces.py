"""What mail servers say became of our letters: RFC 3464, and the older forms that are still in use (R-EM-65)."""

import re
from collections.abc import Iterator
from itertools import islice

from cases.message import Address, Report
from mail.decoding import clean_line, decode
from mail.headers import addresses, first, in_value, line, message_id
from mail.mime import Fields, Part, Splitter
from mail.signs import signs

SUBJECT = signs("bounce_subject")
DELAY = signs("delay")
DAEMON = signs("daemon")

ACTIONS = {"failure": "failed", "fail": "failed", "error": "failed", "delay": "delayed", "delivery": "delivered"}
"""Actions as some programs misspell them."""

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])[0-5]\d[ -]")
_RETURNED_ID = re.compile(r"^[> \t]*message-id:[ \t]*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_COPY = re.compile(
    r"^[- >*]*(?:below (?:this line )?is a copy|this is a copy of (?:the|your) message|original message\b"
    r"|returned (?:mail|message)|(?:begin|start of) (?:returned|original)"
    r"|unsent message follows|message (?:text|contents|headers?) follows?|received: from|return-path:"
    r"|the (?:header|body|text) of (?:the|your) (?:original )?message)",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED = re.compile(r"(?:^|[\s<:'\"(;=\[])([^\s<>()\"'\[\],;:@=]+@[\w-]+(?:\.[\w-]+)+)", re.MULTILINE)
STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"}
)
_REPORTS_CAP = 100
_TEXT_SEEN = 20_000


def reports(letter: Part, text: str) -> tuple[Report, ...]:
    """Give what a letter reports of letters of ours, one entry for each recipient; () where it is no bounce."""
    if not _may_report(letter):
        return ()
    original = _original_id(letter, text)
    parts = (part for part in letter.walk() if part.media_type in STATUS_PARTS)
    structured = (report for part in parts for report in _structured(part.content(), original))
    return tuple(islice(structured, _REPORTS_CAP)) or tuple(_unstructured(letter, text, original))


def _may_report(letter: Part) -> bool:
    """Say whether it is worth looking: the letter is a report by its type, or a mail server wrote it."""
    is_report = letter.media_type == "multipart/report" and any(
        part.media_type in STATUS_PARTS for part in letter.within
    )
    return is_report or is_from_a_daemon(letter.fields)


def is_from_a_daemon(fields: Fields) -> bool:
    """Say whether a mail server wrote this, by its address or name; where it has no name, by the subject."""
    sender = next(iter(addresses(fields, "from", "sender")), None)
    if sender and is_daemon(sender):
        return True
    return not (sender and sender.name) and SUBJECT.found(line(fields, "subject").lower())


def is_daemon(sender: Address) -> bool:
    """Say whether an address, or the name beside it, is one that mail servers write under."""
    return DAEMON.found(f"{sender.address.lower()}@") or DAEMON.found(f"{sender.name.lower()}@")


def _structured(data: bytes, original: str | None) -> Iterator[Report]:
    """Read the blocks of a delivery-status part, one for each recipient (RFC 3464 section 2.3)."""
    for block in re.split(rb"\r?\n[ \t]*(?:\r?\n)+", data.strip() + b"\n"):
        fields = Splitter().split(block + b"\n\n").fields
        named = [value for name in ("original-recipient", "final-recipient") if (value := first(fields, name))]
        if named:
            status = _STATUS.search(line(fields, "status") or line(fields, "diagnostic-code"))
            action = line(fields, "action").lower().partition(" ")[0]
            recipient = next((value for value in named if b"@" in value), named[-1])
            yield Report(
                _recipient(recipient), ACTIONS.get(action, action or "failed"), status[1] if status else "", original
            )


def _recipient(raw: bytes) -> str:
    """Give the address in "rfc822; anna@example.org"."""
    value = raw.rpartition(b";")[2].strip()
    found = in_value(value)
    return found[0].address if found else clean_line(decode(value)).strip("<> ")


def _original_id(letter: Part, text: str) -> str | None:
    """Give the Message-ID of the letter that came back, from its returned headers."""
    for part in letter.walk():
        if part.media_type in _RETURNED:
            found = message_id(first(Splitter().split(part.content()).fields, "message-id"))
            if found:
                return found
    quoted = _RETURNED_ID.search(text)
    return quoted[1] if quoted else None


def _unstructured(letter: Part, text: str, original: str | None) -> Iterator[Report]:
    """Read a bounce in free words: qmail, Exim, old Exchange and their kin."""
    copy = _COPY.search(text)
    said = text[: copy.start() if copy else None][:_TEXT_SEEN]
    action = "delayed" if DELAY.found(f"{line(letter.fields, 'subject')}\n{said}".lower()) else "failed"
    status = _status(said) or ("4.0.0" if action == "delayed" else "5.0.0")
    for recipient in _recipients(letter.fields, said):
        yield Report(recipient, action, status, original)


def _status(said: str) -> str | None:
    """Give the code that the words contain: an enhanced one (RFC 3463), else the class of a reply code."""
    found = _STATUS.search(said)
    if found:
        return found[1]
    code = _CODE.search(said)
    return f"{code[1]}.0.0" if code else None


def _recipients(fields: Fields, said: str) -> tuple[str, ...]:
    """Give the addresses that were not reached: those the server lists, else those its words name."""
    listed = [address.address for address in addresses(fields, "x-failed-recipients")]
    if listed:
        return tuple(listed)
    ours = {address.address.lower() for address in addresses(fields, "to", "cc", "from", "sender", "reply-to")}
    named = (found.strip(".-'").lower() for found in _NAMED.findall(said))
    others = dict.fromkeys(name for name in named if name not in ours and not DAEMON.found(f"{name}@"))
    return tuple(others)[:_REPORTS_CAP]
