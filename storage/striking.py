"""Words that go, wherever the case book has them: in messages, in letters of ours, in examples."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table, select, update

from storage import search_marks
from storage.correction_table import EXAMPLE
from storage.draft_table import DRAFT_SEEN, DRAFT_TYPED
from storage.erasing import conversation
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import ATTACHMENT, MESSAGE

Change = Callable[[str], str]
"""Give a text without what goes."""

Rewritten = Callable[[Any, Change], Any]
"""Give a cell without what goes."""


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


def _read(values: dict[str, Any], change: Change) -> dict[str, Any]:
    """Change the words in a reading, never its codes: a letter may say "complaint" as well."""
    told = {name: values[name] for name in _SAID if name in values}
    return {**values, **{name: _SAID[name](value, change) for name, value in told.items()}}


def _but_first(rows: list[Any], change: Change) -> list[Any]:
    """Change what follows a code."""
    return [[row[0], *each(row[1:], change)] if isinstance(row, list) else row for row in rows]


def _but_two(rows: list[Any], change: Change) -> list[Any]:
    """Change what follows a part and a code."""
    return [[*row[:2], *each(row[2:], change)] if isinstance(row, list) else row for row in rows]


_SAID: Mapping[str, Rewritten] = {
    "kinds": _but_first,
    "fields": each,
    "sensitive": _but_first,
    "documents": _but_two,
}
"""What of a reading are people's words."""

_OF_MESSAGE: Mapping[str, Rewritten] = {
    **dict.fromkeys(("subject", "text", "whole", "sender_name"), each),
    "reading": _read,
}
_OF_FILE: Mapping[str, Rewritten] = dict.fromkeys(("name", "contents"), each)
_OF_LETTER: Mapping[str, Rewritten] = dict.fromkeys(("subject", "body", "note", "prepared"), each)
_OF_TYPED: Mapping[str, Rewritten] = dict.fromkeys(("subject", "body", "note"), each)
_OF_SEEN: Mapping[str, Rewritten] = dict.fromkeys(("subject", "body"), each)
_OF_EXAMPLE: Mapping[str, Rewritten] = {"subject": each, "text": each, "read": _but_first}


def message(page: Page, organisation: str, id_: int, change: Change) -> None:
    """Strike out of a message, of the names of its files and of the example that was made of it."""
    _rewrite(page, MESSAGE, (MESSAGE.c.organisation == organisation) & (MESSAGE.c.id == id_), (_OF_MESSAGE, change))
    for table, columns in ((ATTACHMENT, _OF_FILE), (EXAMPLE, _OF_EXAMPLE)):
        mine = (table.c.organisation == organisation) & (table.c.message_id == id_)
        _rewrite(page, table, mine, (columns, change))
    search_marks.take_out_message(page, organisation, id_)


def letters(page: Page, organisation: str, thread: int, change_for: Callable[[int], Change]) -> None:
    """Strike out of every letter of ours in a conversation, drafts as well; `change_for` says what goes by the case."""
    threads = conversation(page, organisation, thread)
    mine = (OUTBOX.c.organisation == organisation) & OUTBOX.c.thread_id.in_(threads)
    for case in {row.case_id for row in page.all(select(OUTBOX.c.case_id).where(mine))}:
        _rewrite(page, OUTBOX, mine & (OUTBOX.c.case_id == case), (_OF_LETTER, change_for(case)))
        for table, columns in ((DRAFT_TYPED, _OF_TYPED), (DRAFT_SEEN, _OF_SEEN)):
            theirs = (table.c.organisation == organisation) & (table.c.case_id == case)
            _rewrite(page, table, theirs, (columns, change_for(case)))
    search_marks.take_out(page, organisation, threads)


def _rewrite(page: Page, table: Table, mine: Any, how: tuple[Mapping[str, Rewritten], Change]) -> None:  # noqa: ANN401 - a condition
    """Rewrite these columns of some rows."""
    columns, change = how
    for row in page.all(select(table).where(mine)):
        values = {name: rewritten(getattr(row, name), change) for name, rewritten in columns.items()}
        if any(values[name] != getattr(row, name) for name in columns):
            same = [column == getattr(row, column.name) for column in table.primary_key.columns]
            page.execute(update(table).where(*same).values(**values))
