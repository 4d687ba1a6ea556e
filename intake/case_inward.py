"""What the person of a case sends in on its page: words, files, and the wish to take it back, which a person looks at.

It is kept as any letter is before anybody says "received", and joins the conversation when it is understood.
"""

from collections.abc import Mapping
from datetime import datetime

from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.message import Channel, Envelope
from cases.office import Office
from cases.staff import Staff, role_of
from intake.arrive import arrive
from intake.assign import case_of
from intake.case_page import opened
from intake.case_visit import PERSON
from intake.notices import Notice, notify
from replies.staff_notice import News
from storage import casebook, history, passes
from storage.page import Page


def send_in(page: Page, secret: str, raw: bytes, now: datetime) -> Case | None:
    """Keep what was sent in, wrapped as a letter; give its case, None where the link opens nothing any more."""
    found = opened(page, secret, now)
    if found is None:
        return None
    case = found[1]
    arrive(page, (case.organisation,), Channel.FORM, Envelope("", ()), (raw, now))
    return case


def withdraw(page: Page, secret: str, raw: bytes | None, offices: Mapping[str, Office], now: datetime) -> Case | None:
    """Tell staff that a person takes their case back, with their words where they gave any. Nothing closes by itself.

    Gives the case, None where the link opens nothing any more. On the same day once is enough.
    """
    found = opened(page, secret, now, to_change=True)
    if found is None:
        return None
    case = found[1]
    office = offices[case.organisation]
    if raw is not None:
        arrive(page, (case.organisation,), Channel.FORM, Envelope("", ()), (raw, now))
    if case.status in casebook.LIVE and not _asked_today(page, case, office, now):
        history.record(page, case.organisation, case.id, (Event(now, "withdrawal_asked", PERSON),))
        notify(page, case, Notice(News.WITHDRAWAL, f"withdrawal {office.day(now)}"), office, now)
    return case


def _asked_today(page: Page, case: Case, office: Office, now: datetime) -> bool:
    asked = (one for one in history.of_case(page, case.organisation, case.id) if one.verb == "withdrawal_asked")
    return any(office.day(one.at) == office.day(now) for one in asked)


def close_page(page: Page, case: Case, staff: Staff, office: Office, now: datetime) -> None:
    """Let no link that was given out so far open a case's page any more.

    Raises NotAllowed where the person may not see the case, or their role only prepares, or no link opens it.
    """
    known = case_of(page, case.organisation, case.id, staff)
    if not role_of(staff, office.policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not close a page")
    if not passes.revoke(page, known, now):
        raise NotAllowed("no link opens the page of this case")
    history.record(page, known.organisation, known.id, (Event(now, "page_closed", f"staff {staff.id}"),))
