"""Letters of ours that go to another address, or another way, than they were written for: by mail."""

from datetime import datetime

from cases.address import base_address, domain_of
from cases.message import Channel
from storage import outbox
from storage.outbox import Entry
from storage.page import Page


def readdress(page: Page, entry: Entry, recipient: str) -> None:
    """Let a draft go to another address, by mail."""
    outbox.edit(page, entry.outgoing.organisation, entry.id, channel=Channel.MAIL, **_to(recipient))


def change_recipient(page: Page, entry: Entry, recipient: str) -> None:
    """Let a draft go to another address, the same way as before."""
    outbox.edit(page, entry.outgoing.organisation, entry.id, **_to(recipient))


def send_by_mail(page: Page, entry: Entry, recipient: str, body: str, now: datetime) -> None:
    """Let a released letter leave by mail, with the text it has there, that waited for somebody in a chat."""
    anew = {"channel": Channel.MAIL, "not_before": now, "attempt": 0, "claimed_by": None, "claimed_until": None}
    outbox.edit(page, entry.outgoing.organisation, entry.id, body=body, **anew, **_to(recipient))
    page.wake(outbox.topic(Channel.MAIL))


def _to(recipient: str) -> dict[str, str]:
    return {"recipient": recipient, "addressee": base_address(recipient), "domain": domain_of(recipient)}
