"""Conversations: which one a message belongs to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update

from storage import search_marks
from storage.outbox_table import OUTBOX
from storage.page import KEY, ORG, Page
from storage.tables import ATTACHMENT, CASE, MESSAGE, THREAD


@dataclass(frozen=True)
class Thread:
    """One conversation with one person. `token` stands in our reply addresses; `address` is the person's."""

    id: int
    token: str
    address: str | None


def begin(page: Page, organisation: str, thread: Thread) -> None:
    """Open a conversation."""
    page.add(THREAD, organisation=organisation, id=thread.id, token=thread.token, address=thread.address)


def set_address(page: Page, organisation: str, thread: int, address: str) -> None:
    """Note the address that the person of a conversation writes from, or is written to at."""
    mine = (THREAD.c.organisation == organisation) & (THREAD.c.id == thread)
    page.execute(update(THREAD).where(mine).values(address=address))


_BY_ID = select(THREAD).where(THREAD.c.organisation == ORG, THREAD.c.id == KEY)
_BY_TOKEN = select(THREAD).where(THREAD.c.organisation == ORG, THREAD.c.token == KEY)


def by_id(page: Page, organisation: str, id_: int) -> Thread | None:
    """Give a conversation by its id."""
    return _found(page, organisation, page.one(_BY_ID, org=organisation, key=id_))


def by_token(page: Page, organisation: str, token: str) -> Thread | None:
    """Give the conversation whose reply address was used."""
    return _found(page, organisation, page.one(_BY_TOKEN, org=organisation, key=token))


def by_our_message(page: Page, organisation: str, ids: Iterable[str]) -> Thread | None:
    """Give the conversation of the letter of ours that is answered, by its Message-ID."""
    wanted = tuple(ids)
    if not wanted:
        return None
    ours = select(OUTBOX.c.thread_id).where(OUTBOX.c.organisation == organisation, OUTBOX.c.message_id.in_(wanted))
    return _thread(page, organisation, THREAD.c.id.in_(ours))


def by_their_message(page: Page, organisation: str, ids: Iterable[str], sender: str) -> Thread | None:
    """Give the conversation of an earlier letter that the same person refers to."""
    wanted = tuple(ids)
    if not wanted:
        return None
    theirs = select(MESSAGE.c.thread_id).where(
        MESSAGE.c.organisation == organisation,
        MESSAGE.c.rfc_id.in_(wanted),
        func.lower(MESSAGE.c.sender_address) == func.lower(sender),
    )
    return _thread(page, organisation, THREAD.c.id.in_(theirs))


@dataclass(frozen=True)
class Said:
    """What somebody wrote: from which address, in which words, with which files (their digests), and since when."""

    sender: str
    text: str
    files: frozenset[str]
    since: datetime


def by_their_words(page: Page, organisation: str, among: Collection[int], said: Said, times: int) -> Thread | None:
    """Give the one of some conversations in which a sender said the same, word for word and with the same files.

    None where it was said fewer `times`.
    """
    theirs = (
        select(MESSAGE.c.id, MESSAGE.c.thread_id)
        .where(
            MESSAGE.c.organisation == organisation,
            MESSAGE.c.thread_id.in_(among),
            MESSAGE.c.received_at >= said.since,
            MESSAGE.c.text == said.text,
            func.lower(MESSAGE.c.sender_address) == func.lower(said.sender),
        )
        .order_by(MESSAGE.c.id)
    )
    same = [row.thread_id for row in page.all(theirs) if _files(page, organisation, row.id) == said.files]
    return by_id(page, organisation, same[-1]) if len(same) >= times else None


def _files(page: Page, organisation: str, message: int) -> frozenset[str]:
    mine = select(ATTACHMENT.c.digest).where(
        ATTACHMENT.c.organisation == organisation, ATTACHMENT.c.message_id == message
    )
    return frozenset(row.digest for row in page.all(mine))


def by_number(page: Page, organisation: str, number: str) -> Thread | None:
    """Give the conversation of a case, by its public number; whether the sender may join is for the caller."""
    case = select(CASE.c.thread_id).where(CASE.c.organisation == organisation, CASE.c.number == number)
    return _thread(page, organisation, THREAD.c.id.in_(case))


def join(page: Page, organisation: str, thread: int, into: int) -> None:
    """Move what was said in a conversation into another one; whoever looks for the first finds that from now on."""
    said = (MESSAGE.c.organisation == organisation) & (MESSAGE.c.thread_id == thread)
    page.execute(update(MESSAGE).where(said).values(thread_id=into))
    mine = (THREAD.c.organisation == organisation) & (THREAD.c.id == thread)
    page.execute(update(THREAD).where(mine).values(joined=into))
    search_marks.take_out(page, organisation, (thread, into))


def _thread(page: Page, organisation: str, which: ColumnElement[bool]) -> Thread | None:
    return _found(
        page, organisation, page.one(select(THREAD).where(THREAD.c.organisation == organisation, which).limit(1))
    )


def _found(page: Page, organisation: str, row: Row[Any] | None) -> Thread | None:
    if row and row.joined is not None:
        return by_id(page, organisation, row.joined)
    return Thread(row.id, row.token, row.address) if row else None
