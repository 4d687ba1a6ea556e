"""A customer relation has ended: people close the notes of it, and settle what becomes of the accounts (P-MB-16)."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from cases.case import Event
from cases.office import Office
from cases.organisation import Customer
from cases.task import TaskKind, ToDo
from intake.notices import Notice, notify
from intake.opening import US
from intake.tasks import give
from replies.staff_notice import News
from storage import casebook, customer_cases, history
from storage.page import Page

WITHIN = timedelta(days=30)
"""How long people have for it from the end of the relation; the policy says only that the notes are kept till then."""


def close_out(page: Page, offices: Mapping[str, Office], now: datetime) -> None:
    """Give the task once for each customer that has left, on its newest case; twice has no effect.

    Of a customer that never had a case here, nothing here is to be closed.
    """
    for office in offices.values():
        for customer in office.policy.customers:
            if not customer.active(office.day(now)):
                _close(page, customer, office, now)


def _close(page: Page, customer: Customer, office: Office, now: datetime) -> None:
    organisation = office.policy.id
    if customer.ended is None or customer_cases.is_closed_out(page, organisation, customer.name):
        return
    found = customer_cases.newest(page, organisation, customer)
    case = casebook.find(page, organisation, found, to_change=True) if found else None
    if case is None:
        return
    due_at = datetime.combine(customer.ended + WITHIN, time(23, 59, 59), office.zone)
    give(page, case, (ToDo(TaskKind.CLOSE_OUT_NOTES, customer.name, "P-MB-16", due_at),), now)
    history.record(page, organisation, case.id, (Event(now, "closed_out", US, {"customer": customer.subdomain}),))
    notify(page, case, Notice(News.CUSTOMER_ENDED, f"ended {customer.subdomain}", due_at), office, now)
