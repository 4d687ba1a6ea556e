"""What the headers of a letter say: who, to whom, which letter, when; and the few that rules look at."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cases.message import Address
from mail.decoding import clean_line, decode, decode_line, decode_words
from mail.marks import BULK_HEADERS, HELPDESK_HEADERS, MACHINE_HEADERS
from mail.mime import Fields

KEPT = frozenset(
    {
        "auto-submitted",
        "authentication-results",
        "content-type",
        "delivered-to",
        "disposition-notification-to",
        "feedback-id",
        "in-reply-to",
        "precedence",
        "return-path",
        "return-receipt-to",
        "sender",
        "subject",
        "user-agent",
        "x-failed-recipients",
        "x-loop",
        "x-mailer",
        "x-original-to",
    }
)
"""Headers that a rule looks at, wherever it is; with those that begin as in KEPT_BEGINNINGS."""

KEPT_BEGINNINGS = (
    *("list-", "x-auto", "x-list", "x-spam", "x-ms-exchange"),
    *MACHINE_HEADERS,
    *BULK_HEADERS,
    *HELPDESK_HEADERS,
)
"""What the other headers begin with that a rule looks at."""

VALUE_CAP = 4_000
ADDRESSES_CAP = 200
REFERENCES_CAP = 100

_ID = re.compile(r"<([^<>]{1,990})>")
_ANGLE = re.compile(r"<([^<>]*)>")
_COMMENT = re.compile(r"\(([^()]*)\)")
_ADDRESS = re.compile(r"[^\s<>()\",;:@]{1,320}+@[^\s<>()\"',;@]+")
_PIECES = re.compile(r"\"(?:[^\"\\]|\\.)*\"|\([^()]*\)|<[^<>]*>|[^\",;:(<]+|.", re.DOTALL)
_PACKING = str.maketrans("", "", ' "\t')
_GROUP = re.compile(r"^[^\"<@,]*:")


def values(fields: Fields, name: str) -> list[bytes]:
    """Give the raw values of all headers of that name."""
    return [value for key, value in fields if key == name]


def first(fields: Fields, name: str) -> bytes:
    """Give the raw value of the first header of that name, b"" where there is none."""
    return next((value for key, value in fields if key == name), b"")


def line(fields: Fields, name: str) -> str:
    """Give the first header of that name as one clean line, "" where there is none."""
    return decode_line(first(fields, name)[:VALUE_CAP])


def kept(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Give the headers that rules look at, in order; `received-count` says how many servers it passed."""
    found = [
        (name, decode_line(value[:VALUE_CAP]))
        for name, value in fields
        if name in KEPT or name.startswith(KEPT_BEGINNINGS)
    ]
    count = sum(name == "received" for name, _ in fields)
    return (*found, ("received-count", str(count)))


def addresses(fields: Fields, *names: str) -> tuple[Address, ...]:
    """Give the addresses in these headers, without repetitions, those that cannot be read left out."""
    found = [address for name in names for value in values(fields, name) for address in in_value(value)]
    return tuple(dict.fromkeys(found))[:ADDRESSES_CAP]


def in_value(raw: bytes) -> list[Address]:
    """Give the addresses in one raw value. It is taken apart before it is decoded: a name may hold a coded comma."""
    text = clean_line(raw.decode() if raw.isascii() else decode(raw))
    found = [address for chunk in _chunks(text) if (address := one_address(chunk))]
    if not found and "=?" in text:
        whole = one_address(clean_line(decode_words(text)))
        return [whole] if whole else []
    return found


def _chunks(text: str) -> list[str]:
    """Cut a list at its commas and semicolons, leaving those in quotes, comments and angle brackets alone."""
    chunks = [""]
    for piece in _PIECES.findall(_GROUP.sub("", text)):
        if piece in {",", ";"}:
            chunks.append("")
        elif piece != ":" or "<" in chunks[-1]:
            chunks[-1] += piece
    return chunks


def one_address(chunk: str) -> Address | None:
    """Give the address in "Anna Holm <anna@example.org>", "anna@example.org (Anna)" or what people make of them."""
    angle = _ANGLE.findall(chunk)
    spec = angle[-1] if angle and "@" in angle[-1] else chunk
    if "@" not in spec:
        return None
    found = _ADDRESS.search(spec.rpartition(":")[2].translate(_PACKING) if angle else spec)
    if not found:
        return None
    local, _, domain = found[0].strip("'").rpartition("@")
    name = chunk.partition("<")[0] if "<" in chunk else "".join(_COMMENT.findall(chunk)[:1])
    return Address(_display(name, found[0]), f"{local}@{domain.lower().rstrip('.')}")


def _display(name: str, address: str) -> str:
    """Give a name as it may be shown: decoded, without its quotes, "" where it only repeats the address."""
    name = clean_line(decode_words(name.replace("\\", ""))).strip("\"' ")
    return "" if name.lower() == address.lower() else name[:200]


def message_id(raw: bytes) -> str | None:
    """Give a Message-ID in its brackets, white space gone, whatever was wrong with it; None where there is none."""
    text = "".join(decode(raw[:VALUE_CAP]).split())
    found = _ID.search(text)
    bare = clean_line(found[1] if found else text.strip("<>"))[:990]
    return f"<{bare}>" if bare else None


def references(fields: Fields) -> tuple[str, ...]:
    """Give the ids of the letters this one answers, the eldest first, those of In-Reply-To last."""
    found: dict[str, None] = {}
    for name in ("references", "in-reply-to"):
        for value in values(fields, name):
            found.update(dict.fromkeys(f"<{''.join(id_.split())}>" for id_ in _ID.findall(clean_line(decode(value)))))
    return tuple(found)[-REFERENCES_CAP:]


def sent_at(fields: Fields) -> datetime | None:
    """Give the instant the sender claims, or None where it cannot be read."""
    try:
        said = parsedate_to_datetime(line(fields, "date"))
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
