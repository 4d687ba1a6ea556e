"""A letter from the outbox as bytes: the same bytes at every attempt, after RFC 5322 and RFC 3834."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cases.office import Office
from cases.outgoing import Automatic
from mail.tokens import address_with_token, bounce_address
from storage.outbox import Entry

AUTOMATIC_NAME = {
    "da": "{} (automatisk svar)",
    "nl": "{} (automatisch antwoord)",
    "en": "{} (automatic reply)",
}
"""How the sender is shown on letters that no person approved (R-EM-24)."""

_POLICY = SMTP.clone(max_line_length=76)
_REFERENCES = 20
"""So many earlier Message-IDs are repeated; the line would grow with every answer otherwise (RFC 5322 §3.6.4)."""


@dataclass(frozen=True)
class Posted:
    """A letter as it goes over the wire: envelope sender, the one recipient, the bytes."""

    sender: str
    recipient: str
    data: bytes


def compose(entry: Entry, office: Office, attached: Sequence[bytes] = ()) -> Posted:
    """Give the letter's bytes; `attached` are the raw letters that go along, in the order of the entry's `attach`.

    Replies come back to the case by the token in Reply-To, bounces by the one in the return path (R-EM-21). One
    recipient, no copies (R-EM-25).
    """
    outgoing, message = entry.outgoing, EmailMessage(_POLICY)
    policy = office.policy
    own = policy.addresses[0]
    by_person = outgoing.automatic is Automatic.NONE
    shown = policy.name if by_person else AUTOMATIC_NAME[outgoing.language].format(policy.name)
    message["Date"] = format_datetime(entry.created_at.astimezone(office.zone))
    message["From"] = _address(own, shown)
    message["To"] = _address(outgoing.recipient or "", "")
    message["Reply-To"] = _address(address_with_token(own, entry.token), policy.name)
    message["Subject"] = outgoing.subject
    message["Message-ID"] = entry.message_id
    _thread(message, entry)
    if not by_person:
        message["Auto-Submitted"] = outgoing.automatic
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(outgoing.body + "\n", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = outgoing.language
    for number, raw in enumerate(attached, 1):
        # As a file, not as message/rfc822: that may not be encoded, and these bytes must arrive as they came.
        message.add_attachment(raw, maintype="application", subtype="octet-stream", filename=f"{number}.eml")
        message.set_boundary(f"=_{entry.token}_{entry.id}")
    return Posted(bounce_address(office.domain, entry.token), outgoing.recipient or "", bytes(message))


def _thread(message: EmailMessage, entry: Entry) -> None:
    answers, earlier = entry.outgoing.answers, entry.outgoing.references
    if answers:
        message["In-Reply-To"] = answers
    chain = [*dict.fromkeys([*earlier, *([answers] if answers else [])])]
    if chain:
        message["References"] = " ".join([*chain[:1], *chain[1:][-_REFERENCES:]])


def _address(address: str, name: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(name, local, domain)
