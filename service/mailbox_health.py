"""What machines are told of mailboxes: which are silent, and since when nothing was fetched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge

from intake.watch import Since, Watched, last_success, silent
from storage.mailbox_watch import MailboxState

LABELS = ("organisation", "mailbox")


@dataclass(frozen=True)
class Health:
    """One mailbox that is watched, what is known of it, and whether it is silent."""

    watched: Watched
    state: MailboxState
    silent: bool

    @property
    def told(self) -> dict[str, str | None]:
        """Give what `/readyz` says of it."""
        last = last_success(self.state)
        return {
            "organisation": self.watched.organisation,
            "mailbox": self.watched.name,
            "since": last.isoformat() if last else None,
            "trouble": self.state.trouble,
        }


def of_mailboxes(watched: Iterable[Watched], states: Iterable[MailboxState], since: Since) -> tuple[Health, ...]:
    """Say how each mailbox is that is watched; of one that nobody opened nothing is known."""
    known = {(state.organisation, state.name): state for state in states}
    pairs = ((one, known.get((one.organisation, one.name))) for one in watched)
    return tuple(
        Health(one, state or MailboxState(one.organisation, one.name), silent(one, state, since))
        for one, state in pairs
    )


def expose(found: Sequence[Health], since: Since, registry: CollectorRegistry) -> None:
    """Add the gauges of each mailbox; what is not known of it is left out."""
    for name, words, values in _gauges(found, since):
        gauge = Gauge(f"svarfrist_mailbox_{name}", words, LABELS, registry=registry)
        for health, value in zip(found, values, strict=True):
            if value is not None:
                gauge.labels(health.watched.organisation, health.watched.name).set(value)


def _gauges(found: Sequence[Health], since: Since) -> Iterator[tuple[str, str, list[float | None]]]:
    now = since.now
    polled = [last_success(one.state) or since.started_at for one in found]
    yield "silent", "1 where nothing was fetched for too long", [one.silent for one in found]
    yield "seconds_since_poll", "Seconds since letters were last fetched", [(now - at).total_seconds() for at in polled]
    yield "trouble", "1 where something is wrong with the mailbox", [one.state.trouble is not None for one in found]
    yield "attempts", "Attempts since it went wrong", [one.state.attempts for one in found]
    yield (
        "missing",
        "Letters that the last reconciliation found and we did not have",
        [one.state.missing for one in found],
    )
    yield (
        "secret_days_left",
        "Days until the mailbox's secret ends",
        [_days(one.state.secret_until, now) for one in found],
    )


def _days(until: datetime | None, now: datetime) -> float | None:
    return (until - now) / timedelta(days=1) if until else None
