"""Has what people type understood as letters are: beside the loop, in a process of its own; no letter delays it."""

from collections.abc import Mapping, Sequence

from bot.worker import Understand
from cases.office import Office
from intake.receive import Understood
from mail.apart import Apart
from mail.understand import Bytes, Understanding
from storage.arrivals import TRIES, Arrival


def apart_for(offices: Mapping[str, Office]) -> Apart:
    """Give the process that understands what people type."""
    return Apart({id_: office.policy for id_, office in offices.items()})


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
