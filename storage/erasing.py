"""Erasing a case: everything that names its person, in every table, but what another case still needs.

What is tied to a case or to a message is found by its columns, so that a table that comes later is reached as well.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, or_, select, update

from cases.message import Verdict
from cases.redaction import Fate
from storage import search_marks
from storage.api_tables import SUBMISSION
from storage.inbox_tables import ARRIVAL, LOOK
from storage.looks import STRIKE
from storage.outbox_table import OUTBOX
from storage.page import ORDER, Page
from storage.procedure_tables import IMPROVEMENT, REDACTION
from storage.tables import CASE, EVENT, MESSAGE, THREAD
from storage.vault import LARGE, key_of_row

_CHILDREN_FIRST = sorted(ORDER, key=ORDER.__getitem__, reverse=True)
OF_CASE = tuple(table for table in _CHILDREN_FIRST if "case_id" in table.c)
"""The tables whose rows belong to one case."""

OF_MESSAGE = tuple(
    table for table in _CHILDREN_FIRST if "message_id" in table.c and table not in {*OF_CASE, ARRIVAL, OUTBOX}
)
"""The tables whose rows belong to one message."""

_OF_BOTH = tuple(table for table in OF_CASE if "message_id" in table.c and table is not OUTBOX)
"""The tables in which a case points at a message, which it then needs."""


_LOCKED = select(CASE.c.id, CASE.c.thread_id).with_for_update()


@dataclass(frozen=True)
class Conversation:
    """The threads of one conversation, those that were joined to it too, and the other cases that live in them."""

    threads: frozenset[int]
    others: frozenset[int]


def conversation_of(page: Page, organisation: str, case: int) -> Conversation | None:
    """Find all that is tied to a case's conversation, for nobody else to change meanwhile; None without the case."""
    mine = page.one(_LOCKED.where(CASE.c.organisation == organisation, CASE.c.id == case))
    if mine is None:
        return None
    threads = conversation(page, organisation, mine.thread_id)
    sharing = _LOCKED.where(CASE.c.organisation == organisation, CASE.c.thread_id.in_(threads)).order_by(CASE.c.id)
    return Conversation(threads, _ids(page, sharing) - {case})


def erase_case(page: Page, organisation: str, case: int, number: str) -> int:
    """Erase a case with its letters, messages and their bytes; give how many messages went. Twice has no effect.

    Of a conversation that other cases share, what they need stays. Bytes in the vault are named by arrivals that have
    no message any more, until `vault_cleared` says that they are gone.
    """
    around = conversation_of(page, organisation, case)
    if around is None:
        return 0
    needed, letters = _needed(page, organisation, around.others)
    _hand_over_letters(page, organisation, case, (letters, around.others))
    _hand_over_findings(page, organisation, case, around.others)
    gone = _messages(page, organisation, around.threads) - needed
    _hand_over_strikes(page, organisation, gone, needed)
    search_marks.take_out(page, organisation, around.threads)
    erase_messages(page, organisation, gone)
    for table in OF_CASE:
        page.execute(delete(table).where(table.c.organisation == organisation, table.c.case_id == case))
    _forget_number(page, organisation, case, number)
    page.execute(delete(CASE).where(CASE.c.organisation == organisation, CASE.c.id == case))
    page.chains.pop((organisation, case), None)
    if not around.others:
        page.execute(delete(THREAD).where(THREAD.c.organisation == organisation, THREAD.c.id.in_(around.threads)))
    return len(gone)


def erase_messages(page: Page, organisation: str, ids: Collection[int]) -> None:
    """Erase messages with all that is tied to them, and the bytes that they were made of."""
    for some in _few_at_a_time(ids):
        for table in (*OF_MESSAGE, *_OF_BOTH):
            page.execute(delete(table).where(table.c.organisation == organisation, table.c.message_id.in_(some)))
        _erase_submissions(page, organisation, some)
        _erase_arrivals(page, organisation, some)
        page.execute(delete(MESSAGE).where(MESSAGE.c.organisation == organisation, MESSAGE.c.id.in_(some)))


def _erase_submissions(page: Page, organisation: str, messages: Collection[int]) -> None:
    """Forget under which name messages came, and the digest of what was typed."""
    theirs = (ARRIVAL.c.organisation == organisation) & ARRIVAL.c.message_id.in_(messages)
    arrivals = select(ARRIVAL.c.id).where(theirs)
    mine = (SUBMISSION.c.organisation == organisation) & SUBMISSION.c.arrival_id.in_(arrivals)
    page.execute(delete(SUBMISSION).where(mine))


def filed_about(page: Page, organisation: str, address: str) -> frozenset[int]:
    """Give the mail in the file that comes from an address or names it: absence notes, letters that came back.

    Mail that names a longer address, of which this one is a piece, is somebody else's.
    """
    named = naming(address)
    rows = page.all(select(MESSAGE.c.id, *_NAMING).where(_filed(organisation), _perhaps_naming(address)))
    return frozenset(row.id for row in rows if named.search("\n".join(filter(None, row[1:]))))


