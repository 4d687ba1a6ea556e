"""The people who may log in. Passwords come here as hashes; nobody hashes on a writer's thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from cases.errors import BadInput
from cases.staff import Staff
from storage.page import KEY, ORG, Page
from storage.people import SESSION, STAFF


@dataclass(frozen=True)
class Account:
    """A person with what the log-in needs to know: the argon2id hash of the password, and whether it still opens.

    From `until` on it opens no more: somebody from outside is let in for a time only (P-MX-15).
    """

    staff: Staff
    password_hash: str
    disabled: bool
    created_at: datetime
    until: datetime | None = None
    seen_at: datetime | None = None

    @property
    def has_password(self) -> bool:
        """Say whether the person has set a password."""
        return self.password_hash.startswith("$")


def folded(email: str) -> str:
    """Give an address as it is kept and compared: without blanks around it, in lower case."""
    return email.strip().lower()


def add(page: Page, staff: Staff, password_hash: str, now: datetime, until: datetime | None = None) -> None:
    """Enter a person, for a time where `until` is given; raise BadInput where somebody has that address already."""
    if _find(page, _called(staff.organisation, staff.email)):
        raise BadInput(
            f"{staff.email} is already staff of {staff.organisation}; `svarfrist staff reset` gives a new password"
        )
    page.add(
        STAFF,
        organisation=staff.organisation,
        id=staff.id,
        email=folded(staff.email),
        name=staff.name,
        role=staff.role,
        password_hash=password_hash,
        language=staff.language,
        disabled=False,
        created_at=now,
        until=until,
        seen_at=None,
    )


def listed(page: Page, organisation: str | None = None) -> tuple[Account, ...]:
    """Give everybody of one organisation, or of all, by organisation and address."""
    everybody = select(STAFF).order_by(STAFF.c.organisation, STAFF.c.email)
    return _accounts(page, everybody if organisation is None else everybody.where(STAFF.c.organisation == organisation))


def by_email(page: Page, email: str, now: datetime) -> tuple[Account, ...]:
    """Give the accounts that open with an address: one person may work for several organisations."""
    mine = select(STAFF).where(STAFF.c.email == folded(email), ~STAFF.c.disabled, still_open(now))
    return _accounts(page, mine.order_by(STAFF.c.organisation))


_ADDRESSED = select(STAFF).where(STAFF.c.organisation == ORG, STAFF.c.email == KEY, ~STAFF.c.disabled)


def by_address(page: Page, organisation: str, email: str) -> Staff | None:
    """Give the person of an organisation who has an address and may log in, or None."""
    row = page.one(_ADDRESSED, org=organisation, key=folded(email)) if email else None
    return staff_of(row) if row else None


def of_roles(page: Page, organisation: str, roles: Iterable[str]) -> tuple[Staff, ...]:
    """Give the people who have one of some roles and may log in, by address."""
    wanted = select(STAFF).where(
        STAFF.c.organisation == organisation, STAFF.c.role.in_(tuple(roles)), ~STAFF.c.disabled
    )
    return tuple(account.staff for account in _accounts(page, wanted.order_by(STAFF.c.email)))


_WORKING = select(STAFF).where(STAFF.c.organisation == ORG, ~STAFF.c.disabled).order_by(STAFF.c.name, STAFF.c.id)


def working(page: Page, organisation: str) -> tuple[Staff, ...]:
    """Give everybody of an organisation who may log in, by name."""
    return tuple(staff_of(row) for row in page.all(_WORKING, org=organisation))


def names(page: Page, organisation: str) -> dict[int, str]:
    """Give the name of everybody who works or worked at the desk of an organisation, by id."""
    rows = page.all(select(STAFF.c.id, STAFF.c.name).where(STAFF.c.organisation == organisation))
    return {row.id: row.name for row in rows}


def still_open(now: datetime) -> ColumnElement[bool]:
    """Say of which people the time has not run out."""
    return STAFF.c.until.is_(None) | (STAFF.c.until > now)


def by_id(page: Page, organisation: str, id_: int) -> Account | None:
    """Give a person of an organisation, who may log in or no longer may, or None."""
    return _find(page, (STAFF.c.organisation == organisation) & (STAFF.c.id == id_))


def called(page: Page, organisation: str, email: str) -> Account | None:
    """Give the person of an organisation with an address, who may log in or no longer may, or None."""
    return _find(page, _called(organisation, email))


def let_in(page: Page, staff: Staff, until: datetime) -> None:
    """Let somebody from outside in again, or for longer."""
    mine = _called(staff.organisation, staff.email)
    page.execute(update(STAFF).where(mine).values(until=until, disabled=False, name=staff.name))


def end_time(page: Page, now: datetime) -> int:
    """Disable everybody whose time has run out, and end their log-ins; give how many that were."""
    over = page.all(select(STAFF).where(STAFF.c.until <= now, ~STAFF.c.disabled))
    for row in over:
        _change(page, row.organisation, row.email, disabled=True)
    return len(over)


def disable(page: Page, organisation: str, email: str) -> None:
    """Let a person in no more and end the log-ins; raise BadInput where nobody has that address."""
    _change(page, organisation, email, disabled=True)


def reset(page: Page, organisation: str, email: str, password_hash: str) -> None:
    """Give a new password, let the person in again, end the log-ins; raise BadInput where there is no such person."""
    _change(page, organisation, email, disabled=False, password_hash=password_hash)


def set_password(page: Page, staff: Staff, password_hash: str) -> None:
    """Give a person a password that they chose; open sessions go on."""
    page.execute(update(STAFF).where(_called(staff.organisation, staff.email)).values(password_hash=password_hash))


def change(page: Page, staff: Staff, /, **values: Any) -> None:  # noqa: ANN401 - columns of any type
    """Change a person's role, name, language or end; open sessions go on."""
    page.execute(update(STAFF).where(_called(staff.organisation, staff.email)).values(**values))


def let_in_again(page: Page, staff: Staff) -> None:
    """Let a person who was disabled log in again."""
    page.execute(update(STAFF).where(_called(staff.organisation, staff.email)).values(disabled=False))


def _change(page: Page, organisation: str, email: str, **values: Any) -> None:  # noqa: ANN401 - columns of any type
    person = _find(page, _called(organisation, email))
    if person is None:
        raise BadInput(f"{email} is not staff of {organisation}; `svarfrist staff list` names everybody")
    page.execute(update(STAFF).where(_called(organisation, email)).values(**values))
    page.execute(delete(SESSION).where(SESSION.c.organisation == organisation, SESSION.c.staff_id == person.staff.id))


def _called(organisation: str, email: str) -> ColumnElement[bool]:
    return (STAFF.c.organisation == organisation) & (STAFF.c.email == folded(email))


def _find(page: Page, which: ColumnElement[bool]) -> Account | None:
    return next(iter(_accounts(page, select(STAFF).where(which))), None)


def _accounts(page: Page, statement: Any) -> tuple[Account, ...]:  # noqa: ANN401 - a select
    return tuple(_account(row) for row in page.all(statement))


def _account(row: Row[Any]) -> Account:
    return Account(staff_of(row), row.password_hash, row.disabled, row.created_at, row.until, row.seen_at)


def staff_of(row: Row[Any]) -> Staff:
    """Give the person whose columns a row has."""
    return Staff(row.organisation, row.id, row.email, row.name, row.role, row.language)
