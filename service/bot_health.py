"""What machines are told of bots at Telegram: which are out of reach, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Gauge

from intake.watch import Since
from intake.watch_bots import bot_silent
from storage.telegram_bots import BotState


@dataclass(frozen=True)
class BotHealth:
    """One bot that is watched, and whether it is out of reach."""

    state: BotState
    silent: bool

    @property
    def told(self) -> dict[str, str | None]:
        """Give what `/readyz` says of it."""
        last = self.state.heard_at
        since = last.isoformat() if last else None
        return {"organisation": self.state.organisation, "since": since, "trouble": self.state.trouble}


def of_bots(bots: Iterable[str], states: Iterable[BotState], since: Since) -> tuple[BotHealth, ...]:
    """Say how the bot of each organisation is; of one that was never at work nothing is known."""
    known = {state.organisation: state for state in states}
    return tuple(BotHealth(known.get(one, BotState(one)), bot_silent(known.get(one), since)) for one in bots)


def expose_bots(found: Sequence[BotHealth], since: Since, registry: CollectorRegistry) -> None:
    """Add the gauges of each bot."""
    for name, words, values in (
        ("silent", "1 where Telegram did nothing for too long", [one.silent for one in found]),
        ("trouble", "1 where something is wrong with the bot", [one.state.trouble is not None for one in found]),
        (
            "seconds_since_heard",
            "Seconds since Telegram last did what it was asked",
            [(since.now - (one.state.heard_at or since.started_at)).total_seconds() for one in found],
        ),
    ):
        gauge = Gauge(f"svarfrist_bot_{name}", words, ["organisation"], registry=registry)
        for health, value in zip(found, values, strict=True):
            gauge.labels(health.state.organisation).set(value)
