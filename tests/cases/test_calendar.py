"""A calendar knows its days off, never guesses one, and can be read with caution."""

from datetime import date
from itertools import islice

import pytest

from cases.calendar import Calendar, calendar_id
from cases.errors import BadInput
from cases.term import Basis
from storage.calendars import read_calendars

DK, NL, NL_ATW = (read_calendars()[name] for name in ("DK", "NL", "NL-ATW"))


@pytest.mark.parametrize(
    ("country", "basis", "name"),
    [
        ("DK", Basis.EU, "DK"),
        ("DK", Basis.PROMISE, "DK"),
        ("NL", Basis.EU, "NL"),
        ("NL", Basis.PROMISE, "NL"),
        ("NL", Basis.NL_STATUTE, "NL-ATW"),
    ],
)
def test_country_and_basis_name_the_calendar(country: str, basis: Basis, name: str) -> None:
    assert calendar_id(country, basis) == name
    assert read_calendars()[name].id == name


def test_a_dutch_statute_has_no_force_in_denmark() -> None:
    with pytest.raises(
        BadInput, match='basis "nl-statute" is for terms in Dutch statutes; it cannot be used with country DK'
    ):
        calendar_id("DK", Basis.NL_STATUTE)


@pytest.mark.parametrize("country", ["", "SE", "dk", "NL-ATW"])
def test_an_unknown_country_is_refused_with_those_there_are(country: str) -> None:
    with pytest.raises(BadInput, match=f'country "{country}" is not known here; expected DK or NL'):
        calendar_id(country, Basis.EU)


@pytest.mark.parametrize(
    ("calendar", "day", "reason"),
    [
        (DK, date(2026, 4, 2), "Skærtorsdag"),
        (DK, date(2026, 4, 4), "Saturday"),
        (DK, date(2026, 4, 12), "Sunday"),
        (DK, date(2026, 12, 26), "2. juledag"),
        (DK, date(2026, 4, 7), None),
        (DK, date(2023, 5, 5), "Store bededag"),
        (DK, date(2024, 4, 26), None),
        (NL, date(2026, 4, 3), None),
        (NL_ATW, date(2026, 4, 3), "Goede Vrijdag"),
        (NL, date(2013, 4, 30), "Koninginnedag"),
        (NL, date(2006, 4, 29), "Koninginnedag"),
        (NL, date(2014, 4, 26), "Koningsdag"),
        (NL, date(2016, 5, 5), "Hemelvaartsdag en Bevrijdingsdag"),
    ],
)
def test_a_day_off_says_why(calendar: Calendar, day: date, reason: str | None) -> None:
    assert calendar.day_off(day) == reason


@pytest.mark.parametrize("year", [1999, 2061])
def test_a_year_that_is_not_known_is_never_guessed(year: int) -> None:
    with pytest.raises(BadInput, match=f"calendar DK {DK.version} knows the years 2000 to 2060, not {year}"):
        DK.day_off(date(year, 6, 1))


def test_the_first_and_the_last_year_are_known() -> None:
    assert DK.day_off(date(2000, 1, 1)) == "Nytårsdag"
    assert DK.day_off(date(2060, 12, 31)) is None


def test_the_next_working_day_may_be_the_day_itself() -> None:
    assert DK.next_working_day(date(2026, 4, 1)) == date(2026, 4, 1)
    assert DK.next_working_day(date(2026, 4, 2)) == date(2026, 4, 7)


def test_working_days_go_both_ways_and_leave_out_where_they_begin() -> None:
    assert list(islice(DK.working_days_after(date(2026, 4, 1)), 2)) == [date(2026, 4, 7), date(2026, 4, 8)]
    assert list(islice(DK.working_days_before(date(2026, 4, 7)), 2)) == [date(2026, 4, 1), date(2026, 3, 31)]


def test_a_cautious_reader_counts_on_neither_may_fifth_nor_good_friday_nor_decrees() -> None:
    doubted = [date(2026, 5, 5), date(2026, 4, 3), date(2026, 5, 15)]
    assert [NL_ATW.cautious.day_off(day) for day in doubted] == [None, None, None]
    assert NL.cautious.day_off(date(2026, 5, 5)) is None
    assert NL.cautious.holidays == NL_ATW.cautious.holidays


def test_may_fifth_stays_a_holiday_where_it_is_ascension_day_too() -> None:
    assert NL.cautious.day_off(date(2016, 5, 5)) is not None


def test_denmark_has_no_days_in_doubt() -> None:
    assert DK.cautious == DK


def test_an_edition_is_a_name_with_a_version() -> None:
    assert NL.edition == f"NL {NL.version}"
