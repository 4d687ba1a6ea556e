"""What is promised of any bytes at all: a message that can be stored, sent between processes, judged and read."""

import hashlib
import pickle

from cases.errors import Unreadable
from cases.message import Envelope, Judgement, Message, Verdict
from cases.policy import Policy
from mail.attachments import attachment_bytes, unpacked
from mail.parse import envelope_of, parse
from mail.robots import judge
from reading.read import read
from tests.builders import AT

ENVELOPE = Envelope("anna@example.org", ("info@mentorix.dk",), "192.0.2.7")


def sound(raw: bytes, policy: Policy | None = None) -> Message | None:
    """Check what is promised; give the message, None where the bytes are Unreadable. Raise whatever is wrong."""
    envelope_of(raw).sender.encode()
    try:
        message = parse(raw, envelope=ENVELOPE, received_at=AT)
    except Unreadable:
        return None
    assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - our own bytes
    for text in words_of(message):
        text.encode()
        assert "\x00" not in text, text
    for line in lines_of(message):
        assert not any(ord(letter) < 32 for letter in line), line
    found = dict(unpacked(raw, {file.part for file in message.attachments}))
    for file in message.attachments:
        assert file.name
        assert hashlib.sha256(found[file.part]).hexdigest() == file.digest
    for file in message.attachments[-1:]:
        assert attachment_bytes(raw, file.part) == found[file.part]
    assert judged(message, policy).verdict in Verdict
    return message


def judged(message: Message, policy: Policy | None) -> Judgement:
    """Judge and read a message."""
    if policy:
        assert read(message, policy).kinds
    return judge(message, frozenset(policy.addresses if policy else ()))


def lines_of(message: Message) -> list[str]:
    """Give what stands in one line wherever it is shown."""
    files = (text for file in message.attachments for text in (file.name, *file.contents))
    return [message.subject, message.sender.address, message.sender.name, *files]


def words_of(message: Message) -> list[str]:
    """Give every string of a message."""
    people = (message.sender, *message.reply_to, *message.to, *((message.within,) if message.within else ()))
    return [
        message.subject,
        message.text,
        message.message_id or "",
        *message.references,
        *message.faults,
        *(text for person in people for text in (person.name, person.address)),
        *(text for pair in message.headers for text in pair),
        *(text for file in message.attachments for text in (file.name, file.media_type, *file.contents)),
        *(text for report in message.reports for text in (report.recipient, report.action, report.status)),
        *(report.original_message_id or "" for report in message.reports),
    ]
