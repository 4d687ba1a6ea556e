"""The files of messages: what was found in them, and which letters must not be passed on."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, select, union_all, update

from cases.files import infected
from storage.page import KEY, ORG, Page
from storage.tables import ATTACHMENT, MESSAGE

_MARKED = (
    update(ATTACHMENT)
    .where(ATTACHMENT.c.organisation == ORG, ATTACHMENT.c.message_id == KEY, ATTACHMENT.c.part == bindparam("which"))
    .values(verdict=bindparam("said"))
)
_SCANNED = update(MESSAGE).where(MESSAGE.c.organisation == ORG, MESSAGE.c.id == KEY).values(scanned=bindparam("said"))

_SAID = union_all(
    select(MESSAGE.c.scanned.label("verdict")).where(MESSAGE.c.organisation == ORG, MESSAGE.c.id == KEY),
    select(ATTACHMENT.c.verdict).where(ATTACHMENT.c.organisation == ORG, ATTACHMENT.c.message_id == KEY),
)


def mark(page: Page, organisation: str, message: int, letter: str, files: Mapping[int, str]) -> None:
    """Write down what the virus scanner said of a letter as a whole, and of each of its files, by part."""
    page.execute(_SCANNED, {"org": organisation, "key": message, "said": letter})
    values = [{"org": organisation, "key": message, "which": part, "said": said} for part, said in files.items()]
    if values:
        page.execute(_MARKED, values)


def restrict(page: Page, organisation: str, message: int, parts: Collection[int]) -> None:
    """Let few open these files of a message."""
    if parts:
        page.execute(update(ATTACHMENT).where(_of(organisation, message, parts)).values(restricted=True))


def erase(page: Page, organisation: str, message: int, parts: Collection[int], now: datetime) -> None:
    """Note that the bytes of these files are gone, with what their names said."""
    if parts:
        gone = {"restricted": True, "erased_at": now, "name": "", "contents": None}
        page.execute(update(ATTACHMENT).where(_of(organisation, message, parts)).values(**gone))


def _of(organisation: str, message: int, parts: Collection[int]) -> ColumnElement[bool]:
    mine = (ATTACHMENT.c.organisation == organisation) & (ATTACHMENT.c.message_id == message)
    return mine & ATTACHMENT.c.part.in_(parts)


def parts(page: Page, organisation: str, message: int) -> tuple[tuple[int, str], ...]:
    """Give the files of a message: the part and the digest of each."""
    mine = select(ATTACHMENT.c.part, ATTACHMENT.c.digest).where(
        ATTACHMENT.c.organisation == organisation, ATTACHMENT.c.message_id == message
    )
    return tuple((row.part, row.digest) for row in page.all(mine.order_by(ATTACHMENT.c.part)))


def quarantined(page: Page, organisation: str, messages: Collection[int]) -> frozenset[int]:
    """Give those of the messages in which something was found, as a whole or in a file."""
    return frozenset(
        message
        for message in messages
        if any(infected(row.verdict) for row in page.all(_SAID, org=organisation, key=message))
    )
