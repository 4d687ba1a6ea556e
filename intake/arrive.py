"""Something came: keep its bytes. Only after this is committed may a channel say "received"."""

from datetime import datetime

from cases.message import Channel, Envelope
from storage import arrivals
from storage.page import Page


def arrive(
    page: Page, organisations: tuple[str, ...], channel: Channel, envelope: Envelope, received: tuple[bytes, datetime]
) -> None:
    """Keep the bytes and the instant they were complete, once for each organisation they are addressed to."""
    arrivals.keep(page, organisations, channel, envelope, received)
