"""Something happened to a case that the organisation's own system wants to know: a row for the webhook, beside it.

It is written in the same transaction as what happened, so that neither is there without the other.
"""

import json
from datetime import datetime
from enum import StrEnum

from cases.case import Case
from cases.clock import Clock
from cases.office import Office
from intake.case_standing import OUTSIDE
from storage import webhooks
from storage.ids import new_id
from storage.page import Page
from storage.webhooks import Call


class Happening(StrEnum):
    """What an organisation's own system is told of."""

    OPENED = "case.opened"
    ANSWERED = "case.answered"
    LATE = "case.late"
    TEST = "webhook.test"


def announce(page: Page, what: Happening, about: tuple[Case, Clock | None], office: Office, now: datetime) -> None:
    """Let the organisation's own system be told, where it has one; `about` are the case and the clock that counts."""
    if not office.announces:
        return
    case, clock = about
    id_ = new_id(now)
    said = body(id_, what, {**_of_case(case), **_of_clock(clock, office)}, now)
    webhooks.add(page, Call(case.organisation, id_, what, said), case.id, now)


def body(id_: int, what: Happening, data: dict[str, str | None], now: datetime) -> str:
    """Give what is sent: it names a case by its number, and nobody."""
    told = {"id": name_of(id_), "type": what, "timestamp": now.isoformat(timespec="seconds"), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def name_of(id_: int) -> str:
    """Give what a call is called outside, the same at every attempt (Standard Webhooks)."""
    return f"msg_{id_}"


def _of_case(case: Case) -> dict[str, str | None]:
    return {
        "organisation": case.organisation,
        "number": case.number,
        "kind": case.kind,
        "status": OUTSIDE[case.status],
        "received_at": case.received_at.isoformat(timespec="seconds"),
    }


def _of_clock(clock: Clock | None, office: Office) -> dict[str, str | None]:
    if clock is None:
        return {"due": None}
    return {"due": office.day(clock.due_at).isoformat(), "clock": clock.name}
