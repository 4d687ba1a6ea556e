"""What a text says: a message and a policy in, a Reading with evidence out. Pure, and never raises.

The text is data: whatever it orders, all it can do is to be read (R-EM-70).
"""

from dataclasses import replace
from datetime import UTC, datetime

from cases.message import Address, Channel, Message
from cases.policy import Policy
from cases.reading import Reading
from reading.documents import documents
from reading.fields import Source, fields
from reading.flags import flags
from reading.kinds import kinds, unsure
from reading.language import language
from reading.letter import Letter
from reading.numbers import sensitive
from reading.quotes import parts
from reading.tidy import tidy

LONGEST_SUBJECT = 500
FEW_WORDS = 2
"""Of so few words, and of a letter without any, the subject helps to tell the language."""


def read(message: Message, policy: Policy) -> Reading:
    """Say what a message says."""
    subject = tidy(message.subject[:LONGEST_SUBJECT]).replace("\n", " ")
    said = parts(tidy(message.text), subject)
    spoken = language(said.own if len(said.own.split()) > FEW_WORDS else f"{said.own}\n{subject}", policy.languages)
    letter = Letter.of(subject, said.own, spoken)
    found = kinds(letter)
    named = frozenset(one.kind for one in found)
    told = fields(Source(replace(message, subject=subject), letter, said.own, said.signature, policy, named))
    return Reading(
        language=spoken,
        kinds=found,
        text=said.own,
        fields=told,
        flags=flags(letter, named, message.sender.address, referenced="reference" in told),
        sensitive=sensitive(f"{subject}\n\n{said.own}\n\n{said.signature}", spoken),
        documents=documents(message.attachments),
        says_no_documents=bool(letter.chart.get("no_documents")),
        unsure=unsure(found),
    )


def read_text(text: str, policy: Policy) -> Reading:
    """Say what a line of chat says."""
    message = Message(
        channel=Channel.CHAT,
        received_at=datetime.min.replace(tzinfo=UTC),
        return_path="",
        recipients=(),
        sender=Address("", ""),
        subject="",
        text=text,
        fingerprint="",
    )
    return read(message, policy)
