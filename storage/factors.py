"""What shows who a person is beside the password: a device that makes codes, codes on paper, and passkeys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as on_postgres
from sqlalchemy.dialects.sqlite import insert as on_sqlite

from cases.staff import Staff
from storage.ids import new_id
from storage.page import KEY, ORG, Page
from storage.people import CODES, PASSKEY, RECOVERY_CODE, SPENT
from storage.sessions import digest


@dataclass(frozen=True)
class Codes:
    """The sealed secret of a device that makes codes, and the step of the last one that was taken."""

    sealed: str
    last_step: int
    created_at: datetime


@dataclass(frozen=True)
class Passkey:
    """A passkey; `credential` is its id and `public_key` its public half, both base64url."""

    organisation: str
    id: int
    staff: int
    credential: str
    public_key: str
    sign_count: int
    name: str
    created_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True)
class Factors:
    """What a person has beside the password; `recovery` is how many codes on paper are left."""

    codes: bool
    recovery: int
    passkeys: tuple[Passkey, ...]

    def __bool__(self) -> bool:
        """Say whether a log-in asks for more than the password."""
        return self.codes or bool(self.passkeys)


_CODES = select(CODES).where(CODES.c.organisation == ORG, CODES.c.staff_id == KEY)
_PASSKEYS = select(PASSKEY).where(PASSKEY.c.organisation == ORG, PASSKEY.c.staff_id == KEY).order_by(PASSKEY.c.id)
_LEFT = select(func.count()).where(RECOVERY_CODE.c.organisation == ORG, RECOVERY_CODE.c.staff_id == KEY)


def of_person(page: Page, staff: Staff) -> Factors:
    """Give what a person has."""
    left = page.one(_LEFT, org=staff.organisation, key=staff.id)
    keys = page.all(_PASSKEYS, org=staff.organisation, key=staff.id)
    return Factors(codes(page, staff) is not None, int(left[0]) if left else 0, tuple(map(_passkey, keys)))


def with_factors(page: Page, organisation: str) -> frozenset[int]:
    """Give the ids of the people of an organisation who have a second factor."""
    some = select(CODES.c.staff_id).where(CODES.c.organisation == organisation)
    others = select(PASSKEY.c.staff_id).where(PASSKEY.c.organisation == organisation)
    return frozenset(row.staff_id for row in page.all(some.union(others)))


def codes(page: Page, staff: Staff) -> Codes | None:
    """Give the device that makes a person's codes, None where there is none."""
    row = page.one(_CODES, org=staff.organisation, key=staff.id)
    return Codes(row.sealed, row.last_step, row.created_at) if row else None


def set_codes(page: Page, staff: Staff, sealed: str, last_step: int, now: datetime) -> None:
    """Let a device make a person's codes from now on, in the place of another."""
    drop_codes(page, staff)
    page.add(
        CODES,
        organisation=staff.organisation,
        staff_id=staff.id,
        sealed=sealed,
        last_step=last_step,
        created_at=now,
    )


def take_step(page: Page, staff: Staff, step: int) -> bool:
    """Note that the code of a step was used; False where it, or a later one, was used before: two at once too."""
    later = _of(CODES, staff) & (CODES.c.last_step < step)
    return bool(page.execute(update(CODES).where(later).values(last_step=step)).rowcount)


def drop_codes(page: Page, staff: Staff) -> None:
    """Let no device and no paper make codes for a person any more."""
    page.execute(delete(CODES).where(_of(CODES, staff)))
    page.execute(delete(RECOVERY_CODE).where(_of(RECOVERY_CODE, staff)))


def set_recovery(page: Page, staff: Staff, written: Iterable[str]) -> None:
    """Let these codes, and no earlier ones, open once each."""
    page.execute(delete(RECOVERY_CODE).where(_of(RECOVERY_CODE, staff)))
    for code in written:
        page.add(RECOVERY_CODE, organisation=staff.organisation, staff_id=staff.id, digest=_paper(staff, code))


def use_recovery(page: Page, staff: Staff, code: str) -> bool:
    """Use a code on paper up; False where it is none of the person's, or was used before."""
    mine = _of(RECOVERY_CODE, staff) & (RECOVERY_CODE.c.digest == _paper(staff, code))
    return bool(page.execute(delete(RECOVERY_CODE).where(mine)).rowcount)


def add_passkey(page: Page, key: Passkey) -> None:
    """Enter a passkey."""
    page.add(
        PASSKEY,
        organisation=key.organisation,
        id=key.id,
        staff_id=key.staff,
        credential=key.credential,
        public_key=key.public_key,
        sign_count=key.sign_count,
        name=key.name,
        created_at=key.created_at,
        used_at=key.used_at,
    )


def new_passkey_id(now: datetime) -> int:
    """Draw the id of a passkey."""
    return new_id(now)


def passkey(page: Page, credential: str) -> Passkey | None:
    """Give the passkey of a credential, whoever's it is, None where there is none."""
    row = page.one(select(PASSKEY).where(PASSKEY.c.credential == credential))
    return _passkey(row) if row else None


def used(page: Page, key: Passkey, sign_count: int, now: datetime) -> None:
    """Note that a passkey was used, and how often its device says it was."""
    mine = (PASSKEY.c.organisation == key.organisation) & (PASSKEY.c.id == key.id)
    page.execute(update(PASSKEY).where(mine).values(sign_count=sign_count, used_at=now))


def drop_passkey(page: Page, staff: Staff, id_: int) -> None:
    """Take a passkey of a person out."""
    page.execute(delete(PASSKEY).where(_of(PASSKEY, staff) & (PASSKEY.c.id == id_)))


def drop_all(page: Page, staff: Staff) -> None:
    """Take out all that a person has beside the password."""
    drop_codes(page, staff)
    page.execute(delete(PASSKEY).where(_of(PASSKEY, staff)))


def spend(page: Page, token: str, now: datetime, expires_at: datetime) -> bool:
    """Note that a challenge was answered; False where it was before."""
    page.execute(delete(SPENT).where(SPENT.c.expires_at <= now))
    insert = on_postgres if page.on_postgres else on_sqlite
    row = insert(SPENT).values(digest=digest(token), expires_at=expires_at).on_conflict_do_nothing()
    return bool(page.execute(row).rowcount)


def _of(table: Any, staff: Staff) -> Any:  # noqa: ANN401 - a table, a condition
    return (table.c.organisation == staff.organisation) & (table.c.staff_id == staff.id)


def _paper(staff: Staff, code: str) -> str:
    """Give what is kept of a code on paper: of its person alone, without the blanks and dashes it is written with."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return digest(f"{staff.organisation} {staff.id} {plain}")


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        row.organisation,
        row.id,
        row.staff_id,
        row.credential,
        row.public_key,
        row.sign_count,
        row.name,
        row.created_at,
        row.used_at,
    )
