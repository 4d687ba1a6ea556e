"""Has what people type understood as letters are: beside the loop, in the same process, which takes much memory."""

from collections.abc import Sequence

from bot.worker import Understand
from intake.receive import Understood
from mail.apart import Apart
from mail.understand import Bytes, Understanding
from storage.arrivals import TRIES, Arrival


def understanding(apart: Apart) -> Understand:
    """Give what understands arrivals there."""

    async def understand(taken: Sequence[Arrival]) -> list[Understood | None]:
        found = await apart.understand([_bytes(arrival) for arrival in taken])
        return [_understood(arrival, what) for arrival, what in zip(taken, found, strict=True)]

    return understand


def _bytes(arrival: Arrival) -> Bytes:
    return Bytes(
        organisation=arrival.organisation,
        raw=arrival.raw or b"",
        envelope=arrival.envelope,
        received_at=arrival.received_at,
        hopeless=arrival.attempts >= TRIES,
        channel=arrival.channel,
    )


def _understood(arrival: Arrival, what: Understanding | None) -> Understood | None:
    if what is None:
        return None
    return Understood(arrival.id, what.message, what.judgement, what.reading, what.tokens, what.raw)
