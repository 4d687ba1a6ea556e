"""What somebody asks of the queue: which view, which of their queues, what the cases have to be. Read, and written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from cases.kind import Kind
from cases.message import Channel
from cases.staff import Staff, queues_of, taken_over
from desk.forms import whole
from desk.visitor import Visitor
from storage.reach import Filters, Only, Reach


class View(StrEnum):
    """The views of the queue, in the order in which they stand."""

    ALL = "all"
    MINE = "mine"
    LATE = "late"
    TODAY = "today"
    APPROVAL = "approval"
    AWAITING = "awaiting"
    HELD = "held"


NOBODY = "none"
"""The filter for what is assigned to nobody."""

_ONLY = {View.HELD: Only.HELD, View.AWAITING: Only.AWAITING, View.APPROVAL: Only.APPROVAL}


@dataclass(frozen=True)
class Asked:
    """A view of the queue with its filters, each "" where it is not set. `who` is NOBODY or the id of a colleague."""

    view: View = View.ALL
    queue: str = ""
    kind: str = ""
    language: str = ""
    channel: str = ""
    who: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], me: Visitor) -> Self:
        """Read an address; what is nothing of the kind counts as not set, so that an old link still leads somewhere."""
        wished = {name: query.get(name, "") for name in ("queue", "kind", "language", "channel", "who")}
        known = {
            "queue": queues_of(me.staff, me.policy),
            "kind": tuple(Kind),
            "language": me.policy.languages,
            "channel": tuple(Channel),
        }
        kept = {name: value for name, value in wished.items() if value in known.get(name, ())}
        view, who = query.get("view", ""), wished["who"]
        return cls(
            view=View(view) if view in set(View) else View.ALL,
            **kept,
            who=who if who == NOBODY or whole(who) else "",
        )

    @property
    def is_filtered(self) -> bool:
        """Say whether anything but the view is set."""
        return self != Asked(self.view)

    def query(self, after: object = None, view: View | None = None) -> str:
        """Write it for an address, in another view where one is given; "" where nothing is set."""
        one = replace(self, view=view) if view else self
        said = {"view": "" if one.view == View.ALL else one.view, **{name: getattr(one, name) for name in _FILTERS}}
        said["after"] = str(after) if after else ""
        return "?" + urlencode({name: value for name, value in said.items() if value}) if any(said.values()) else ""

    def reach(self, me: Visitor, now: datetime) -> Reach:
        """Say which cases that are; a person's own stay in sight whatever queue they stand in."""
        queues = queues_of(me.staff, me.policy)
        mine = self.view is View.MINE
        due_from, due_before = span(self.view, now, ZoneInfo(me.policy.zone))
        return Reach(
            organisation=me.staff.organisation,
            queues=() if mine else (self.queue,) if self.queue else queues,
            persons=() if self.queue and not mine else own(me.staff),
            viewer=me.staff.id,
            only=_ONLY.get(self.view, Only.LIVE),
            due_from=due_from,
            due_before=due_before,
            filters=Filters(
                kind=self.kind or None,
                language=self.language or None,
                channel=self.channel or None,
                assigned=0 if self.who == NOBODY else whole(self.who) or None,
            ),
        )


_FILTERS = ("queue", "kind", "language", "channel", "who")


def own(staff: Staff) -> tuple[int, ...]:
    """Give the persons whose cases are a person's own: theirs, and those of colleagues they stand in for."""
    return (staff.id, *taken_over(staff))


def span(view: View, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Give from when on and before when a case of a view ends: late ones before now, today's until the day is over."""
    if view is View.LATE:
        return None, now
    if view is View.TODAY:
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        return now, datetime.combine(tomorrow, time(), zone)
    return None, None
