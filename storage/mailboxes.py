"""How far letters have been fetched from each mailbox, who fetches them just now, and what is in the way."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select, update

from cases.errors import TryLater
from cases.mailbox import Trouble
from cases.message import Source
from storage import arrivals
from storage.claims import free
from storage.inbox_tables import MAILBOX
from storage.page import Page


class NotOurs(TryLater):
    """Another process works on this mailbox now, or it has been renumbered since we looked."""


@dataclass(frozen=True)
class Holder:
    """Whoever works on a mailbox: the mailbox's name in the settings, the process, and how long its claim lasts."""

    organisation: str
    mailbox: str
    node: str
    lease: timedelta = timedelta(minutes=4)


@dataclass(frozen=True)
class Cursor:
    """How far letters have been fetched. The fields are those of the mailbox's row."""

    uid_validity: int
    last_uid: int
    history_until: int
    begun_at: datetime
    renumbered: bool = False
    history_uid: int = 0
    marked_uid: int = 0
    history_marked_uid: int = 0

    @property
    def is_complete(self) -> bool:
        """Say whether everything that lay there when we first looked has been fetched."""
        return self.history_uid >= self.history_until

    @property
    def is_marked(self) -> bool:
        """Say whether everything that was fetched has been flagged or moved."""
        return self.marked_uid >= self.last_uid and self.history_marked_uid >= self.history_uid

    def is_history(self, uid: int, received_at: datetime) -> bool:
        """Say whether a letter was there before us, so that it is nobody's question to us."""
        return uid <= self.history_until and (not self.renumbered or received_at < self.begun_at)

    def after(self, uid: int) -> "Cursor":
        """Give the cursor once everything up to a UID is fetched: of the new letters, or of those that lay there."""
        return replace(self, history_uid=uid) if uid <= self.history_until else replace(self, last_uid=uid)

    def marked(self) -> "Cursor":
        """Give the cursor once all that was fetched is flagged or moved."""
        return replace(self, marked_uid=self.last_uid, history_marked_uid=self.history_uid)


def know(page: Page, organisation: str, name: str) -> None:
    """See to it that there is a row for a mailbox, which says that nothing was fetched from it so far."""
    if page.one(select(MAILBOX.c.name).where(_named(organisation, name))) is None:
        page.add(
            MAILBOX,
            organisation=organisation,
            name=name,
            last_uid=0,
            history_uid=0,
            marked_uid=0,
            history_marked_uid=0,
            renumbered=False,
            attempts=0,
        )


def take(page: Page, holder: Holder, now: datetime) -> bool:
    """Claim a mailbox; say whether it is ours: nobody else works on it, or who did has fallen silent."""
    know(page, holder.organisation, holder.mailbox)
    ours = or_(free(MAILBOX, now), MAILBOX.c.claimed_by == holder.node)
    claimed = update(MAILBOX).where(_of(holder), ours).values(**_claim(holder, now))
    return page.execute(claimed).rowcount == 1


def find(page: Page, organisation: str, name: str) -> Cursor | None:
    """Give how far letters have been fetched, or None where nothing was so far."""
    row = page.one(select(MAILBOX).where(_named(organisation, name)))
    return _cursor(row) if row and row.uid_validity is not None and row.begun_at else None


def begin(page: Page, holder: Holder, uid_validity: int, top: int, now: datetime) -> Cursor:
    """Begin with the letters that lie there, up to the UID `top`: for the first time, or as the UIDs are others now.

    Raises NotOurs.
    """
    before = find(page, holder.organisation, holder.mailbox)
    begun = before.begun_at if before else now
    cursor = Cursor(uid_validity, top, top, begun, renumbered=before is not None, marked_uid=top)
    values = {**_moving(cursor), "uid_validity": uid_validity, "history_until": top}
    _write(page, holder, {**values, "begun_at": begun, "renumbered": cursor.renumbered, **_claim(holder, now)})
    return cursor


