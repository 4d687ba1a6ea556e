"""What a message means beyond its case for whom we work for: its own request, or a name that we do not know."""

from datetime import datetime

from cases.case import Case
from cases.office import Office
from cases.organisation import Role
from intake.customer_asked import begin_by_letter
from intake.notices import Notice, notify
from intake.relation import customer_of, is_referred
from intake.values import Change, Heard, Outcome
from replies.staff_notice import News
from storage import casebook
from storage.page import Page


def work_for_customers(page: Page, outcome: Outcome, heard: Heard, office: Office, now: datetime) -> None:
    """Do what a message wants done for a processor's customers; nothing where the organisation works for nobody."""
    if office.policy.role is not Role.PROCESSOR:
        return
    for change in outcome.changes:
        _go_on(page, change, heard, office, now)
    for opening in outcome.openings:
        if opening.case.customer:
            _unknown(page, opening.case, heard, office, now)


def _go_on(page: Page, change: Change, heard: Heard, office: Office, now: datetime) -> None:
    case = casebook.find(page, office.policy.id, change.case.id, to_change=True)
    if case and change.asked:
        begin_by_letter(page, case, heard, office, now)
    elif case and "customer" in case.missing and not change.look:
        _unknown(page, case, heard, office, now)


def _unknown(page: Page, case: Case, heard: Heard, office: Office, now: datetime) -> None:
    """Tell staff of somebody whose organisation we do not know although they were asked: nobody asks them again."""
    if is_referred(case, office.policy) and customer_of(case, office) is None:
        notify(page, case, Notice(News.CUSTOMER_UNKNOWN, f"message {heard.id}"), office, now)
