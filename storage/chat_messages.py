"""What a look at a conversation takes of its messages: no more of a long one than of a short one.

Whoever writes three hundred lines is answered as quickly as at the first.
"""

import json
from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, exists, func, or_, select

from storage import messages
from storage.messages import Told
from storage.page import KEY, ORG, Page
from storage.procedure_tables import REDACTION
from storage.tables import ATTACHMENT, MESSAGE

_OF_THREAD = (MESSAGE.c.organisation == ORG) & (MESSAGE.c.thread_id == KEY)
_HAS_FILES = exists().where(
    ATTACHMENT.c.organisation == MESSAGE.c.organisation, ATTACHMENT.c.message_id == MESSAGE.c.id
)
_HAS_FINDINGS = exists().where(
    REDACTION.c.organisation == MESSAGE.c.organisation, REDACTION.c.message_id == MESSAGE.c.id
)
_SHOWN = (
    select(MESSAGE)
    .where(
        _OF_THREAD,
        or_(
            MESSAGE.c.id.in_(bindparam("shown", expanding=True)),
            MESSAGE.c.reading["sensitive"].as_string() != "[]",
            _HAS_FILES,
            _HAS_FINDINGS,
        ),
    )
    .order_by(MESSAGE.c.received_at, MESSAGE.c.id)
)
_FIELDS = MESSAGE.c.reading["fields"].as_string().label("fields")
_TOLD = (
    select(_FIELDS)
    .where(_OF_THREAD, _FIELDS != "{}")
    .group_by("fields")
    .order_by(func.max(MESSAGE.c.received_at), func.max(MESSAGE.c.id))
)
_FILES = (
    select(func.count())
    .select_from(ATTACHMENT)
    .join(MESSAGE, (ATTACHMENT.c.organisation == MESSAGE.c.organisation) & (ATTACHMENT.c.message_id == MESSAGE.c.id))
    .where(_OF_THREAD)
)


def shown_with(page: Page, organisation: str, thread: int, shown: Collection[int]) -> tuple[Told, ...]:
    """Give some messages of a conversation, and those that say what is to be masked in them, oldest first.

    A number that somebody named in one line is masked in every other.
    """
    return messages.with_files(page, organisation, page.all(_SHOWN, org=organisation, key=thread, shown=list(shown)))


def fields_of(page: Page, organisation: str, thread: int) -> tuple[Mapping[str, str], ...]:
    """Give what was told in a conversation, by field: the same once only, where it was told last, the latest last."""
    return tuple(json.loads(row.fields) for row in page.all(_TOLD, org=organisation, key=thread))


def file_count(page: Page, organisation: str, thread: int) -> int:
    """Count the files that came in a conversation."""
    row = page.one(_FILES, org=organisation, key=thread)
    return int(row[0]) if row else 0
