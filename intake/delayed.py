"""A letter of ours has been on its way for hours: where the law sets its time limit, a person takes another way."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from cases.case import Event
from cases.message import Channel
from cases.office import Office
from cases.term import Basis
from intake.house_notices import HouseNotice, tell_house
from intake.notices import Notice, notify
from intake.opening import US
from replies import house_notice
from replies.staff_notice import News
from storage import casebook, clocks, history, outbox, traffic
from storage.outbox import Entry
from storage.page import Page

LONG = timedelta(hours=4)
"""After so long without arriving, a letter with a date that the law sets is somebody's task (R-EM-50)."""

A_FEW = 5
"""Where more letters than that wait, none of them is at fault: staff hear of the house, not of each letter."""

AT_ONCE = 100
"""So many letters share one transaction."""


def delayed(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Note the letters that should have left hours ago, each once; give how many. Call again until it is none.

    Each letter with a date that the law sets is an event of its case, and staff are told to print it or to telephone:
    of each letter, or, where many wait, once of the house.
    """
    late = [one for one in outbox.late(page, Channel.MAIL, now - LONG, AT_ONCE) if outbox.mark_late(page, one, now)]
    in_order = sorted(late, key=lambda one: one.outgoing.organisation)
    for organisation, letters in groupby(in_order, key=lambda one: one.outgoing.organisation):
        if office := offices.get(organisation):
            _tell(page, tuple(letters), office, now)
    return len(late)


def warned(page: Page, letter: Entry, office: Office, now: datetime) -> None:
    """Note on its case that a mail server warns of a letter's delay; tell staff too, if the law sets its date."""
    if letter.outgoing.reply not in traffic.INTERNAL:
        _record(page, letter, now)
        _tell_staff(page, letter, office, now)


def _tell_staff(page: Page, letter: Entry, office: Office, now: datetime) -> None:
    case = casebook.find(page, office.policy.id, letter.outgoing.case)
    if case and _has_legal_date(page, letter):
        notify(page, case, Notice(News.NOT_DELIVERED_YET, str(letter.id)), office, now)


def _tell(page: Page, letters: Sequence[Entry], office: Office, now: datetime) -> None:
    noted = [letter for letter in letters if _has_legal_date(page, letter)]
    for letter in noted:
        _record(page, letter, now)
    waiting = traffic.waiting(page, office.policy.id, now - LONG)
    if waiting.count <= A_FEW or waiting.since is None:
        for letter in noted:
            _tell_staff(page, letter, office, now)
        return
    news, since = house_notice.News.LETTERS_NOT_LEAVING, waiting.since
    tell_house(page, HouseNotice(news, since.isoformat(), since=since, count=waiting.count), office, now)


def _has_legal_date(page: Page, letter: Entry) -> bool:
    """Say whether a person decided on the letter, or a clock runs on its cases that a statute sets."""
    outgoing = letter.outgoing
    if outgoing.reply in traffic.INTERNAL:
        return False
    cases = {outgoing.case, *(stop.case for stop in outgoing.stops)}
    found = (clock for case in cases for clock in clocks.of_case(page, outgoing.organisation, case))
    return letter.approved_by is not None or any(clock.basis is not Basis.PROMISE for clock in found)


def _record(page: Page, letter: Entry, now: datetime) -> None:
    event = Event(now, "delayed", US, {"letter": letter.id, "reply": letter.outgoing.reply})
    history.record(page, letter.outgoing.organisation, letter.outgoing.case, (event,))
