"""A letter from the outbox as bytes: the same bytes at every attempt, after RFC 5322 and RFC 3834."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from cases.office import Office
from cases.outgoing import Automatic
from mail.encoding import address_line, base64_lines, header, mailbox, quoted_printable
from mail.sign import Signer
from mail.tokens import address_with_token, bounce_address
from storage.outbox import Entry

AUTOMATIC_NAME = {
    "da": "{} (automatisk svar)",
    "nl": "{} (automatisch antwoord)",
    "en": "{} (automatic reply)",
}
"""How the sender is shown on letters that no person approved (R-EM-24)."""

_TEXT = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
_LONGEST = 900
"""Characters of a Message-ID that still fits on a line of 998 with the header's name (RFC 5322 §2.1.1)."""
_REFERENCES = 20
"""So many earlier Message-IDs are repeated; the line would grow with every answer otherwise (RFC 5322 §3.6.4)."""


@dataclass(frozen=True)
class Posted:
    """A letter as it goes over the wire: envelope sender, the one recipient, the bytes.

    `notify` says of what the next hop reports, if it can, and `envelope_id` what the report names (RFC 3461).
    """

    sender: str
    recipient: str
    data: bytes
    notify: str = "FAILURE"
    envelope_id: str = ""


def compose(entry: Entry, office: Office, attached: Sequence[bytes] = (), signer: Signer | None = None) -> Posted:
    """Give the letter's bytes; `attached` are the raw letters that go along, in the order of the entry's `attach`.

    Replies come back to the case by the token in Reply-To, bounces by the one in the return path (R-EM-21). One
    recipient, no copies (R-EM-25). A recipient's name outside ASCII stands in the header as it is (RFC 6532). Raises
    NoAddress where no letter can go to the recipient.
    """
    recipient = address_line(entry.outgoing.recipient or "")
    head = [*_head(entry, office, recipient), *_thread(entry), *_automatic(entry), "MIME-Version: 1.0"]
    text = quoted_printable(entry.outgoing.body)
    if attached:
        boundary = f"=_{entry.token}_{entry.id}"
        head.append(f'Content-Type: multipart/mixed; boundary="{boundary}"')
        body = _with_files(text, attached, boundary)
    else:
        head.extend(_TEXT)
        body = text
    data = _block(head, "ascii" if recipient.isascii() else "utf-8") + body
    data = signer.signed(data, _let_go(entry)) if signer else data
    return Posted(bounce_address(office.domain, entry.token), recipient, data, notify(entry), entry.message_id[1:-1])


def notify(entry: Entry) -> str:
    """Give what the next hop is asked to report of a letter (RFC 3461, R-EM-30).

    Of a person's letter also that it is late; of a receipt on which nothing depends, nothing. Any other automatic
    letter stops a clock or tells a date: that it did not arrive must be known (R-EM-68).
    """
    if entry.approved_by is not None or entry.outgoing.automatic is Automatic.NONE:
        return "FAILURE,DELAY"
    idle = entry.outgoing.reply == "acknowledgement" and not entry.outgoing.stops
    return "NEVER" if idle else "FAILURE"


def _let_go(entry: Entry) -> datetime:
    return entry.released_at or entry.created_at


def _head(entry: Entry, office: Office, recipient: str) -> Iterator[str]:
    outgoing, policy = entry.outgoing, office.policy
    own = policy.addresses[0]
    by_person = outgoing.automatic is Automatic.NONE
    shown = policy.name if by_person else AUTOMATIC_NAME[outgoing.language].format(policy.name)
    yield f"Date: {format_datetime(_let_go(entry).astimezone(office.zone))}"
    yield f"From: {mailbox(shown, own)}"
    yield f"To: {recipient}"
    yield f"Reply-To: {mailbox(policy.name, address_with_token(own, entry.token))}"
    yield header("Subject", outgoing.subject)
    yield f"Message-ID: {entry.message_id}"
    yield f"Content-Language: {outgoing.language}"


def _thread(entry: Entry) -> Iterator[str]:
    """Name what is answered; an id that cannot stand in a header is left out."""
    answers = entry.outgoing.answers or ""
    if _is_id(answers):
        yield f"In-Reply-To: {answers}"
    chain = [*dict.fromkeys(filter(_is_id, [*entry.outgoing.references, answers]))]
    if chain:
        yield "References: {}".format("\r\n ".join([*chain[:1], *chain[1:][-_REFERENCES:]]))


def _is_id(written: str) -> bool:
    return 0 < len(written) <= _LONGEST and written.isascii() and written.isprintable() and " " not in written


def _automatic(entry: Entry) -> tuple[str, ...]:
    automatic = entry.outgoing.automatic
    if automatic is Automatic.NONE:
        return ()
    return f"Auto-Submitted: {automatic}", "X-Auto-Response-Suppress: All"


def _with_files(text: bytes, attached: Sequence[bytes], boundary: str) -> bytes:
    """Put letters behind the text, as files, not as message/rfc822.

    That may not be encoded, and these bytes must arrive as they came.
    """
    parts = [_block(_TEXT) + text]
    for number, raw in enumerate(attached, 1):
        file = (
            "Content-Type: application/octet-stream",
            "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{number}.eml"',
        )
        parts.append(_block(file) + base64_lines(raw))
    between = f"\r\n--{boundary}\r\n".encode("ascii")
    return between.lstrip() + between.join(parts) + f"\r\n--{boundary}--\r\n".encode("ascii")


def _block(lines: Sequence[str], encoding: str = "ascii") -> bytes:
    """Give a block of headers with the blank line after it; raise ValueError where something cannot stand in it."""
    return "\r\n".join([*lines, "", ""]).encode(encoding)
