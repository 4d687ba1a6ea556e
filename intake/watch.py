"""The dead man's switch: a mailbox from which nobody fetches letters any more is told, and so is a secret that ends.

It looks at the database alone, so that it speaks where the part that fetches is gone altogether.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.office import Office
from intake.house_notices import HouseNotice, tell_house
from replies.house_notice import News
from storage import mailbox_watch
from storage.mailbox_watch import MailboxState
from storage.page import Page

PATIENCE = timedelta(minutes=5)
"""So long after the start of the service nobody is told: what lay still overnight is being fetched just then."""

WARNINGS = (14, 7, 3, 1)
"""So many days before a secret ends staff are told, once each."""


@dataclass(frozen=True)
class Watched:
    """A mailbox that letters ought to be fetched from.

    It is silent after `patience` without a success. `secret_until` is the last day on which the secret that it is
    opened with is known to work, where anybody said so.
    """

    organisation: str
    name: str
    patience: timedelta = timedelta(minutes=15)
    secret_until: date | None = None


@dataclass(frozen=True)
class Since:
    """When the service began to watch, and what time it is now."""

    started_at: datetime
    now: datetime


def watch(page: Page, watched: Iterable[Watched], offices: Mapping[str, Office], since: Since) -> int:
    """Tell staff of mailboxes that fell silent, came back, or soon cannot be opened; give how many letters that made.

    Each silence is told once, however many processes watch. Running it twice does nothing twice.
    """
    return sum(_look(page, one, offices[one.organisation], since) for one in watched if one.organisation in offices)


def last_success(state: MailboxState | None) -> datetime | None:
    """Give when letters were last fetched; where never, when the mailbox was first opened."""
    return (state.polled_at or state.begun_at) if state else None


def silent(watched: Watched, state: MailboxState | None, since: Since) -> bool:
    """Say whether nothing was fetched for too long; of one never opened, since the service first began to watch it."""
    known_since = last_success(state) or (state.silent_since if state else None)
    return since.now - (known_since or since.started_at) > watched.patience


def days_left(until: date, today: date) -> int:
    """Give how many days a secret has; 0 on its last."""
    return (until - today).days


def _look(page: Page, one: Watched, office: Office, since: Since) -> int:
    state = mailbox_watch.held(page, one.organisation, one.name)
    if state is None:  # another process looks at it
        return 0
    until = datetime.combine(one.secret_until, time.max, office.zone) if one.secret_until else None
    if state.secret_until != until:
        mailbox_watch.note(page, one.organisation, one.name, secret_until=until)
    told = _tell_of_silence(page, one, state, (office, since))
    return told + _tell_of_secret(page, one, office, since.now)


def _tell_of_silence(page: Page, one: Watched, state: MailboxState, at: tuple[Office, Since]) -> int:
    office, since = at
    if not silent(one, state, since):
        return _tell_of_return(page, one, state, at)
    if state.silent_since or since.now - since.started_at < min(PATIENCE, one.patience):
        return 0
    last = last_success(state)
    began = last or since.started_at
    mailbox_watch.note(page, one.organisation, one.name, silent_since=began)
    cause = f"{one.name} {began.isoformat()}"
    return tell_house(
        page, HouseNotice(News.MAILBOX_SILENT, cause, one.name, last, trouble=state.trouble), office, since.now
    )


def _tell_of_return(page: Page, one: Watched, state: MailboxState, at: tuple[Office, Since]) -> int:
    office, since = at
    if state.silent_since is None:
        return 0
    mailbox_watch.note(page, one.organisation, one.name, silent_since=None)
    cause = f"{one.name} {state.silent_since.isoformat()}"
    return tell_house(page, HouseNotice(News.MAILBOX_BACK, cause, one.name, state.silent_since), office, since.now)


def _tell_of_secret(page: Page, one: Watched, office: Office, now: datetime) -> int:
    if one.secret_until is None:
        return 0
    left = days_left(one.secret_until, office.day(now))
    due = [days for days in WARNINGS if 0 <= left <= days]
    if not due:
        return 0
    cause = f"{one.name} {one.secret_until} {min(due)}"
    notice = HouseNotice(News.SECRET_EXPIRES, cause, one.name, until=one.secret_until, count=left)
    return tell_house(page, notice, office, now)
