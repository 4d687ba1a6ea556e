"""What is to be indexed, what was taken out and is still to be merged away, and all of it anew."""

from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, delete, select, text, tuple_

from storage import search_marks
from storage.page import Page
from storage.search_tables import SEARCH_DUE, SEARCH_GONE, SEARCHED
from storage.tables import THREAD

STEP = 500
"""So many pages of the index's files are merged in one go: a fraction of a second in which nobody else writes."""

_DUE = select(SEARCH_DUE.c.organisation, SEARCH_DUE.c.id, SEARCH_DUE.c.thread_id)
_NEXT = (
    _DUE.order_by(SEARCH_DUE.c.organisation, SEARCH_DUE.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_ANY = _DUE.limit(1)
_TAKEN = delete(SEARCH_DUE).where(
    SEARCH_DUE.c.organisation == bindparam("org"), SEARCH_DUE.c.id.in_(bindparam("ids", expanding=True))
)
_CHANGES = text("SELECT total_changes()")
_MERGE = text("INSERT INTO search_index(search_index, rank) VALUES ('merge', :pages)")
_SECURE = text("INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1)")
_VERSION = text("SELECT sqlite_version()")
_KNOWS_SECURE_DELETE = (3, 42)


def take(page: Page, limit: int) -> dict[str, tuple[int, ...]]:
    """Take conversations that are to be indexed, by organisation: those of up to `limit` marks.

    Marks of one conversation come together. No other process has them until this page is done.
    """
    rows = page.all(_NEXT, most=limit)
    taken: dict[str, tuple[int, ...]] = {}
    for organisation in dict.fromkeys(row.organisation for row in rows):
        mine = [row for row in rows if row.organisation == organisation]
        page.execute(_TAKEN, {"org": organisation, "ids": [row.id for row in mine]})
        taken[organisation] = tuple(dict.fromkeys(row.thread_id for row in mine))
    return taken


def every(page: Page, after: tuple[str, int], limit: int) -> tuple[str, int] | None:
    """Let the next conversations that hold cases be indexed anew; give the place to go on from, None at the end."""
    which = select(THREAD.c.organisation, THREAD.c.id).where(tuple_(THREAD.c.organisation, THREAD.c.id) > after)
    rows: Sequence[tuple[str, int]] = [
        (row.organisation, row.id) for row in page.all(which.order_by(THREAD.c.organisation, THREAD.c.id).limit(limit))
    ]
    for organisation, thread in rows:
        page.add(SEARCH_DUE, organisation=organisation, id=thread, thread_id=thread)
    return rows[-1] if len(rows) == limit else None


def clear(page: Page) -> None:
    """Take everything out of the index, and forget what was to be indexed."""
    page.execute(delete(SEARCH_DUE))
    page.execute(delete(SEARCHED))
    search_marks.leave_trace(page, "")


def waits(page: Page) -> bool:
    """Say whether any conversation is to be indexed."""
    return page.one(_ANY) is not None


def gone(page: Page) -> tuple[int, ...]:
    """Name what was taken out and may still be read from the index's files."""
    return tuple(row.id for row in page.all(select(SEARCH_GONE.c.id)))


def merge(page: Page, *, begins: bool) -> bool:
    """Merge a piece of the index's files; say whether there is more to merge.

    PostgreSQL keeps no such files: what was deleted goes there as from every table.
    """
    if page.on_postgres:
        return False
    if begins and _knows_secure_delete(page):
        page.execute(_SECURE)  # from now on what is deleted is deleted at once
    before = _changes(page)
    page.execute(_MERGE, {"pages": -STEP if begins else STEP})
    return begins or _changes(page) - before > 1  # SQLite's own sign: the statement itself counts as one


def merged(page: Page, ids: Sequence[int]) -> None:
    """Note that nothing is left of what was taken out."""
    for place in range(0, len(ids), 500):
        page.execute(delete(SEARCH_GONE).where(SEARCH_GONE.c.id.in_(ids[place : place + 500])))


def _changes(page: Page) -> int:
    row = page.one(_CHANGES)
    return int(row[0]) if row else 0


def _knows_secure_delete(page: Page) -> bool:
    row = page.one(_VERSION)
    return row is not None and tuple(map(int, row[0].split(".")[:2])) >= _KNOWS_SECURE_DELETE
