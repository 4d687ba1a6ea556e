"""Where people of staff are told on Telegram: a chat of their own with the organisation's bot."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from cases.staff import Staff
from storage.notice_table import STAFF_TELEGRAM
from storage.page import KEY, ORG, Page
from storage.people import STAFF
from storage.sessions import digest
from storage.staff import staff_of, still_open

_COLUMNS = STAFF_TELEGRAM.c
_OF_PERSON = select(STAFF_TELEGRAM).where(_COLUMNS.organisation == ORG, _COLUMNS.staff_id == KEY)
_ADDRESS = select(_COLUMNS.address).where(_COLUMNS.organisation == ORG, _COLUMNS.staff_id == KEY)
_THEIRS = select(STAFF).join(
    STAFF_TELEGRAM, (STAFF.c.organisation == _COLUMNS.organisation) & (STAFF.c.id == _COLUMNS.staff_id)
)
_AT = _THEIRS.where(_COLUMNS.organisation == ORG, _COLUMNS.address == KEY)


@dataclass(frozen=True)
class Linked:
    """A person's Telegram: since when they are told there, None where they are not (yet); until when a code holds."""

    since: datetime | None
    code_until: datetime | None


def begin(page: Page, staff: Staff, code: str, until: datetime) -> None:
    """Let a code link a person's Telegram until an instant; the one before links nothing any more."""
    values = {"code": digest(code), "code_until": until}
    if not page.execute(update(STAFF_TELEGRAM).where(_mine(staff)).values(**values)).rowcount:
        page.add(
            STAFF_TELEGRAM,
            organisation=staff.organisation,
            staff_id=staff.id,
            address=None,
            since=None,
            code=values["code"],
            code_until=until,
        )


def by_code(page: Page, organisation: str, code: str, now: datetime) -> Staff | None:
    """Give whose Telegram a code links now, None where it links nobody's."""
    holds = (_COLUMNS.code == digest(code)) & (_COLUMNS.code_until > now) & ~STAFF.c.disabled & still_open(now)
    row = page.one(_THEIRS.where(_COLUMNS.organisation == organisation, holds))
    return staff_of(row) if row else None


def link(page: Page, staff: Staff, address: str, now: datetime) -> None:
    """Let a person be told in a chat; its code is used up, and nobody else is told there any more."""
    others = (_COLUMNS.organisation == staff.organisation) & (_COLUMNS.address == address)
    page.execute(delete(STAFF_TELEGRAM).where(others, _COLUMNS.staff_id != staff.id))
    values = {"address": address, "since": now, "code": None, "code_until": None}
    page.execute(update(STAFF_TELEGRAM).where(_mine(staff)).values(**values))


def end(page: Page, staff: Staff) -> bool:
    """Let a person be told on Telegram no more; False where they were not."""
    was = of_person(page, staff)
    page.execute(delete(STAFF_TELEGRAM).where(_mine(staff)))
    return was is not None and was.since is not None


def of_person(page: Page, staff: Staff) -> Linked | None:
    """Give a person's Telegram, None where there is none and no code was made."""
    row = page.one(_OF_PERSON, org=staff.organisation, key=staff.id)
    return Linked(row.since, row.code_until) if row else None


def address_of(page: Page, organisation: str, person: int | None) -> str | None:
    """Give the chat in which a person is told, None where they are not."""
    row = page.one(_ADDRESS, org=organisation, key=person) if person is not None else None
    return row.address if row else None


def is_told(page: Page, organisation: str, person: int | None) -> bool:
    """Say whether a person is told on Telegram."""
    return address_of(page, organisation, person) is not None


def by_address(page: Page, organisation: str, address: str) -> Staff | None:
    """Give who of staff is told in a chat, also somebody who may no longer log in; None for everybody else's chat."""
    row = page.one(_AT, org=organisation, key=address)
    return staff_of(row) if row else None


def may_hear(page: Page, staff: Staff, now: datetime) -> bool:
    """Say whether a person may still log in, and so be told of anything."""
    mine = (STAFF.c.organisation == staff.organisation) & (STAFF.c.id == staff.id)
    return page.one(select(STAFF.c.id).where(mine, ~STAFF.c.disabled, still_open(now))) is not None


def _mine(staff: Staff) -> ColumnElement[bool]:
    return (_COLUMNS.organisation == staff.organisation) & (_COLUMNS.staff_id == staff.id)
