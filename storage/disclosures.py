"""Whom a case may be shown outside the organisation, and on which basis (P-MX-20)."""

from typing import Any

from sqlalchemy import Row, select

from cases.disclosure import Disclosure, DisclosureBasis
from storage.page import KEY, ORG, Page
from storage.procedure_tables import DISCLOSURE

_MINE = (DISCLOSURE.c.organisation == ORG) & (DISCLOSURE.c.case_id == KEY)
_OF_CASE = select(DISCLOSURE).where(_MINE).order_by(DISCLOSURE.c.id)


def add(page: Page, organisation: str, disclosure: Disclosure) -> None:
    """Write a basis down."""
    page.add(
        DISCLOSURE,
        organisation=organisation,
        case_id=disclosure.case,
        id=disclosure.id,
        recipient=disclosure.recipient,
        basis=disclosure.basis,
        recorded_by=disclosure.recorded_by,
        recorded_at=disclosure.recorded_at,
        message_id=disclosure.message,
    )


def of_case(page: Page, organisation: str, case: int) -> tuple[Disclosure, ...]:
    """Give what was written down for a case, the newest last."""
    return tuple(_disclosure(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def permits(page: Page, organisation: str, case: int, recipient: str) -> bool:
    """Say whether a basis is written down on which a case may be shown to a recipient, however it is spelt."""
    return any(one.recipient == named(recipient) for one in of_case(page, organisation, case))


def named(recipient: str) -> str:
    """Give a recipient as it is kept and compared: on one line, in lower case."""
    return " ".join(recipient.split()).casefold()


def _disclosure(row: Row[Any]) -> Disclosure:
    return Disclosure(
        id=row.id,
        case=row.case_id,
        recipient=row.recipient,
        basis=DisclosureBasis(row.basis),
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        message=row.message_id,
    )
