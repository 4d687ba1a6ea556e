"""What opens a case's own page: passes, of which only the digest is here, and the browsers that were sent a code.

A pass is a secret in a letter or a chat. It runs out, and staff can revoke it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from cases.case import Case
from storage.ids import new_id
from storage.page import KEY, ORG, Page
from storage.pass_tables import CASE_PASS, CASE_VISIT
from storage.sessions import digest

_FOUND = select(CASE_PASS).where(CASE_PASS.c.digest == KEY)
_LOCKED = _FOUND.with_for_update()
_OF_CASE = (
    select(CASE_PASS)
    .where(CASE_PASS.c.organisation == ORG, CASE_PASS.c.case_id == KEY, CASE_PASS.c.revoked_at.is_(None))
    .order_by(CASE_PASS.c.id)
)
_LAST = (
    select(CASE_PASS).where(CASE_PASS.c.organisation == ORG, CASE_PASS.c.case_id == KEY).order_by(CASE_PASS.c.id.desc())
)
_KNOWN = select(CASE_PASS.c.digest).where(CASE_PASS.c.digest.in_(bindparam("digests", expanding=True)))
_OF_CASES = (
    select(CASE_PASS.c.case_id, CASE_PASS.c.revoked_at)
    .where(CASE_PASS.c.organisation == ORG, CASE_PASS.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(CASE_PASS.c.id)
)
_VISIT = select(CASE_VISIT).where(CASE_VISIT.c.digest == KEY).order_by(CASE_VISIT.c.id.desc()).limit(1)
_VISIT_LOCKED = _VISIT.with_for_update()


@dataclass(frozen=True)
class Pass:
    """What opens the page of a case until an instant; `address` is where it was sent, "" where it stands in a chat."""

    id: int
    organisation: str
    case: int
    address: str
    made_at: datetime
    until: datetime
    revoked_at: datetime | None = None

    def open(self, now: datetime) -> bool:
        """Say whether it still opens the page."""
        return self.revoked_at is None and now < self.until


@dataclass(frozen=True)
class Visit:
    """A browser at a case's page: when it was sent a code, how many codes were tried, and since when it is proved.

    `until` is how long the code can be typed in; once it was right, how long the browser is known.
    """

    id: int
    organisation: str
    case: int
    by: int
    asked_at: datetime
    until: datetime
    tries: int = 0
    proved_at: datetime | None = None

    def proved(self, now: datetime) -> bool:
        """Say whether it is known now who sits there."""
        return self.proved_at is not None and now < self.until


def write(page: Page, case: Case, secret: tuple[str, str], now: datetime, until: datetime) -> None:
    """Write down what opens a case's page: (secret, where it is sent). The same secret is written down once."""
    if find(page, secret[0]) is None:
        add(page, case, secret, now, until)


def add(page: Page, case: Case, secret: tuple[str, str], now: datetime, until: datetime) -> None:
    """Write down what opens a case's page, which is not written down yet."""
    opens, address = secret
    page.add(
        CASE_PASS,
        organisation=case.organisation,
        case_id=case.id,
        id=new_id(now),
        digest=digest(opens),
        address=address,
        made_at=now,
        until=until,
        revoked_at=None,
    )


def find(page: Page, secret: str, *, to_change: bool = False) -> Pass | None:
    """Give the pass of a secret, or None; with `to_change`, nobody else uses it until this page is done."""
    row = page.one(_LOCKED if to_change else _FOUND, key=digest(secret))
    return _pass(row) if row else None


def of_case(page: Page, organisation: str, case: int) -> tuple[Pass, ...]:
    """Give the passes of a case that nobody revoked, oldest first."""
    return tuple(_pass(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def closed(page: Page, organisation: str, case: int) -> bool:
    """Say whether staff closed a case's page: the last of what was given out is revoked."""
    row = page.one(_LAST.limit(1), org=organisation, key=case)
    return row is not None and row.revoked_at is not None


def known(page: Page, secrets: Collection[str]) -> frozenset[str]:
    """Give those of some secrets that are written down."""
    digests = {digest(one): one for one in secrets}
    rows = page.all(_KNOWN, digests=list(digests)) if digests else ()
    return frozenset(digests[row.digest] for row in rows)


def closed_of(page: Page, organisation: str, cases: Collection[int]) -> frozenset[int]:
    """Give those of some cases whose page staff closed, as `closed` says."""
    rows = page.all(_OF_CASES, org=organisation, cases=list(cases)) if cases else ()
    last = {row.case_id: row.revoked_at for row in rows}
    return frozenset(case for case, revoked_at in last.items() if revoked_at is not None)


def revoke(page: Page, case: Case, now: datetime) -> int:
    """Let nothing that was given out so far open a case's page; give how many passes that were."""
    mine = (CASE_PASS.c.organisation == case.organisation) & (CASE_PASS.c.case_id == case.id)
    page.execute(
        delete(CASE_VISIT).where(CASE_VISIT.c.organisation == case.organisation, CASE_VISIT.c.case_id == case.id)
    )
    revoked = update(CASE_PASS).where(mine, CASE_PASS.c.revoked_at.is_(None)).values(revoked_at=now)
    return page.execute(revoked).rowcount


def begin_visit(page: Page, by: Pass, secret: str, now: datetime, until: datetime) -> Visit:
    """Note that a browser, by the secret in its cookie, is sent a code; those that ran out are forgotten."""
    mine = (CASE_VISIT.c.organisation == by.organisation) & (CASE_VISIT.c.case_id == by.case)
    here = CASE_VISIT.c.digest == digest(secret)
    page.execute(delete(CASE_VISIT).where(mine, (CASE_VISIT.c.until <= now) | here))
    visit = Visit(new_id(now), by.organisation, by.case, by.id, now, until)
    page.add(
        CASE_VISIT,
        organisation=visit.organisation,
        case_id=visit.case,
        id=visit.id,
        pass_id=visit.by,
        digest=digest(secret),
        asked_at=now,
        until=until,
        tries=0,
        proved_at=None,
    )
    return visit


def visit_of(page: Page, secret: str, *, to_change: bool = False) -> Visit | None:
    """Give the browser that shows a secret, or None where it was never sent a code."""
    row = page.one(_VISIT_LOCKED if to_change else _VISIT, key=digest(secret))
    return _visit(row) if row else None


def tried(page: Page, visit: Visit) -> None:
    """Count one more code that was typed in."""
    page.execute(update(CASE_VISIT).where(_is(visit)).values(tries=CASE_VISIT.c.tries + 1))


def prove(page: Page, visit: Visit, secret: str, now: datetime, until: datetime) -> None:
    """Note that the code was right; from now on another secret shows that it is this browser."""
    page.execute(update(CASE_VISIT).where(_is(visit)).values(digest=digest(secret), proved_at=now, until=until))


def leave(page: Page, visit: Visit) -> None:
    """Forget a browser."""
    page.execute(delete(CASE_VISIT).where(_is(visit)))


def _is(visit: Visit) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    return (CASE_VISIT.c.organisation == visit.organisation) & (CASE_VISIT.c.id == visit.id)


def _pass(row: Row[Any]) -> Pass:
    return Pass(row.id, row.organisation, row.case_id, row.address, row.made_at, row.until, row.revoked_at)


def _visit(row: Row[Any]) -> Visit:
    return Visit(
        id=row.id,
        organisation=row.organisation,
        case=row.case_id,
        by=row.pass_id,
        asked_at=row.asked_at,
        until=row.until,
        tries=row.tries,
        proved_at=row.proved_at,
    )