def naming(address: str) -> re.Pattern[str]:
    """Give what finds an address where it is written, in any case, but not as a piece of a longer one."""
    before, after = r"(?<!\w)(?<!\w[.+&'-])", r"(?!\w|\.\w|-[\w-]*\.\w)"
    return re.compile(f"{before}{re.escape(address)}{after}", re.IGNORECASE)


_NAMING = (MESSAGE.c.sender_address, MESSAGE.c.sender_name, MESSAGE.c.subject, MESSAGE.c.text, MESSAGE.c.whole)


def _perhaps_naming(address: str) -> ColumnElement[bool]:
    """Say in SQL where an address may stand. SQLite knows the capitals of ASCII alone."""
    piece = max(re.findall(r"[\x00-\x7f]+", address), key=len, default="")
    return or_(*(column.ilike(f"%{_literal(piece)}%", escape="\\") for column in _NAMING))


def filed_before(page: Page, organisation: str, instant: datetime, limit: int | None) -> frozenset[int]:
    """Give mail in the file that was received before an instant, the oldest first, up to a limit."""
    old = select(MESSAGE.c.id).where(_filed(organisation), MESSAGE.c.received_at < instant)
    return _ids(page, old.order_by(MESSAGE.c.id).limit(limit))


def vault_left(page: Page, organisation: str, limit: int) -> tuple[tuple[int, str], ...]:
    """Give (id, key) of arrivals that are erased, and whose bytes the vault may still have."""
    rows = page.all(
        select(ARRIVAL.c.id, ARRIVAL.c.vault_key)
        .where(_erased(organisation), ARRIVAL.c.vault_key.is_not(None))
        .limit(limit)
    )
    return tuple((row.id, row.vault_key) for row in rows)


def vault_cleared(page: Page, organisation: str, ids: Collection[int]) -> None:
    """Note that the vault has nothing more of some erased arrivals; only where they lie in a mailbox is remembered.

    That they lie there must stay known, or they would be fetched again.
    """
    mine = _erased(organisation) & ARRIVAL.c.id.in_(ids)
    page.execute(update(ARRIVAL).where(mine, ARRIVAL.c.mailbox.is_not(None)).values(vault_key=None))
    page.execute(delete(ARRIVAL).where(mine, ARRIVAL.c.mailbox.is_(None)))


def conversation(page: Page, organisation: str, thread: int) -> frozenset[int]:
    """Give a thread with the one that it goes on in, and all others that go on there."""
    found, ends = {thread}, {thread}
    while ends:
        near = or_(THREAD.c.joined.in_(ends), THREAD.c.id.in_(ends))
        rows = page.all(select(THREAD.c.id, THREAD.c.joined).where(THREAD.c.organisation == organisation, near))
        ends = {id_ for row in rows for id_ in (row.id, row.joined) if id_ is not None} - found
        found |= ends
    return frozenset(found)


