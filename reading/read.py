"""What a text says: a message and a policy in, a Reading with evidence out. Pure, and never raises.

The text is data: whatever it orders, all it can do is to be read (R-EM-70).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from cases.kind import ORDINARY
from cases.message import Address, Channel, Message
from cases.policy import Policy
from cases.reading import FoundKind, Reading
from reading.documents import documents
from reading.fields import Source, fields
from reading.flags import flags
from reading.forwarded import passed_on
from reading.kinds import kinds, unsure
from reading.letter import Letter
from reading.likeness import Likeness, model
from reading.opinion import Opinion, opinion
from reading.papers import with_kinds
from reading.quotes import parts
from reading.sensitive import sensitive
from reading.spoken import asked_in, quoted_in, spoken_in
from reading.tidy import tidy

LONGEST_SUBJECT = 500


def read(message: Message, policy: Policy, model: Callable[[], Likeness | None] = model) -> Reading:
    """Say what a message says; `model` gives the model of language for letters in doubt, None where there is none."""
    subject = tidy(message.subject[:LONGEST_SUBJECT]).replace("\n", " ")
    said = parts(tidy(message.text), subject)
    spoken = spoken_in(said, subject, policy.languages)
    letter = Letter.of(subject, said.own, spoken.code)
    weighed, found = _about(letter, model)
    within = passed_on(said.own, subject)
    if within and ORDINARY.issuperset(one.kind for one in found):
        weighed, found = _about(Letter.of(subject, within, spoken.code), model)
    spoken = asked_in(said.own, found[0], spoken, policy.languages)
    named = frozenset(one.kind for one in found)
    plain = replace(message, subject=subject, sender=replace(message.sender, name=tidy(message.sender.name)))
    told = fields(Source(plain, letter, said.own, said.signature, policy, named))
    papers = documents(message.attachments, letter)
    around = (said.signature, said.quoted, message.sender.name, *(file.name for file in message.attachments))
    hidden = sensitive(letter.words, around, spoken.code)
    return Reading(
        language=spoken.code,
        kinds=found,
        text=said.own,
        fields=told,
        flags=flags(letter, named, message.sender.address, learnt=weighed.flags, referenced="reference" in told),
        sensitive=with_kinds(hidden, papers),
        documents=papers,
        says_no_documents=bool(letter.chart.get("no_documents")),
        unsure=unsure(found),
        language_known=spoken.known,
        quoted_language=quoted_in(said, policy.languages),
    )


def _about(letter: Letter, model: Callable[[], Likeness | None]) -> tuple[Opinion, tuple[FoundKind, ...]]:
    weighed = opinion(letter, model)
    return weighed, kinds(letter, weighed)


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
