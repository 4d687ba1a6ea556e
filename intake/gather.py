"""Notices whose hour has come leave: one by itself, several to one person as one letter, what is done not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from intake.house_letter import To, house_letter, open_house
from intake.notices import Notice, notify, on_duty
from intake.still_news import Told, is_done, still
from intake.told import zone_of
from replies.gathered_notices import Facts, Line
from replies.staff_notice import News
from storage import absences, casebook, notice_choices, outbox, staff, staff_telegrams
from storage import notices as waiting
from storage.notices import Waiting
from storage.page import Page

AT_ONCE = 50
"""So many notices are looked at for whose they are in one transaction."""

PATIENCE = timedelta(minutes=10)
"""So long a notice waits for Telegram; then it goes by mail."""

PERSONAL = frozenset({News.YOURS, News.MENTIONED, News.INVITED, News.DRAFT_WAITS, News.DUE_SOON})
"""News that are one person's: where that one is gone, nobody else is told."""


def gather(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Let leave whose hour has come; give for how many readers. Call again until it is none.

    However often and by whom it is run, each notice leaves once. What Telegram did not take for long goes by mail.
    """
    for late in waiting.not_taken(page, offices, now - PATIENCE):
        waiting.release(page, late, now)
    readers = waiting.readers(page, offices, now, AT_ONCE)
    for organisation, reader in readers:
        _leave(page, reader, offices[organisation], now)
    return len(readers)


def _leave(page: Page, reader: str, office: Office, now: datetime) -> None:
    """Let all leave that waits for a reader, also what happened within the last minutes."""
    found = waiting.of_reader(page, office.policy.id, reader, now + office.together)
    told = [one for one in (_looked_up(page, each, office, now) for each in found) if one]
    left = [one for one in told if _is_worth_it(page, one, office, now)]
    if len(left) == 1:
        _send(page, left[0].waiting, now)
    elif left:
        _send(page, _as_one(page, left, office, now), now)
        for one in left:
            waiting.drop(page, one.waiting)


def _looked_up(page: Page, one: Waiting, office: Office, now: datetime) -> Told | None:
    """Give a notice with all it is about; one whose letter or case is gone, or was taken back, waits no more."""
    letter = outbox.find(page, one.organisation, one.id, to_change=True)
    case = casebook.find(page, one.organisation, one.case) if one.case else None
    if letter is None or letter.status is not OutboxStatus.GATHERING or case is None:
        waiting.forget(page, one)
        return None
    return Told(one, letter, case, _person(page, one, office, now))


def _person(page: Page, one: Waiting, office: Office, now: datetime) -> Staff | None:
    account = staff.by_id(page, one.organisation, one.person) if one.person else None
    return absences.on_duty(page, account.staff, office.day(now)) if account else None


def _is_worth_it(page: Page, told: Told, office: Office, now: datetime) -> bool:
    """Say whether a notice is told to its reader; what is not, waits no more, or for whoever has their work now."""
    if told.person is None:
        worth = not is_done(page, told)
    elif not staff_telegrams.may_hear(page, told.person, now):
        return _pass_on(page, told, None, office, now)
    elif on_duty(page, told.case, office, now, told.person).id != told.person.id:
        return _pass_on(page, told, told.person, office, now)
    else:
        worth = still(page, told, office)
    if not worth:
        waiting.drop(page, told.waiting)
    return worth


def _pass_on(page: Page, told: Told, away: Staff | None, office: Office, now: datetime) -> bool:
    """Tell whoever has an absent person's work, or the others of the queue where the person is gone; give False."""
    waiting.drop(page, told.waiting)
    news = News(told.waiting.news)
    if (away is None and news in PERSONAL) or is_done(page, told):
        return False
    cause = told.letter.outgoing.cause.removeprefix(f"{news} ").removesuffix(f" {told.waiting.reader}")
    notify(
        page, replace(told.case, queue=told.waiting.queue), Notice(news, cause, told.waiting.due, to=away), office, now
    )
    return False


def _as_one(page: Page, told: Sequence[Told], office: Office, now: datetime) -> Waiting:
    """Write one letter in the place of several; give what waits instead of them."""
    first = told[0].waiting
    language, zone = told[0].letter.outgoing.language, _zone(page, told[0].person, office)
    since = min(one.waiting.made_at for one in told)
    facts = Facts(
        organisation=office.policy.name,
        day=now.astimezone(zone).date(),
        since=since.astimezone(zone),
        lines=tuple(_lines(told, office)),
        settings=f"{office.desk_url}/desk/you/notices",
    )
    open_house(page, office.policy.id)
    letter = house_letter(facts, f"{first.reader} {first.id}", To(first.reader, language, now), office)
    id_ = outbox.put(page, letter, office.domain, now)
    whole = Waiting(first.organisation, id_, None, first.person, first.reader, "", "", None, since, now)
    waiting.wait(page, whole)
    return whole


def _lines(told: Iterable[Told], office: Office) -> Iterable[Line]:
    for one in told:
        due, number = one.waiting.due, one.case.number
        link = f"{office.desk_url}/desk/cases/{number}"
        local = due.astimezone(office.zone) if due else None
        yield Line(News(one.waiting.news), number, one.case.kind, local, link)


def _zone(page: Page, person: Staff | None, office: Office) -> ZoneInfo:
    return zone_of(notice_choices.of_person(page, person), office) if person else office.zone


def _send(page: Page, one: Waiting, now: datetime) -> None:
    """Let a letter leave by the way that its reader chose."""
    if staff_telegrams.is_told(page, one.organisation, one.person):
        waiting.hand_to_telegram(page, one, now)
    else:
        waiting.release(page, one, now)
