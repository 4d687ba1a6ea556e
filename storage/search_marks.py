"""What the search is told: that a conversation is to be indexed, or that what is indexed of it goes at once."""

import secrets
from collections.abc import Collection

from sqlalchemy import bindparam, delete, select

from storage.page import KEY, ORG, Page
from storage.search_tables import SEARCH_DUE, SEARCH_GONE, SEARCHED
from storage.tables import MESSAGE

TOPIC = "search"

_RANDOM = 40
_MESSAGE = select(MESSAGE.c.thread_id).where(MESSAGE.c.organisation == ORG, MESSAGE.c.id == KEY)
_THERE = (
    select(SEARCHED.c.case_id)
    .where(SEARCHED.c.organisation == ORG, SEARCHED.c.thread_id.in_(bindparam("threads", expanding=True)))
    .limit(1)
)


def mark(page: Page, organisation: str, thread: int | None) -> None:
    """Let a conversation be indexed once this page is done. One mark a page is enough."""
    if thread is None or (organisation, thread) in page.marked:
        return
    page.marked.add((organisation, thread))
    page.add(SEARCH_DUE, organisation=organisation, id=_beside(thread), thread_id=thread)
    page.wake(TOPIC)


def _beside(thread: int) -> int:
    """Give a key of its own for a mark, near those of the same conversation: they are taken together, indexed once.

    A key is 22 bits of the instant at which the conversation began, and 40 at random: nobody waits for another's mark.
    """
    return (thread >> 22 & 0x3FFFFF) << _RANDOM | secrets.randbits(_RANDOM)


def take_out(page: Page, organisation: str, threads: Collection[int]) -> None:
    """Take conversations out of the index with this page, and let what is left of them be indexed anew."""
    if not threads:
        return
    if page.one(_THERE, org=organisation, threads=list(threads)):
        mine = (SEARCHED.c.organisation == organisation) & SEARCHED.c.thread_id.in_(threads)
        page.execute(delete(SEARCHED).where(mine))
        leave_trace(page, organisation)
    for thread in threads:
        mark(page, organisation, thread)


def take_out_message(page: Page, organisation: str, message: int) -> None:
    """Take the conversation of a message out of the index with this page, and let it be indexed anew."""
    row = page.one(_MESSAGE, org=organisation, key=message)
    if row and row.thread_id is not None:
        take_out(page, organisation, (row.thread_id,))


def leave_trace(page: Page, organisation: str) -> None:
    """Note that words are gone whose traces are still to be merged away."""
    page.add(SEARCH_GONE, organisation=organisation, id=secrets.randbits(62))
