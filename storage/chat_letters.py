"""Letters of ours in conversations by chat: those that wait to stand in one, and those that stand there."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select

from cases.chat import Chat
from cases.outgoing import OutboxStatus
from storage.chat_tables import CHAT_LINE
from storage.outbox import ENTRIES, Entry, entry_of
from storage.outbox_table import OUTBOX
from storage.page import KEY, ORG, Page
from storage.tables import THREAD

_GOES_ON_IN = (
    select(func.coalesce(THREAD.c.joined, THREAD.c.id))
    .where(THREAD.c.organisation == ORG, THREAD.c.id == KEY)
    .scalar_subquery()
)
_STANDS = exists().where(
    CHAT_LINE.c.organisation == OUTBOX.c.organisation,
    CHAT_LINE.c.outbox_id == OUTBOX.c.id,
    CHAT_LINE.c.chat_id == bindparam("chat"),
)
_WAITING = ENTRIES.where(
    OUTBOX.c.organisation == ORG,
    OUTBOX.c.thread_id == _GOES_ON_IN,
    OUTBOX.c.status == OutboxStatus.RELEASED,
    OUTBOX.c.channel == bindparam("channel"),
    OUTBOX.c.not_before <= bindparam("now", type_=OUTBOX.c.not_before.type),
    ~_STANDS,
).order_by(OUTBOX.c.created_at, OUTBOX.c.id)
_SOME = ENTRIES.where(OUTBOX.c.organisation == ORG, OUTBOX.c.id.in_(bindparam("letters", expanding=True)))


def waiting(page: Page, chat: Chat, now: datetime) -> tuple[Entry, ...]:
    """Give the letters that may leave for a conversation by now and do not stand in it yet, oldest first."""
    values = {"org": chat.organisation, "key": chat.thread, "chat": chat.id, "channel": chat.channel, "now": now}
    return tuple(entry_of(row) for row in page.all(_WAITING, **values))


def some(page: Page, organisation: str, ids: Collection[int]) -> tuple[Entry, ...]:
    """Give letters by their ids."""
    return tuple(entry_of(row) for row in page.all(_SOME, org=organisation, letters=list(ids))) if ids else ()
