"""Sweeps that somebody asked for: what is to go, what is gone, and where it goes on. A row of the staff log each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from cases.staff import Staff
from storage.ids import new_id
from storage.page import KEY, ORG, Page
from storage.people import STAFF, STAFF_EVENT

TOPIC = "sweep"
"""What waits for sweeps to be made."""

VERB = "erased_old"


@dataclass(frozen=True)
class Sweep:
    """A sweep that somebody asked for: `planned` and `gone` are numbers by what they count.

    `kept` counts cases that something keeps although their time is over. `step` and `after` are where it goes on;
    `done_at`: it is over.
    """

    id: int
    staff: int
    asked_at: datetime
    planned: Mapping[str, int]
    gone: Mapping[str, int] = field(default_factory=dict)
    kept: int = 0
    step: str = ""
    after: int = 0
    done_at: datetime | None = None

    @property
    def total(self) -> int:
        """Give how much was to go."""
        return sum(self.planned.values())

    @property
    def so_far(self) -> int:
        """Give how much is gone."""
        return sum(self.gone.values())


_LAST = (
    select(STAFF_EVENT)
    .where(STAFF_EVENT.c.organisation == ORG, STAFF_EVENT.c.verb == VERB)
    .order_by(STAFF_EVENT.c.id.desc())
    .limit(1)
)
_MINE = (STAFF_EVENT.c.organisation == ORG) & (STAFF_EVENT.c.id == KEY)
_FIRST = select(STAFF.c.id).where(STAFF.c.organisation == ORG).order_by(STAFF.c.id).limit(1).with_for_update()


def in_turn(page: Page, organisation: str) -> None:
    """Let nobody else begin a sweep of an organisation until this page is done."""
    page.one(_FIRST, org=organisation)


def begin(page: Page, staff: Staff, planned: Mapping[str, int], now: datetime) -> Sweep:
    """Write down that somebody asked for a sweep."""
    sweep = Sweep(new_id(now), staff.id, now, planned)
    page.add(
        STAFF_EVENT,
        organisation=staff.organisation,
        id=sweep.id,
        staff_id=staff.id,
        at=now,
        verb=VERB,
        by=staff.id,
        data=_data(sweep),
    )
    page.wake(TOPIC)
    return sweep


def last(page: Page, organisation: str, *, to_change: bool = False) -> Sweep | None:
    """Give the last sweep of an organisation; with `to_change`, nobody else goes on with it until this page is done."""
    row = page.one(_LAST.with_for_update() if to_change else _LAST, org=organisation)
    if row is None:
        return None
    data: dict[str, Any] = row.data
    done = data["done_at"]
    return Sweep(
        id=row.id,
        staff=row.staff_id,
        asked_at=row.at,
        planned=data["planned"],
        gone=data["gone"],
        kept=data["kept"],
        step=data["step"],
        after=data["after"],
        done_at=datetime.fromisoformat(done) if done else None,
    )


def keep(page: Page, organisation: str, sweep: Sweep) -> None:
    """Write down how far a sweep is."""
    page.execute(update(STAFF_EVENT).where(_MINE), {"org": organisation, "key": sweep.id, "data": _data(sweep)})


def _data(sweep: Sweep) -> dict[str, Any]:
    return {
        "planned": dict(sweep.planned),
        "gone": dict(sweep.gone),
        "kept": sweep.kept,
        "step": sweep.step,
        "after": sweep.after,
        "done_at": sweep.done_at.isoformat() if sweep.done_at else None,
    }
