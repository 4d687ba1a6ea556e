"""Cases that nobody had, as rows: spread over organisations, years, queues and people as real ones are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import Table

from cases.case import Event, Status
from cases.kind import Kind
from cases.outgoing import OutboxStatus
from cases.policy import Policy
from service.bench.blank_rows import (
    BLANK_CASE,
    BLANK_CLOCK,
    BLANK_LETTER,
    BLANK_MESSAGE,
    KINDS,
    READINGS,
    SYLLABLES,
    as_json,
)
from service.bench.letters import SEED, texts
from storage.history import link
from storage.outbox_table import OUTBOX
from storage.search import Searched, place_of, row_of
from storage.search_tables import SEARCHED
from storage.tables import CASE, CLOCK, EVENT, MESSAGE, THREAD

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
PEOPLE = 40
"""So many staff of each organisation have cases."""

LIVE, HELD, DRAFTS, PAUSED, ASSIGNED, WRITES_AGAIN, NOBODYS = 0.05, 0.04, 0.4, 0.05, 0.7, 0.25, 0.002
YEARS, RECENT = 3, timedelta(days=40)
"""What is over was received in these years; what lives, in these days."""

BODIES = 400

LONG_EVERY, LONG = 50_000, 120
"""The first of every so many cases has a long history: its person wrote so many times."""

Rows = list[tuple[Table, dict[str, Any]]]


@dataclass(frozen=True)
class _Said:
    """What a case is made of: the letter, its policy, the names that it goes by."""

    policy: Policy
    text: str
    name: str
    address: str


class Inventor:
    """Invents case after case, the same ones for the same seed, the oldest first."""

    def __init__(self, policies: Sequence[Policy], now: datetime, *, on_postgres: bool) -> None:
        self._chance = Random(SEED)  # noqa: S311 - reproducible is what it has to be
        self._now, self._on_postgres = now, on_postgres
        self._bodies: dict[str, list[str]] = {}
        for text, policy in texts(BODIES * len(policies), 60, policies):
            self._bodies.setdefault(policy.id, []).append(text)
        self._policies = [policy for policy in policies if policy.id in self._bodies]
        self._names = [f"{first}{last}" for first in SYLLABLES for last in SYLLABLES]

    def cases(self, count: int) -> Iterator[Rows]:
        """Give the rows of one case after another."""
        span = timedelta(days=365 * YEARS)
        over = int(count * (1 - LIVE))
        for number in range(count):
            live = number >= over
            share = (number - over) / max(count - over, 1) if live else number / max(over, 1)
            received = self._now - RECENT * (1 - share) if live else self._now - span + (span - RECENT) * share
            yield self._case(number, received, live=live)

    def _case(self, number: int, received: datetime, *, live: bool) -> Rows:
        chance = self._chance
        policy = self._policies[number % len(self._policies)]
        first, last = chance.choice(self._names), chance.choice(self._names)
        body = chance.choice(self._bodies[policy.id])
        text = f"{body}\n\nKursus {chance.choice(self._names)}-{number % 9973}.\n{first.title()} {last.title()}"
        said = _Said(policy, text, f"{first.title()} {last.title()}", f"{first}.{last}{number % 991}@example.org")
        return _Writing(self._chance, (number, received, self._now), said, self._on_postgres).rows(live=live)


class _Writing:
    """Writes the rows of one case."""

    def __init__(
        self,
        chance: Random,
        when: tuple[int, datetime, datetime],
        said: _Said,
        on_postgres: bool,  # noqa: FBT001
    ) -> None:
        self.chance, self.said, self.on_postgres = chance, said, on_postgres
        self.count, self.received, self.now = when
        self.id = (int((self.received - EPOCH).total_seconds() * 1000) << 22) | (self.count & 0x3FFF) << 4
        self.org = said.policy.id
        self.number = f"{said.policy.letters}-{self.received.year % 100:02}-{1_000_000 + self.count}"
        self.rows_: Rows = []

    def rows(self, *, live: bool) -> Rows:
        """Give them, parents first."""
        chance = self.chance
        kind = chance.choice(KINDS)
        held = live and chance.random() < HELD
        queue = self.said.policy.rules(kind).queue
        assigned = 1 + chance.randrange(PEOPLE) if chance.random() < ASSIGNED else None
        status = (Status.HELD if held else Status.OPEN) if live else Status.CLOSED
        due = self.received + timedelta(days=chance.choice((14, 28, 30)), hours=chance.randrange(24))
        paused = live and not held and chance.random() < PAUSED
        self._thread_and_messages(kind)
        events = self._events(kind, queue, assigned, live=live)
        dated = live and not held and chance.random() > NOBODYS
        row = self._case_row() | {
            "kind": kind.value,
            "status": status.value,
            "live": live,
            "queue": queue,
            "assigned_to": assigned,
            "due_at": due if dated and not paused else None,
            "held_for": "unsure" if held else None,
            "chain_head": self._chain(events),
            "events": len(events),
            "over_at": None if live else self.received + timedelta(days=9),
        }
        self.rows_.insert(1, (CASE, row))
        if not held:
            self._clock(due, live=live, paused=paused)
        letters = self._letters(live=live, draft=live and not held and chance.random() < DRAFTS)
        self._searched(kind, queue, assigned, (live, letters))
        return self.rows_

    def _case_row(self) -> dict[str, Any]:
        """Give what is known of the case from its letter alone."""
        return {
            **BLANK_CASE,
            "organisation": self.org,
            "id": self.id,
            "number": self.number,
            "thread_id": self.id + 1,
            "opened_for": self.id + 2,
            "name": self.said.name,
            "address": self.said.address,
            "language": self.said.policy.languages[0],
            "received_at": self.received,
        }

    def _thread_and_messages(self, kind: Kind) -> None:
        token = sha256(str(self.id).encode()).hexdigest()[:16]
        thread = {"organisation": self.org, "id": self.id + 1, "token": token, "address": self.said.address}
        self.rows_.append((THREAD, {**thread, "joined": None}))
        reading = READINGS[kind]
        again = 2 if self.chance.random() < WRITES_AGAIN else 1
        for place in range(LONG if self.count % LONG_EVERY == 0 else again):
            text = (
                self.said.text if place == 0 else f"Hej igen, det drejer sig om {self.number}. {self.said.text[-60:]}"
            )
            row = {
                **BLANK_MESSAGE,
                "organisation": self.org,
                "id": self.id + 2 + place,
                "thread_id": self.id + 1,
                "text": text,
                "received_at": self.received + timedelta(days=place),
                "sender_name": self.said.name,
                "sender_address": self.said.address,
                "subject": f"{kind.value.capitalize()} {self.count % 613}",
                "language": self.said.policy.languages[0],
                "fingerprint": f"bench {self.id + place}",
                "reading": reading,
            }
            self.rows_.append((MESSAGE, row))

    def _events(self, kind: Kind, queue: str, assigned: int | None, *, live: bool) -> list[Event]:
        at, staff = self.received, f"staff {assigned or 1}"
        heard = [row["id"] for table, row in self.rows_ if table is MESSAGE][1:]
        told = [
            Event(at, "received", "svarfrist", {"message": self.id + 2}),
            Event(at, "opened", "svarfrist", {"kind": kind.value, "queue": queue, "appeal_of": None}),
            Event(at, "started", "svarfrist", {"clock": "answer", "due_at": at.isoformat()}),
            Event(at, "sent", "svarfrist", {"letter": self.id + 6, "reply": "acknowledgement"}),
        ]
        told += [Event(at, "heard", "svarfrist", {"message": one}) for one in heard]
        if assigned:
            told.append(Event(at + timedelta(hours=3), "assigned", staff, {"to": assigned}))
        if not live:
            told.append(Event(at + timedelta(days=9), "closed", staff, {"reason": "done"}))
        return told

    def _chain(self, events: Sequence[Event]) -> str:
        """Tie the events together as the service does."""
        head = ""
        for seq, event in enumerate(events, 1):
            head = link(head, (self.org, self.id), seq, event)
            row = {"organisation": self.org, "case_id": self.id, "seq": seq, "at": event.at, "verb": event.verb}
            self.rows_.append((EVENT, {**row, "actor": event.actor, "data": as_json(event.data), "hash": head}))
        return head

    def _clock(self, due: datetime, *, live: bool, paused: bool) -> None:
        row = {
            **BLANK_CLOCK,
            "organisation": self.org,
            "case_id": self.id,
            "started_at": self.received,
            "due_at": due,
            "target_at": due - timedelta(days=5),
            "paused_at": self.received + timedelta(days=1) if paused else None,
            "stopped_at": None if live else self.received + timedelta(days=9),
        }
        self.rows_.append((CLOCK, row))

    def _letters(self, *, live: bool, draft: bool) -> list[dict[str, Any]]:
        subject = f"Kvittering: vi har modtaget din henvendelse [{self.number}]"
        body = (
            f"Kære {self.said.name}\n\nVi har modtaget din henvendelse. Sagsnummeret er {self.number}.\n\nVenlig hilsen"
        )
        first = self._letter(6, "acknowledgement", (subject, body), OutboxStatus.SENT)
        second = (
            f"Svar i din sag [{self.number}]",
            f"Kære {self.said.name}\n\n{self.said.text[:160]}\n\nVenlig hilsen",
        )
        if draft:
            return [first, self._letter(7, "answer_complaint", second, OutboxStatus.DRAFT)]
        return [first] if live else [first, self._letter(7, "answer_complaint", second, OutboxStatus.SENT)]

    def _letter(self, place: int, reply: str, words: tuple[str, str], status: OutboxStatus) -> dict[str, Any]:
        at = self.received + timedelta(minutes=1) if place == 6 else self.received + timedelta(days=9)  # noqa: PLR2004
        sent = at if status is OutboxStatus.SENT else None
        row = {
            **BLANK_LETTER,
            "organisation": self.org,
            "id": self.id + place,
            "case_id": self.id,
            "thread_id": self.id + 1,
            "reply": reply,
            "cause": f"bench {place}",
            "status": status.value,
            "recipient": self.said.address,
            "addressee": self.said.address,
            "domain": "example.org",
            "subject": words[0],
            "body": words[1],
            "language": self.said.policy.languages[0],
            "created_at": at,
            "not_before": at,
            "released_at": sent,
            "sent_at": sent,
            "message_id": f"<{self.id + place}@bench.example>",
        }
        self.rows_.append((OUTBOX, row))
        return row

    def _searched(self, kind: Kind, queue: str, assigned: int | None, more: tuple[bool, list[dict[str, Any]]]) -> None:
        live, letters = more
        told = [row for table, row in self.rows_ if table is MESSAGE]
        sent = [row for row in letters if row["status"] == OutboxStatus.SENT]
        one = Searched(
            organisation=self.org,
            case=self.id,
            thread=self.id + 1,
            head="\n".join((self.number, self.said.name, self.said.address, told[0]["subject"])),
            text="\n".join([*(row["text"] for row in told), *(f"{row['subject']}\n{row['body']}" for row in sent)]),
            place=place_of(queue, assigned, kind, live=live, received=self.received),
        )
        self.rows_.append((SEARCHED, row_of(one, on_postgres=self.on_postgres)))
