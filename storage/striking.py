"""Words that go, wherever the case book has them: in messages, in letters of ours, in examples."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select, update

from storage.correction_table import EXAMPLE
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import ATTACHMENT, MESSAGE

Change = Callable[[str], str]
"""Give a text without what goes."""

_OF_MESSAGE = ("subject", "text", "whole", "sender_name", "reading")
_OF_FILE = ("name", "contents")
_OF_LETTER = ("subject", "body", "note")
_OF_EXAMPLE = ("subject", "text", "read")


def messages(page: Page, organisation: str, ids: Collection[int], change: Change, now: datetime) -> frozenset[int]:
    """Strike out of messages, of the names of their files and of their examples; give the messages that changed."""
    mine = (MESSAGE.c.organisation == organisation) & MESSAGE.c.id.in_(ids)
    changed = _rewrite(page, MESSAGE, mine, (_OF_MESSAGE, change))
    files = (ATTACHMENT.c.organisation == organisation) & ATTACHMENT.c.message_id.in_(ids)
    changed |= _rewrite(page, ATTACHMENT, files, (_OF_FILE, change))
    examples = (EXAMPLE.c.organisation == organisation) & EXAMPLE.c.message_id.in_(ids)
    _rewrite(page, EXAMPLE, examples, (_OF_EXAMPLE, change))
    gone = (MESSAGE.c.organisation == organisation) & MESSAGE.c.id.in_(changed)
    page.execute(update(MESSAGE).where(gone).values(redacted_at=now))
    return frozenset(changed)


def letters(page: Page, organisation: str, thread: int, change: Change) -> None:
    """Strike out of every letter of ours in a conversation, drafts as well."""
    mine = (OUTBOX.c.organisation == organisation) & (OUTBOX.c.thread_id == thread)
    _rewrite(page, OUTBOX, mine, (_OF_LETTER, change))


def _rewrite(page: Page, table: Table, mine: Any, how: tuple[tuple[str, ...], Change]) -> set[int]:  # noqa: ANN401 - a condition
    """Rewrite these columns of some rows; give the messages, or letters, of the rows that changed."""
    columns, change = how
    changed = set()
    for row in page.all(select(table).where(mine)):
        values = {name: each(getattr(row, name), change) for name in columns}
        if any(values[name] != getattr(row, name) for name in columns):
            same = [column == getattr(row, column.name) for column in table.primary_key.columns]
            page.execute(update(table).where(*same).values(**values))
            changed.add(row.id if "id" in table.c else row.message_id)
    return changed


def each(value: Any, change: Change) -> Any:  # noqa: ANN401 - any JSON
    """Change every text of a JSON value."""
    match value:
        case str():
            return change(value)
        case list():
            return [each(one, change) for one in value]
        case dict():
            return {key: each(one, change) for key, one in value.items()}
    return value
