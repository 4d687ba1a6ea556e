"""What is sensitive in messages, and what people made of it: a row for each category and place, never the words."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from cases.redaction import IN_SUBJECT, IN_TEXT, Fate, Redaction
from storage import search_marks
from storage.page import KEY, ORG, Page
from storage.procedure_tables import REDACTION

_OF_MESSAGES = (
    select(REDACTION)
    .where(REDACTION.c.organisation == ORG, REDACTION.c.message_id.in_(bindparam("messages", expanding=True)))
    .order_by(REDACTION.c.id)
)
_MINE = (REDACTION.c.organisation == ORG) & (REDACTION.c.id == KEY)


def add(page: Page, organisation: str, found: Iterable[Redaction]) -> tuple[Redaction, ...]:
    """Write down what was found and is not known yet of that message and place; give what is new."""
    wanted = tuple(found)
    known = {(one.message, one.category, one.place) for one in of_messages(page, organisation, _messages(wanted))}
    new = [one for one in wanted if (one.message, one.category, one.place) not in known]
    for one in new:
        page.add(
            REDACTION,
            organisation=organisation,
            case_id=one.case,
            id=one.id,
            message_id=one.message,
            category=one.category,
            place=one.place,
            found_at=one.found_at,
            judgement=one.fate,
            judged_by=one.judged_by,
            judged_at=one.judged_at,
            struck_at=one.struck_at,
        )
    for message in _messages(new):
        search_marks.take_out_message(page, organisation, message)
    return tuple(new)


def of_messages(page: Page, organisation: str, messages: Collection[int]) -> tuple[Redaction, ...]:
    """Give what was found in some messages, oldest first."""
    if not messages:
        return ()
    rows = page.all(_OF_MESSAGES, org=organisation, messages=list(messages))
    return tuple(map(_redaction, rows))


def judge(page: Page, organisation: str, id_: int, fate: Fate, by: tuple[int, datetime]) -> None:
    """Write down what a person made of it; `by` is who and when."""
    staff, now = by
    values = {"org": organisation, "key": id_, "judgement": fate, "judged_by": staff, "judged_at": now}
    page.execute(update(REDACTION).where(_MINE), values)
    row = page.one(select(REDACTION.c.message_id).where(_MINE), org=organisation, key=id_)
    if row:
        search_marks.take_out_message(page, organisation, row.message_id)


def struck(page: Page, organisation: str, ids: Collection[int], now: datetime) -> None:
    """Note that findings are gone. Their passages are passages no longer: characters count anew."""
    mine = (REDACTION.c.organisation == organisation) & REDACTION.c.id.in_(ids)
    page.execute(update(REDACTION).where(mine).values(struck_at=now))
    for place in (IN_SUBJECT, IN_TEXT):
        marked = mine & REDACTION.c.place.startswith(f"{place} ")
        page.execute(update(REDACTION).where(marked).values(place=place))


def _messages(found: Iterable[Redaction]) -> set[int]:
    return {one.message for one in found}


def _redaction(row: Row[Any]) -> Redaction:
    return Redaction(
        id=row.id,
        case=row.case_id,
        message=row.message_id,
        category=row.category,
        place=row.place,
        found_at=row.found_at,
        fate=Fate(row.judgement) if row.judgement else None,
        judged_by=row.judged_by,
        judged_at=row.judged_at,
        struck_at=row.struck_at,
    )
