"""A letter of ours came back: the case says so, the clock it had stopped runs on, staff find another way."""

from datetime import datetime

from cases.case import Event
from cases.office import Office
from intake.notices import Notice, notify
from intake.opening import US
from intake.values import Heard
from replies.staff_notice import News
from storage import casebook, clocks, history, outbox, threads
from storage.outbox import Entry
from storage.page import Page

FAILED = "failed"
"""The only action of a report that means the letter will not arrive (RFC 3464 §2.3.3); "delayed" still may."""


def bounced(page: Page, heard: Heard, tokens: tuple[str, ...], office: Office, now: datetime) -> None:
    """Tie a report to the letter it is about, by our own Message-ID or the token it was sent back to (R-EM-66).

    A report that names neither is somebody else's, or a forgery, and changes nothing.
    """
    for report in heard.message.reports:
        if report.action != FAILED:
            continue
        letter = _letter(page, office.policy.id, report.original_message_id, tokens)
        if letter:
            undeliverable(page, letter, report.status, office, now)


def undeliverable(page: Page, letter: Entry, status: str, office: Office, now: datetime) -> None:
    """Note that a letter did not arrive: a duty is not met by a letter that came back (R-EM-68)."""
    organisation = office.policy.id
    outbox.mark_failed(page, organisation, letter.id, f"returned {status}")
    for stop in letter.outgoing.stops:
        clocks.restart(page, organisation, stop.case, stop.clock, now)
    event = Event(now, "undeliverable", US, {"letter": letter.id, "reply": letter.outgoing.reply, "status": status})
    history.record(page, organisation, letter.outgoing.case, (event,))
    casebook.refresh_due(page, organisation, {stop.case for stop in letter.outgoing.stops})
    case = casebook.find(page, organisation, letter.outgoing.case)
    if case and letter.outgoing.reply != "staff_notice":
        notify(page, case, Notice(News.UNDELIVERABLE, str(letter.id)), office, now)


def _letter(page: Page, organisation: str, message_id: str | None, tokens: tuple[str, ...]) -> Entry | None:
    if message_id and (letter := outbox.by_message_id(page, organisation, message_id)):
        return letter
    for token in tokens:
        thread = threads.by_token(page, organisation, token)
        sent = [one for one in outbox.of_thread(page, organisation, thread.id) if one.sent_at] if thread else []
        if sent:
            return sent[-1]
    return None
