"""How the desk says things: instants in the organisation's zone, time left in words, codes by their names."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from cases.case import Event
from cases.kind import Kind
from cases.organisation import Words
from cases.policy import Policy
from cases.term import Term
from desk.refusals import Refusal, refusal
from desk.texts import Texts
from replies.words import clock_time, day, listed
from storage.views import ENOUGH

_SOON = 2
_MEGABYTE = 1_000_000
_HOUR = timedelta(hours=1)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
FORMATS = {
    "application/msword": "Word",
    "application/pdf": "PDF",
    "application/rtf": "RTF",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.ms-powerpoint": "PowerPoint",
    "application/zip": "ZIP",
    "image/gif": "GIF",
    "image/heic": "HEIC",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/webp": "WebP",
    "text/html": "HTML",
    f"{_OFFICE}.presentationml.presentation": "PowerPoint",
    f"{_OFFICE}.spreadsheetml.sheet": "Excel",
    f"{_OFFICE}.wordprocessingml.document": "Word",
    f"{_OPEN}.spreadsheet": "OpenDocument",
    f"{_OPEN}.text": "OpenDocument",
}
"""What people call a type of file; these names are the same in every language."""


PEOPLE = frozenset({"to", "person"})
"""Data of events that are ids of staff."""

REQUESTER = "requester"
"""Who acts on the page of their own case."""

NOBODY: Mapping[int, str] = {}

NAMED: Mapping[str, str] = {
    "kind": "kind",
    "clock": "clock",
    "reason": "reason",
    "relation": "relation",
    "way": "way",
    "route": "route",
    "task": "task",
    "flag": "flag",
    "severity": "deed.severity.severity",
    "ruling": "deed.decision.ruling",
    "because": "deed.decision.because",
    "standing": "deed.standing.standing",
    "outcome": "deed.settlement.outcome",
    "occurrence": "occurrence",
    "question": "deed.question.question",
    "judgement": "deed.breach.judgement",
    "how": "reason",
    "why": "reason",
    "result": "deed.task.result",
    "finding": "deed.assessment.finding",
    "interest": "deed.declaration.interest",
    "basis": "deed.disclosure.basis",
}
"""Data of events that are codes, and the group of texts that names them."""


@dataclass(frozen=True)
class Left:
    """How much time is left, in words; `tone` is "late", "today", "soon", "calm" or "none"."""

    words: str
    tone: str


@dataclass(frozen=True)
class Say:
    """Speaks one language of the interface, for one organisation, at one instant."""

    t: Texts
    policy: Policy
    now: datetime

    def local(self, at: datetime) -> datetime:
        """Give an instant as the organisation's clocks show it."""
        return at.astimezone(ZoneInfo(self.policy.zone))

    def day(self, at: datetime) -> str:
        """Write the date: "7 April 2026"."""
        return day(self.local(at), self.t.language)

    def on(self, date_: date) -> str:
        """Write a day that has no time: "7 April 2026"."""
        return day(date_, self.t.language)

    def moment(self, at: datetime) -> str:
        """Write date and time of day: "7 April 2026 at 11:00"."""
        return self.t("when.at", day=self.day(at), time=self.time(at))

    def time(self, at: datetime) -> str:
        """Write the time of day."""
        return clock_time(self.local(at), self.t.language)

    def left(self, due_at: datetime | None) -> Left:
        """Say how much time is left; on the last day a thing is due today, not late."""
        if due_at is None:
            return Left(self.t("left.none"), "none")
        if due_at < self.now:
            return Left(self._over(self.now - due_at, due_at), "late")
        days = self._days_until(due_at)
        if days == 0:
            return Left(self.t("left.today", time=self.time(due_at)), "today")
        if days == 1:
            return Left(self.t("left.tomorrow"), "soon")
        return Left(self.t.count("left.days", days), "soon" if days <= _SOON else "calm")

    def _over(self, over: timedelta, due_at: datetime) -> str:
        days = -self._days_until(due_at)
        if over < _HOUR:
            return self.t("late.just")
        return self.t.count("late.days", days) if days else self.t.count("late.hours", over // _HOUR)

    def _days_until(self, at: datetime) -> int:
        return (self.local(at).date() - self.local(self.now).date()).days

    def words(self, names: Words) -> str:
        """Choose among a policy's names for one thing: in the interface's language, else the organisation's first."""
        return names.get(self.t.language) or next((names[one] for one in self.policy.languages if one in names), "")

    def queue(self, id_: str) -> str:
        """Name a queue."""
        return next((self.words(queue.names) for queue in self.policy.queues if queue.id == id_), "") or id_

    def role(self, id_: str) -> str:
        """Name a role of the staff."""
        return next((self.words(role.names) for role in self.policy.roles if role.id == id_), "") or id_

    def reply(self, id_: str) -> str:
        """Name a reply; an answer by the kind that it answers."""
        if id_.startswith("answer_"):
            return self.t("reply.answer", kind=self.t.name("kind", id_.removeprefix("answer_")))
        return self.t.name("reply", id_)

    def requirements(self, ids: Sequence[str]) -> str:
        """List requirements by name."""
        return listed([self.t.name("requirement", id_) for id_ in ids], self.t.language) if ids else ""

    def listed(self, words: Iterable[str]) -> str:
        """Write "a, b and c"."""
        return listed([*words], self.t.language)

    def people(self, ids: Iterable[int], names: Mapping[int, str]) -> str:
        """Name several members of staff: "Bo Lund and Ida Juhl"."""
        return listed(sorted(names.get(id_, "–") for id_ in ids), self.t.language)

    def sensitive(self, categories: Sequence[str]) -> str:
        """List what is sensitive in a message: "BSN and passport number"."""
        return listed([self.t.name("sensitive", one) for one in dict.fromkeys(categories)], self.t.language)

    def term(self, term: Term) -> str:
        """Write a length of time: "14 working days"."""
        return self.t.count(f"term.{term.unit.replace(' ', '_')}", term.count)

    def number(self, count: int) -> str:
        """Write a count that stops at ENOUGH."""
        return str(count) if count < ENOUGH else f"{ENOUGH - 1}+"

    def person(self, actor: str | None, names: Mapping[int, str]) -> str:
        """Name whoever did something: a member of staff by name, the program by its own, the person of the case."""
        if actor == REQUESTER:
            return self.t("actor.requester")
        id_ = (actor or "").removeprefix("staff ")
        return names.get(int(id_), "") if id_.isdecimal() else actor or ""

    def size(self, octets: int) -> str:
        """Write the size of a file."""
        if octets < _MEGABYTE:
            return f"{max(1, round(octets / 1000))} kB"
        written = f"{octets / _MEGABYTE:.1f} MB"
        return written if self.t.language == "en" else written.replace(".", ",")

    def format(self, media_type: str) -> str:
        """Name what a file says it is: "PDF"; the type itself where people have no word for it."""
        return FORMATS.get(media_type, media_type)

    def refusal(self, reason: str) -> Refusal:
        """Say why something was not done, in the reader's language where it has words for it."""
        return refusal(reason, self.t, self.role)

    def field(self, name: str, value: str) -> str:
        """Write what was read: dates in words, codes by their names, everything else as it is."""
        ways: dict[str, Callable[[str], str]] = {
            "dates": lambda days: _DAY.sub(lambda one: day(date.fromisoformat(one[0]), self.t.language), days),
            "role": lambda code: self.t.name("role", code),
            "consent": lambda code: self.t.name("consent", code),
        }
        return ways[name](value) if name in ways else value

    def event(self, event: Event, names: Mapping[int, str] = NOBODY) -> str:
        """Tell what happened, with as much of its data as has a meaning for people; `names` are those of staff."""
        known = {key: str(value) for key, value in event.data.items() if value not in {None, ""}}
        people = {key: self.person(f"staff {known[key]}", names) for key in PEOPLE & known.keys()}
        told = [people.get(key) or self._datum(key, value) for key, value in known.items()]
        return ": ".join(filter(None, [self.t.name("event", event.verb), ", ".join(filter(None, told))]))

    def _was(self, code: str) -> str:
        """Say which kind a case was before; what else comes "from" somewhere means nothing to people."""
        return self.t("corrected.from", what=self.t.name("kind", code)) if code in set(Kind) else ""

    def _grounds(self, ids: str) -> str:
        return listed([self.t.name("deed.decision.grounds", id_) for id_ in ids.split()], self.t.language)

    def _fields(self, names: str) -> str:
        return listed([self.t.name("field", name) for name in names.split()], self.t.language)

    def _datum(self, key: str, value: str) -> str:
        """Say one datum of an event, or "" where it is an id that means nothing to people."""
        sayings: dict[str, Callable[[str], str]] = {
            "queue": self.queue,
            "due_at": lambda at: self.day(datetime.fromisoformat(at)),
            "on": lambda at: self.moment(datetime.fromisoformat(at)),
            "staff_role": self.role,
            "at_once": lambda _: self.t("deed.severity.act_now.label").lower(),
            "missing": lambda ids: self.requirements(ids.split()),
            "requirements": lambda ids: self.requirements(ids.split()),
            "reply": self.reply,
            "from": self._was,
            "also": lambda kind: self.t("corrected.also", what=self.t.name("kind", kind)),
            "of": lambda number: self.t("corrected.of", number=number),
            "fields": self._fields,
            "day": lambda day: self.day(datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(self.policy.zone))),
            "grounds": self._grounds,
            "reasons": lambda ids: self.listed(self.t.name("deed.extension.reasons", id_) for id_ in ids.split()),
            "about": str,
            "customer": str,
            "month_ends": lambda at: self.day(datetime.fromisoformat(at)),
            "appeal": str,
            "first": str,
            "until": lambda at: self.t("case.until", when=self.moment(datetime.fromisoformat(at))),
            "numbers": lambda categories: self.sensitive(categories.split()),
            "categories": lambda categories: self.sensitive(categories.split()),
            **{key: partial(self.t.name, group) for key, group in NAMED.items()},
        }
        return sayings[key](value) if key in sayings else ""
