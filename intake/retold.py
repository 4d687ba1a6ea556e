"""A message that was heard before, heard again: as a person has come to understand it. Pure."""

from dataclasses import replace

from cases.case import Case
from cases.files import infected
from cases.message import Address, Channel, Judgement, Message, Verdict
from cases.reading import Reading
from intake.values import Heard
from storage.messages import Told

VOUCHED = Judgement(Verdict.ADMIT, "corrected", automatic=False, may_answer=False)
"""A person has looked: nothing about the message holds anything back, and nothing is answered by itself."""


def retold(told: Told, case: Case, message_id: str | None = None, judgement: Judgement = VOUCHED) -> Heard:
    """Give a message as if it came now, at its own time, from the person that the case is about."""
    message = Message(
        channel=Channel(told.channel),
        received_at=told.at,
        return_path="",
        recipients=(),
        sender=Address(told.sender_name, case.requester.address or told.sender_address),
        subject=told.subject,
        text=told.whole,
        fingerprint="",
        message_id=message_id,
        attachments=told.attachments,
    )
    return Heard(told.id, message, judgement, proving(told))


def proving(told: Told) -> Reading:
    """Give what was understood of a message as far as it proves anything: a file with a virus in it does not."""
    refused = {file.part for file in told.attachments if infected(file.verdict)}
    papers = tuple(paper for paper in told.reading.documents if paper.part not in refused)
    return replace(told.reading, documents=papers)