def set_back(page: Page, holder: Holder, cursor: Cursor, top: int) -> Cursor:
    """Go back to the UID `top`: the server has lost the letters after it, as by a restored backup, and counts on there.

    Raises NotOurs.
    """
    arrivals.forget_places(page, holder.organisation, Source(holder.mailbox, cursor.uid_validity, top))
    back = replace(
        cursor,
        last_uid=top,
        history_until=min(cursor.history_until, top),
        history_uid=min(cursor.history_uid, top),
        marked_uid=min(cursor.marked_uid, top),
        history_marked_uid=min(cursor.history_marked_uid, top),
    )
    _write(page, holder, {**_moving(back), "history_until": back.history_until})
    return back


def advance(page: Page, holder: Holder, cursor: Cursor, now: datetime) -> None:
    """Move the cursor on; raise NotOurs where another process has taken the mailbox, or it counts anew."""
    _write(page, holder, {**_moving(cursor), **_claim(holder, now)}, MAILBOX.c.uid_validity == cursor.uid_validity)


def unmarked(page: Page, holder: Holder, cursor: Cursor) -> tuple[int, ...]:
    """Give the UIDs of the letters that are in our hands and not yet flagged or moved; history is left as it is."""
    ranges = ((cursor.history_marked_uid, cursor.history_uid), (cursor.marked_uid, cursor.last_uid))
    return tuple(
        uid
        for done, until in ranges
        if until > done
        for uid in arrivals.to_mark(page, holder.organisation, Source(holder.mailbox, cursor.uid_validity, done), until)
    )


def succeeded(page: Page, holder: Holder, now: datetime, but: Trouble | None = None) -> None:
    """Note that everything was fetched: what was wrong is over, `but` for something that hinders no fetching."""
    since = func.coalesce(MAILBOX.c.trouble_since, now) if but else None
    values = {"polled_at": now, "trouble": but, "trouble_since": since, "attempts": 0}
    _write(page, holder, {**values, **_claim(holder, now)})


def failed(page: Page, holder: Holder, trouble: Trouble, now: datetime) -> None:
    """Note what is in the way, since when, and how often it was tried."""
    since = func.coalesce(MAILBOX.c.trouble_since, now)
    values = {"trouble": trouble, "trouble_since": since, "attempts": MAILBOX.c.attempts + 1}
    page.execute(update(MAILBOX).where(_of(holder)).values(**values))


def let_go(page: Page, holder: Holder) -> None:
    """Give a mailbox back, for another process to take at once."""
    mine = _of(holder) & (MAILBOX.c.claimed_by == holder.node)
    page.execute(update(MAILBOX).where(mine).values(claimed_by=None, claimed_until=None))


def _write(page: Page, holder: Holder, values: dict[str, Any], *wanted: ColumnElement[bool]) -> None:
    mine = update(MAILBOX).where(_of(holder), MAILBOX.c.claimed_by == holder.node, *wanted)
    if page.execute(mine.values(**values)).rowcount != 1:
        raise NotOurs(f"the mailbox {holder.mailbox} of {holder.organisation} is in other hands now")


def _claim(holder: Holder, now: datetime) -> dict[str, Any]:
    return {"claimed_by": holder.node, "claimed_until": now + holder.lease}


def _moving(cursor: Cursor) -> dict[str, Any]:
    names = ("last_uid", "history_uid", "marked_uid", "history_marked_uid")
    return {name: getattr(cursor, name) for name in names}


def _named(organisation: str, name: str) -> ColumnElement[bool]:
    return (MAILBOX.c.organisation == organisation) & (MAILBOX.c.name == name)


def _of(holder: Holder) -> ColumnElement[bool]:
    return _named(holder.organisation, holder.mailbox)


def _cursor(row: Row[Any]) -> Cursor:
    return Cursor(
        uid_validity=row.uid_validity,
        last_uid=row.last_uid,
        history_until=row.history_until,
        begun_at=row.begun_at,
        renumbered=row.renumbered,
        history_uid=row.history_uid,
        marked_uid=row.marked_uid,
        history_marked_uid=row.history_marked_uid,
    )
