"""How mailboxes are: what the watch over them, the desk and machines look at, and what the watch writes down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update

from cases.mailbox import Trouble
from storage.inbox_tables import ARRIVAL, MAILBOX
from storage.mailboxes import know
from storage.page import KEY, ORG, Page
from storage.tables import MESSAGE


@dataclass(frozen=True)
class MailboxState:
    """How one mailbox of one organisation is.

    `polled_at` is the last success, `begun_at` when it was first opened; None: never. `trouble` is what is wrong since
    `trouble_since`, after so many `attempts`. `silent_since`: staff were told that nothing was fetched since then.
    `secret_until` is when the secret that it is opened with ends. `missing` and `unknown` are what the last
    reconciliation counted: letters there that we did not have, and letters of ours that are no longer there.
    """

    organisation: str
    name: str
    begun_at: datetime | None = None
    polled_at: datetime | None = None
    trouble: Trouble | None = None
    trouble_since: datetime | None = None
    attempts: int = 0
    silent_since: datetime | None = None
    secret_until: datetime | None = None
    reconciled_at: datetime | None = None
    missing: int | None = None
    unknown: int | None = None


@dataclass(frozen=True)
class Kept:
    """A letter that we have: where it was fetched, when it was received, its size, and its Message-ID once it is read.

    `mailbox` and its numbers are None where it came in by another way, or its place in the mailbox was lost.
    """

    mailbox: str | None
    uid_validity: int | None
    uid: int | None
    received_at: datetime
    size: int
    message_id: str | None


_STATES = select(MAILBOX).order_by(MAILBOX.c.organisation, MAILBOX.c.name)
_SILENT = (
    select(MAILBOX.c.name)
    .where(MAILBOX.c.organisation == ORG, MAILBOX.c.silent_since.is_not(None))
    .order_by(MAILBOX.c.name)
)
_MINE = (MAILBOX.c.organisation == ORG) & (MAILBOX.c.name == KEY)
_LOCKED = select(MAILBOX).where(_MINE).with_for_update(skip_locked=True)
_CHANGED = update(MAILBOX).where(_MINE)
_SAME = (MESSAGE.c.organisation == ARRIVAL.c.organisation) & (MESSAGE.c.id == ARRIVAL.c.message_id)
_KEPT = (
    select(
        ARRIVAL.c.mailbox,
        ARRIVAL.c.uid_validity,
        ARRIVAL.c.uid,
        ARRIVAL.c.received_at,
        ARRIVAL.c.size,
        MESSAGE.c.rfc_id,
    )
    .select_from(ARRIVAL)
    .outerjoin(MESSAGE, _SAME)
    .where(
        ARRIVAL.c.organisation == ORG,
        ARRIVAL.c.received_at >= bindparam("since"),
        or_(ARRIVAL.c.mailbox == KEY, ARRIVAL.c.mailbox.is_(None)),
    )
)


def states(page: Page, organisation: str | None = None) -> tuple[MailboxState, ...]:
    """Give every mailbox that somebody opened or missed, of one organisation or of all, by name."""
    wanted = _STATES if organisation is None else _STATES.where(MAILBOX.c.organisation == organisation)
    return tuple(_state(row) for row in page.all(wanted))


def silent(page: Page, organisation: str) -> tuple[str, ...]:
    """Name the mailboxes of an organisation of which staff were told that nobody reads them."""
    return tuple(row.name for row in page.all(_SILENT, org=organisation))


def held(page: Page, organisation: str, name: str) -> MailboxState | None:
    """Give a mailbox so that nobody else changes it until this page is done; None where somebody just does.

    One that nobody has opened yet is entered first.
    """
    know(page, organisation, name)
    row = page.one(_LOCKED, org=organisation, key=name)
    return _state(row) if row else None


def note(page: Page, organisation: str, name: str, **values: Any) -> None:  # noqa: ANN401 - columns of the row
    """Write down what the watch or the reconciliation found."""
    page.execute(_CHANGED, {"org": organisation, "key": name, **values})


def kept_since(page: Page, organisation: str, name: str, since: datetime) -> tuple[Kept, ...]:
    """Give the letters received since an instant, from this mailbox or by no mailbox that we know of."""
    return tuple(
        Kept(row.mailbox, row.uid_validity, row.uid, row.received_at, row.size, row.rfc_id)
        for row in page.all(_KEPT, org=organisation, key=name, since=since)
    )


def _state(row: Row[Any]) -> MailboxState:
    return MailboxState(
        organisation=row.organisation,
        name=row.name,
        begun_at=row.begun_at,
        polled_at=row.polled_at,
        trouble=Trouble(row.trouble) if row.trouble else None,
        trouble_since=row.trouble_since,
        attempts=row.attempts,
        silent_since=row.silent_since,
        secret_until=row.secret_until,
        reconciled_at=row.reconciled_at,
        missing=row.missing,
        unknown=row.unknown,
    )