def _needed(page: Page, organisation: str, cases: Collection[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Give the messages and the letters that some cases still need: those that their history or their rows name."""
    if not cases:
        return frozenset(), frozenset()
    mine = (EVENT.c.organisation == organisation) & EVENT.c.case_id.in_(cases)
    told = [row.data for row in page.all(select(EVENT.c.data).where(mine))]
    opened = select(CASE.c.opened_for).where(CASE.c.organisation == organisation, CASE.c.id.in_(cases))
    sent = select(OUTBOX.c.attach).where(OUTBOX.c.organisation == organisation, OUTBOX.c.case_id.in_(cases))
    messages = _ids(page, opened) | {id_ for row in page.all(sent) for id_ in row.attach}
    for table in _OF_BOTH:
        pointed = select(table.c.message_id).where(table.c.organisation == organisation, table.c.case_id.in_(cases))
        messages |= _ids(page, pointed)
    return messages | _named(told, "message"), _named(told, "letter")


def _named(told: Collection[dict[str, Any]], what: str) -> frozenset[int]:
    return frozenset(data[what] for data in told if isinstance(data.get(what), int))


def _hand_over_letters(
    page: Page, organisation: str, case: int, needed: tuple[Collection[int], Collection[int]]
) -> None:
    """Let another case have the letters that were written to both."""
    letters, others = needed
    if not letters:
        return
    shared = (OUTBOX.c.organisation == organisation) & (OUTBOX.c.case_id == case) & OUTBOX.c.id.in_(letters)
    theirs = (OUTBOX.c.organisation == organisation) & (OUTBOX.c.case_id == min(others))
    taken = {(row.reply, row.cause) for row in page.all(select(OUTBOX.c.reply, OUTBOX.c.cause).where(theirs))}
    for row in page.all(select(OUTBOX.c.id, OUTBOX.c.reply, OUTBOX.c.cause).where(shared)):
        if (row.reply, row.cause) not in taken:
            mine = (OUTBOX.c.organisation == organisation) & (OUTBOX.c.id == row.id)
            page.execute(update(OUTBOX).where(mine).values(case_id=min(others)))


def _hand_over_findings(page: Page, organisation: str, case: int, others: Collection[int]) -> None:
    """Let the first other case of a letter have what was found in it: it is masked, or is to go, there as well."""
    for other in sorted(others):
        needed, _ = _needed(page, organisation, (other,))
        mine = (REDACTION.c.organisation == organisation) & (REDACTION.c.case_id == case)
        for some in _few_at_a_time(needed):
            page.execute(update(REDACTION).where(mine, REDACTION.c.message_id.in_(some)).values(case_id=other))


def _hand_over_strikes(page: Page, organisation: str, gone: Collection[int], needed: Collection[int]) -> None:
    """Let what is still to be struck out of a conversation be asked for at a letter of it that stays."""
    asked = (LOOK.c.organisation == organisation) & (LOOK.c.look == STRIKE)
    waiting = _ids(page, select(LOOK.c.message_id).where(asked, LOOK.c.message_id.in_(gone)))
    mine = (REDACTION.c.organisation == organisation) & REDACTION.c.message_id.in_(needed)
    left = mine & (REDACTION.c.judgement == Fate.STRIKE_OUT) & REDACTION.c.struck_at.is_(None)
    ordered = _ids(page, select(REDACTION.c.message_id).where(left, REDACTION.c.judged_by.is_not(None)))
    if waiting and ordered and not _ids(page, select(LOOK.c.message_id).where(asked, LOOK.c.message_id.in_(ordered))):
        one = asked & (LOOK.c.message_id == min(waiting))
        page.execute(update(LOOK).where(one).values(message_id=min(ordered), claimed_by=None, claimed_until=None))


def _forget_number(page: Page, organisation: str, case: int, number: str) -> None:
    """Take a case out of what points at it: an appeal, and what was learnt of it."""
    appeals = (CASE.c.organisation == organisation) & (CASE.c.appeal_of == case)
    page.execute(update(CASE).where(appeals).values(appeal_of=None))
    learnt = (IMPROVEMENT.c.organisation == organisation) & (IMPROVEMENT.c.case_number == number)
    page.execute(update(IMPROVEMENT).where(learnt).values(case_number=None))


def _messages(page: Page, organisation: str, threads: Collection[int]) -> frozenset[int]:
    return _ids(
        page, select(MESSAGE.c.id).where(MESSAGE.c.organisation == organisation, MESSAGE.c.thread_id.in_(threads))
    )


def _erase_arrivals(page: Page, organisation: str, messages: Collection[int]) -> None:
    """Erase the bytes of messages. What is in the vault, or lies in a mailbox, leaves a row that names nobody."""
    mine = (ARRIVAL.c.organisation == organisation) & ARRIVAL.c.message_id.in_(messages)
    stays = or_(ARRIVAL.c.vault_key.is_not(None), ARRIVAL.c.size >= LARGE, ARRIVAL.c.mailbox.is_not(None))
    page.execute(delete(ARRIVAL).where(mine, ~stays))
    kept = (ARRIVAL.c.id, ARRIVAL.c.received_at, ARRIVAL.c.vault_key, ARRIVAL.c.size)
    for row in page.all(select(*kept).where(mine)):
        one = (ARRIVAL.c.organisation == organisation) & (ARRIVAL.c.id == row.id)
        page.execute(update(ARRIVAL).where(one).values(**_BLANK, vault_key=_vault_key(organisation, row)))


_BLANK = {
    "sender": "",
    "recipients": [],
    "peer": "",
    "helo": "",
    "size": 0,
    "raw": None,
    "done": True,
    "message_id": None,
    "claimed_by": None,
    "claimed_until": None,
}


def _vault_key(organisation: str, row: Row[Any]) -> str | None:
    """Name where the vault may have the bytes: a large letter can be there without its row knowing of it yet."""
    if row.vault_key is None and row.size < LARGE:
        return None
    return str(row.vault_key or key_of_row(organisation, row.received_at, row.id))


def _erased(organisation: str) -> ColumnElement[bool]:
    return (ARRIVAL.c.organisation == organisation) & ARRIVAL.c.message_id.is_(None) & ARRIVAL.c.done


def _filed(organisation: str) -> ColumnElement[bool]:
    filed = (MESSAGE.c.organisation == organisation) & (MESSAGE.c.verdict == Verdict.FILE)
    return filed & MESSAGE.c.thread_id.is_(None)


def _ids(page: Page, which: Any) -> frozenset[int]:  # noqa: ANN401 - a select of one column of ids
    return frozenset(row[0] for row in page.all(which) if row[0] is not None)


def _few_at_a_time(ids: Collection[int]) -> list[list[int]]:
    every = sorted(ids)
    return [every[place : place + 500] for place in range(0, len(every), 500)]


def _literal(text: str) -> str:
    """Give a text in which LIKE finds no wildcards."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
