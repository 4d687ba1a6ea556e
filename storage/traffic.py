"""How many letters left without a person: what the caps that end every loop are counted by (R-EM-11).

Letters count from the instant at which they were let go, so that those that still wait for their hour count too.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Executable, Integer, bindparam, func, literal, select

from cases.message import Channel
from cases.outgoing import OutboxStatus
from storage.outbox_table import OUTBOX
from storage.page import KEY, ORG, Page

INTERNAL = ("staff_notice", "house_notice", "staff_letter", "daily_overview", "gathered_notices")
"""Letters to our own people: they count for the address they go to, and for nobody's conversation."""

ASKED_FOR = ("case_link", "case_code")
"""Letters that a person asks for on their own page: no machine does, and they have a limit of their own."""

_UNSEEN = (OUTBOX.c.organisation == ORG) & (OUTBOX.c.released_at >= bindparam("since")) & OUTBOX.c.approved_by.is_(None)
_TO_ADDRESS = select(func.count()).where(_UNSEEN, OUTBOX.c.addressee == KEY, OUTBOX.c.reply.not_in(ASKED_FOR))
_IN_AN_HOUR = OUTBOX.c.released_at >= bindparam("hour", type_=OUTBOX.c.released_at.type)
_OTHER = OUTBOX.alias("other")
_ALSO_UNSEEN = (_OTHER.c.organisation == ORG) & _OTHER.c.approved_by.is_(None)
_TO_DOMAIN = (
    select(_OTHER.c.released_at)
    .where(
        _ALSO_UNSEEN,
        _OTHER.c.released_at >= bindparam("hour", type_=OUTBOX.c.released_at.type),
        _OTHER.c.domain == bindparam("domain"),
    )
    .limit(bindparam("most", type_=Integer))
    .subquery("few")
)
_IN_THREAD = select(func.count()).where(
    _ALSO_UNSEEN,
    _OTHER.c.released_at >= bindparam("since", type_=OUTBOX.c.released_at.type),
    _OTHER.c.thread_id == bindparam("thread"),
    _OTHER.c.reply.not_in((*INTERNAL, *ASKED_FOR)),
)
_SENT = _TO_ADDRESS.with_only_columns(
    func.count().filter(_IN_AN_HOUR).label("hour"),
    func.count().label("day"),
    select(func.count()).select_from(_TO_DOMAIN).scalar_subquery().label("domain"),
    _IN_THREAD.scalar_subquery().label("conversation"),
)
_OF_REPLY = select(func.count()).where(
    OUTBOX.c.organisation == ORG,
    OUTBOX.c.case_id == KEY,
    OUTBOX.c.reply == bindparam("reply"),
    OUTBOX.c.cause.like(bindparam("cause")),
    OUTBOX.c.created_at >= bindparam("since"),
)
_WAITING = select(func.count().label("letters"), func.min(OUTBOX.c.released_at).label("since")).where(
    OUTBOX.c.organisation == ORG,
    OUTBOX.c.channel == Channel.MAIL,
    OUTBOX.c.status
    == literal(OutboxStatus.RELEASED.value, literal_execute=True),  # or the index of just that is not used
    OUTBOX.c.released_at <= bindparam("before"),
    OUTBOX.c.reply.not_in(INTERNAL),
)


def to_address(page: Page, organisation: str, address: str, since: datetime) -> int:
    """Count letters to an address (`base_address`), whichever of its plus parts they went to."""
    return _count(page, _TO_ADDRESS, org=organisation, key=address, since=since)


@dataclass(frozen=True)
class To:
    """Whom letters went to: an address (`base_address`), its domain, or whoever is in a conversation."""

    address: str
    domain: str
    thread: int


@dataclass(frozen=True)
class Sent:
    """How many letters went to an address since an hour began and since a day did; to its domain; in a conversation."""

    hour: int
    day: int
    domain: int
    conversation: int


def sent(page: Page, organisation: str, to: To, since: tuple[datetime, datetime], most: int) -> Sent:
    """Count what the caps are measured by, in one look; `since` are the beginnings of the hour and of the day.

    To a domain they are counted up to `most`: no more than that are looked at.
    """
    hour, day = since
    row = page.one(
        _SENT,
        org=organisation,
        key=to.address,
        domain=to.domain,
        thread=to.thread,
        hour=hour,
        since=day,
        most=most,
    )
    return Sent(row.hour, row.day, row.domain, row.conversation) if row else Sent(0, 0, 0, 0)


@dataclass(frozen=True)
class Waiting:
    """Letters to people that were to leave and did not: how many, and since when the oldest waits."""

    count: int
    since: datetime | None


def waiting(page: Page, organisation: str, before: datetime) -> Waiting:
    """Look at the letters of an organisation that were to leave before an instant and are still here."""
    row = page.one(_WAITING, org=organisation, before=before)
    return Waiting(int(row.letters), row.since) if row else Waiting(0, None)


def of_reply(page: Page, organisation: str, case: int, letter: tuple[str, str], since: datetime) -> int:
    """Count the letters of one sort that were written in a case since an instant: (reply, pattern of its cause)."""
    reply, cause = letter
    return _count(page, _OF_REPLY, org=organisation, key=case, reply=reply, cause=cause, since=since)


def _count(page: Page, of: Executable, **values: object) -> int:
    row = page.one(of, **values)
    return int(row[0]) if row else 0
