"""A letter of ours came back: the case says so, the clock it had stopped runs on, staff find another way."""

from datetime import datetime

from cases.case import Case, Event, Move, Status
from cases.message import Report
from cases.office import Office
from cases.outgoing import OutboxStatus
from intake.clock_letters import letter_came_back
from intake.delayed import warned
from intake.notices import Notice, notify
from intake.opening import US
from intake.values import Heard
from replies.staff_notice import News
from storage import casebook, clocks, outbox
from storage.outbox import Entry
from storage.page import Page
from storage.traffic import INTERNAL

FAILED, DELAYED = "failed", "delayed"
"""What a report may say (RFC 3464 §2.3.3): the letter will not arrive; it still may."""

RETURNED, WITHHELD = "returned ", "withheld "
"""How what is noted of a letter begins that came back, and of one that must not leave."""


def bounced(page: Page, heard: Heard, tokens: tuple[str, ...], office: Office, now: datetime) -> None:
    """Tie a report to the letter it is about, by our own Message-ID or the token it was sent back to (R-EM-66).

    A report that names neither is somebody else's, or a forgery, and changes nothing.
    """
    for report in heard.message.reports:
        letter = _letter(page, office.policy.id, report, tokens) if report.action in {FAILED, DELAYED} else None
        if letter and report.action == FAILED:
            undeliverable(page, letter, report.status, office, now)
        elif letter and letter.status is OutboxStatus.SENT and outbox.mark_late(page, letter, now):
            warned(page, letter, office, now)


def undeliverable(page: Page, letter: Entry, status: str, office: Office, now: datetime) -> None:
    """Note that a letter did not arrive: a duty is not met by a letter that came back (R-EM-68).

    The clocks that its leaving had stopped run on, and a case it had answered is open again. Twice has no effect.
    """
    _fail(page, letter, (RETURNED, "status", status), office, now)


def withheld(page: Page, letter: Entry, reason: str, office: Office, now: datetime) -> None:
    """Note that a letter must not leave at all, and by which rule: for its case that is as if it had come back."""
    _fail(page, letter, (WITHHELD, "reason", reason), office, now)


def given_up(page: Page, letter: Entry, office: Office, now: datetime) -> None:
    """Note that nobody tries to deliver a letter any longer: for its case that is as if it had come back."""
    _fail(page, letter, ("given up ", "reason", "given_up"), office, now)


def _fail(page: Page, letter: Entry, why: tuple[str, str, str], office: Office, now: datetime) -> None:
    organisation, stops = office.policy.id, letter.outgoing.stops
    if letter.status is OutboxStatus.FAILED:
        return
    what, named, value = why
    outbox.mark_failed(page, organisation, letter.id, f"{what}{value}")
    _run_again(page, letter, now)
    letter_came_back(page, letter, office, now)
    event = Event(now, "undeliverable", US, {"letter": letter.id, "reply": letter.outgoing.reply, named: value})
    case = casebook.find(page, organisation, letter.outgoing.case, to_change=True)
    if case:
        case = _unanswered(case, letter)
        casebook.save(page, case, (event,))
        casebook.refresh_due(page, organisation, {stop.case for stop in stops})
    if case and letter.outgoing.reply not in INTERNAL:
        notify(page, case, Notice(News.UNDELIVERABLE, str(letter.id)), office, now)


def _run_again(page: Page, letter: Entry, now: datetime) -> None:
    """Start the clocks again that the letter had stopped; one that never left has stopped none."""
    if letter.sent_at:
        for stop in letter.outgoing.stops:
            clocks.restart(page, letter.outgoing.organisation, stop, letter.sent_at, now)


def _unanswered(case: Case, letter: Entry) -> Case:
    """Open a case again whose answer came back, so that it stands in a queue; a referral's still does."""
    answered = letter.outgoing.reply.startswith("answer_") and case.status in {Status.ANSWERED, Status.CLOSED}
    return case.move(Move.REOPEN) if answered else case


def _letter(page: Page, organisation: str, report: Report, tokens: tuple[str, ...]) -> Entry | None:
    """Find the letter a report is about; a token names only a conversation, so the recipient must be the letter's."""
    named = report.original_message_id
    if named and (letter := outbox.by_message_id(page, organisation, named)):
        return letter
    for token in tokens:
        letters = outbox.of_token(page, organisation, token)
        sent = [one for one in letters if one.sent_at and _to(one) == report.recipient.casefold()]
        if sent:
            return sent[-1]
    return None


def _to(letter: Entry) -> str:
    return (letter.outgoing.recipient or "").casefold()
