"""Arrivals that are lines of conversations by chat."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from cases.chat import Chat
from storage.chat_tables import CHAT, CHAT_LINE
from storage.chats import Line, chat_of, line_of
from storage.page import KEY, ORG, Page

_LINE = (CHAT_LINE.c.organisation == ORG) & (CHAT_LINE.c.arrival_id == KEY)
_FOUND = select(CHAT_LINE).where(_LINE)
_LOCKED = (
    select(CHAT).where(CHAT.c.organisation == ORG, CHAT.c.id.in_(select(CHAT_LINE.c.chat_id).where(_LINE)))
).with_for_update()
_SOME = select(CHAT_LINE.c.organisation, CHAT_LINE.c.arrival_id, CHAT_LINE.c.chat_id, CHAT_LINE.c.seq).where(
    CHAT_LINE.c.organisation.in_(bindparam("orgs", expanding=True)),
    CHAT_LINE.c.arrival_id.in_(bindparam("arrivals", expanding=True)),
)


def locked(page: Page, organisation: str, arrival: int) -> tuple[Chat, Line] | None:
    """Give the conversation that an arrival is a line of, and the line, as nobody else changes them meanwhile.

    None where the conversation is erased.
    """
    chat = page.one(_LOCKED, org=organisation, key=arrival)
    line = page.one(_FOUND, org=organisation, key=arrival) if chat else None
    return (chat_of(chat), line_of(line)) if chat and line else None


def places(page: Page, arrivals: Collection[tuple[str, int]]) -> dict[tuple[str, int], tuple[int, int]]:
    """Give, for each arrival that is a line, its conversation and its number."""
    if not arrivals:
        return {}
    orgs, ids = sorted({org for org, _ in arrivals}), [id_ for _, id_ in arrivals]
    rows = page.all(_SOME, orgs=orgs, arrivals=ids)
    return {(row.organisation, row.arrival_id): (row.chat_id, row.seq) for row in rows}
