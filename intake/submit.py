"""Something came by a key of the JSON interface: keep it as an arrival, once however often it is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.api_key import ApiKey
from cases.errors import AlreadyDone
from cases.message import Channel, Envelope
from storage import arrivals, submissions
from storage.ids import new_id
from storage.page import Page
from storage.submissions import Submission

REMEMBERED = timedelta(days=30)
"""So long what came is known by its name and can be asked after."""


@dataclass(frozen=True)
class Sent:
    """What came: wrapped as a letter, with the digest of what it says, and of the name that it was given, if any."""

    raw: bytes
    content: str
    idempotency: str | None = None


def submit(page: Page, sent: Sent, api_key: ApiKey, now: datetime) -> Submission:
    """Keep what came and give it; sent again under the same name it is what came first.

    Raises AlreadyDone where something else came under that name.
    """
    organisation = api_key.organisation
    if sent.idempotency:
        before = submissions.said_before(page, organisation, api_key.id, sent.idempotency)
        if before and before.content != sent.content:
            raise AlreadyDone("something else was sent with this Idempotency-Key before")
        if before:
            return before
    submissions.forget(page, organisation, now - REMEMBERED)
    envelope = Envelope("", ())
    (arrival,) = arrivals.keep(page, (organisation,), Channel.FORM, envelope, (sent.raw, now))
    new = Submission(organisation, new_id(now), api_key.id, sent.idempotency, sent.content, arrival, now)
    submissions.add(page, new)
    return new
