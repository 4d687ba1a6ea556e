"""The calendars that we ship are right, and a mistake in one is named with file, key and what was expected."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays as package
import pytest

from cases.errors import PolicyError
from storage.calendars import SHIPPED, read_calendar, read_calendars

CALENDARS = read_calendars()
YEARS = range(2000, 2061)
GOOD = """\
id = "XX"
version = "1"
zone = "Europe/Copenhagen"
first = 2025
last = 2026
sources = ["made up"]
doubtful = []

[holidays]
2025-12-25 = "Christmas"
2026-12-25 = "Christmas"
"""


def ours(name: str) -> set[date]:
    return set(CALENDARS[name].holidays)


def theirs(country: str) -> dict[date, str]:
    return dict(package.country_holidays(country, years=YEARS, language="en_US"))


def named(country: str, name: str) -> set[date]:
    return {day for day, called in theirs(country).items() if name in called}


def test_the_shipped_calendars_are_these_three_and_cover_the_same_years() -> None:
    assert {name: (calendar.first, calendar.last) for name, calendar in CALENDARS.items()} == dict.fromkeys(
        ("DK", "NL", "NL-ATW"), (2000, 2060)
    )


def test_denmark_agrees_with_the_holidays_package_in_every_year() -> None:
    assert ours("DK") == set(theirs("DK"))


def test_the_netherlands_differ_from_the_package_by_may_fifth_and_good_friday_alone() -> None:
    good_fridays, liberation = named("NL", "Good Friday"), {date(year, 5, 5) for year in YEARS}
    assert len(good_fridays) == len(YEARS)
    assert ours("NL") == (set(theirs("NL")) - good_fridays) | liberation


def test_dutch_statutes_add_good_friday_and_the_days_of_the_decrees() -> None:
    decreed = ["2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30"]
    decreed += ["2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"]
    extra = ours("NL-ATW") - ours("NL")
    assert ours("NL") < ours("NL-ATW")
    assert extra == named("NL", "Good Friday") | {date.fromisoformat(day) for day in decreed}
    assert CALENDARS["NL-ATW"].decrees == (2023, 2028)
    assert CALENDARS["NL"].decrees is CALENDARS["DK"].decrees is None


def test_days_have_the_same_name_in_both_dutch_calendars() -> None:
    assert CALENDARS["NL"].holidays.items() <= CALENDARS["NL-ATW"].holidays.items()


def easter_of(calendar: str, name: str) -> Iterator[date]:
    return (day for day, called in CALENDARS[calendar].holidays.items() if called == name)


@pytest.mark.parametrize(
    ("calendar", "easter", "name", "after"),
    [
        ("DK", "Påskedag", "Skærtorsdag", -3),
        ("DK", "Påskedag", "Langfredag", -2),
        ("DK", "Påskedag", "2. påskedag", 1),
        ("DK", "Påskedag", "Kristi himmelfartsdag", 39),
        ("DK", "Påskedag", "Pinsedag", 49),
        ("DK", "Påskedag", "2. pinsedag", 50),
        ("NL", "Eerste paasdag", "Tweede paasdag", 1),
        ("NL", "Eerste paasdag", "Tweede pinksterdag", 50),
        ("NL-ATW", "Eerste paasdag", "Goede Vrijdag", -2),
    ],
)
def test_feasts_keep_their_distance_from_easter(calendar: str, easter: str, name: str, after: int) -> None:
    days = [CALENDARS[calendar].holidays[day + timedelta(days=after)] for day in easter_of(calendar, easter)]
    assert days == [name] * len(YEARS)


@pytest.mark.parametrize(
    ("calendar", "year", "days"),
    [
        ("DK", 2024, "0101 0328 0329 0331 0401 0509 0519 0520 1225 1226"),
        ("DK", 2025, "0101 0417 0418 0420 0421 0529 0608 0609 1225 1226"),
        ("DK", 2026, "0101 0402 0403 0405 0406 0514 0524 0525 1225 1226"),
        ("DK", 2027, "0101 0325 0326 0328 0329 0506 0516 0517 1225 1226"),
        ("DK", 2028, "0101 0413 0414 0416 0417 0525 0604 0605 1225 1226"),
        ("NL", 2024, "0101 0331 0401 0427 0505 0509 0519 0520 1225 1226"),
        ("NL", 2025, "0101 0420 0421 0426 0505 0529 0608 0609 1225 1226"),
        ("NL", 2026, "0101 0405 0406 0427 0505 0514 0524 0525 1225 1226"),
        ("NL", 2027, "0101 0328 0329 0427 0505 0506 0516 0517 1225 1226"),
        ("NL", 2028, "0101 0416 0417 0427 0505 0525 0604 0605 1225 1226"),
        ("NL-ATW", 2024, "0101 0329 0331 0401 0427 0505 0509 0510 0519 0520 1225 1226 1227"),
        ("NL-ATW", 2026, "0101 0102 0403 0405 0406 0427 0505 0514 0515 0524 0525 1225 1226"),
        ("NL-ATW", 2028, "0101 0414 0416 0417 0427 0428 0505 0525 0526 0604 0605 1225 1226"),
    ],
)
def test_the_years_that_were_checked_by_hand(calendar: str, year: int, days: str) -> None:
    assert [f"{day:%m%d}" for day in sorted(ours(calendar)) if day.year == year] == days.split()


# Mistakes


def written(folder: Path, text: str, name: str = "XX.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_calendar_of_ones_own_can_be_read(tmp_path: Path) -> None:
    calendar = read_calendar(written(tmp_path, GOOD + '\n2026-01-01 = "New Year"\n'))
    assert calendar.day_off(date(2026, 1, 1)) == "New Year"
    assert read_calendars(tmp_path) == {"XX": calendar}


def test_a_calendar_may_say_whose_decrees_it_knows(tmp_path: Path) -> None:
    text = GOOD.replace("doubtful = []", 'doubtful = ["Christmas"]\ndecrees = [2025, 2026]')
    calendar = read_calendar(written(tmp_path, text))
    assert (calendar.doubtful, calendar.decrees) == (frozenset({"Christmas"}), (2025, 2026))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('id = "XX"', 'id = "DK"', """key "id" is 'DK'; expected "XX", as the file is called"""),
        ('version = "1"', "version = 1", 'key "version" is 1; expected a text, like "2026-11"'),
        ('version = "1"', 'version = " "', 'key "version" is '),
        ('version = "1"', "", 'key "version" is missing'),
        ("first = 2025", "", 'key "first" is missing'),
        ("first = 2025", 'first = "2025"', "key \"first\" is '2025'; expected a year"),
        ("first = 2025", "first = 20255", 'key "first" is 20255; expected a year'),
        ("last = 2026", "last = 2024", 'key "last" is 2024; expected a year, 2025 or later'),
        ("last = 2026", "last = 2027", 'key "holidays" has no day in 2027; expected every year from 2025 to 2027'),
        ("Europe/Copenhagen", "Europe/Kopenhagen", "key \"zone\" is 'Europe/Kopenhagen'; expected a time zone"),
        ("Europe/Copenhagen", "../../etc/passwd", "key \"zone\" is '../../etc/passwd'; expected a time zone"),
        ("Europe/Copenhagen", "Europe", "key \"zone\" is 'Europe'; expected a time zone"),
        ("doubtful = []", 'doubtful = "x"', "key \"doubtful\" is 'x'; expected a list of names"),
        ("doubtful = []", "doubtful = [1]", 'key "doubtful" is [1]; expected a list of names'),
        (
            "doubtful = []",
            "doubtful = []\ndecrees = [2025]",
            'key "decrees" is [2025]; expected the first and the last year',
        ),
        ("doubtful = []", "doubtful = []\ndecrees = [2026, 2025]", 'key "decrees" is [2026, 2025]; expected'),
        ("doubtful = []", "doubtful = []\ndecrees = 2025", 'key "decrees" is 2025; expected'),
        ("doubtful = []", "doubtful = []\nholyday = 1", 'key "holyday" is not known; expected'),
        ("2025-12-25", "2025-13-25", "key \"holidays.2025-13-25\" is 'Christmas'; expected a date from 2025 to 2026"),
        ("2025-12-25", "2035-12-25", "key \"holidays.2035-12-25\" is 'Christmas'; expected a date from 2025 to 2026"),
        ('2025-12-25 = "Christmas"', "2025-12-25 = 1", 'key "holidays.2025-12-25" is 1; expected'),
        ("[holidays]", "[[holidays]]", 'key "holidays" is '),
        ('id = "XX"', "id = ", "is not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_what_was_expected(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert right in GOOD
    path = written(tmp_path, GOOD.replace(right, wrong))
    with pytest.raises(PolicyError, match="^XX.toml: " + re.escape(said)) as mistake:
        read_calendars(tmp_path)
    assert "\n" not in str(mistake.value)
    assert path.exists()


def test_a_file_that_is_not_text_or_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "XX.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyError, match=r"^XX.toml: is not TOML"):
        read_calendar(tmp_path / "XX.toml")
    with pytest.raises(PolicyError, match=r"YY.toml: cannot be read \(No such file or directory\)"):
        read_calendar(tmp_path / "YY.toml")


def test_a_folder_without_calendars_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no calendar found; expected files like DK"):
        read_calendars(tmp_path)


def test_calendars_are_read_once() -> None:
    assert read_calendars() is read_calendars()
    assert read_calendar(SHIPPED / "DK.toml") is read_calendars()["DK"]
