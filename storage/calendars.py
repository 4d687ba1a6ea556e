"""The calendars as they are written down in `calendars/`: one TOML file each, read into values, every mistake named."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cases.calendar import Calendar
from cases.errors import PolicyError

SHIPPED = Path(__file__).resolve().parent.parent / "calendars"
"""Where the calendars of this program lie."""

KEYS = frozenset({"id", "version", "zone", "first", "last", "sources", "doubtful", "decrees", "holidays"})
OPTIONAL = frozenset({"decrees"})

Value = TypeVar("Value")


@cache
def read_calendars(folder: Path = SHIPPED) -> Mapping[str, Calendar]:
    """Read every calendar of a folder, by its id; once, since an edition never changes while we run.

    Raises PolicyError that names the file, the key and what was expected.
    """
    calendars = {path.stem: read_calendar(path) for path in sorted(folder.glob("*.toml"))}
    if not calendars:
        raise PolicyError(f"{folder}: no calendar found; expected files like DK.toml")
    return MappingProxyType(calendars)


@cache
def read_calendar(path: Path) -> Calendar:
    """Read one calendar, once; raise PolicyError that names the file, the key and what was expected."""
    written = _open(path)
    if unknown := sorted(written.keys() - KEYS):
        raise PolicyError(f'{path.name}: key "{unknown[0]}" is not known; expected {", ".join(sorted(KEYS))}')
    if missing := sorted(KEYS - OPTIONAL - written.keys()):
        raise PolicyError(f'{path.name}: key "{missing[0]}" is missing')

    def value(key: str, read: Callable[[object], Value], expected: str) -> Value:
        try:
            return read(written[key])
        except (TypeError, ValueError, OSError, ZoneInfoNotFoundError):
            raise PolicyError(f'{path.name}: key "{key}" is {written[key]!r}; expected {expected}') from None

    first = value("first", _year, "a year, like 2000")
    last = value("last", _year_from(first), f"a year, {first} or later")
    value("sources", _texts, "a list of texts")
    return Calendar(
        id=value("id", _exactly(path.stem), f'"{path.stem}", as the file is called'),
        version=value("version", _text, 'a text, like "2026-11"'),
        zone=value("zone", _zone, 'a time zone, like "Europe/Copenhagen"'),
        first=first,
        last=last,
        holidays=_holidays(path.name, written["holidays"], first, last),
        doubtful=frozenset(value("doubtful", _texts, "a list of names of holidays")),
        decrees=value("decrees", _years, "the first and the last year, like [2023, 2028]")
        if "decrees" in written
        else None,
    )


def _open(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as away:
        raise PolicyError(f"{path}: cannot be read ({away.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise PolicyError(f"{path.name}: is not TOML ({wrong})") from None


def _holidays(file: str, written: object, first: int, last: int) -> Mapping[date, str]:
    if not isinstance(written, dict):
        raise PolicyError(f'{file}: key "holidays" is {written!r}; expected a table of dates with their names')
    holidays = {}
    for key, name in written.items():
        try:
            holidays[_day(key, first, last)] = _text(name)
        except (TypeError, ValueError):
            expected = f'a date from {first} to {last} with a name, like {first}-12-25 = "Juledag"'
            raise PolicyError(f'{file}: key "holidays.{key}" is {name!r}; expected {expected}') from None
    if bare := sorted(set(range(first, last + 1)) - {day.year for day in holidays}):
        raise PolicyError(f'{file}: key "holidays" has no day in {bare[0]}; expected every year from {first} to {last}')
    return MappingProxyType(holidays)


def _day(key: str, first: int, last: int) -> date:
    day = date.fromisoformat(key)
    if not first <= day.year <= last:
        raise ValueError(key)
    return day


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(item) for item in value)


def _year(value: object) -> int:
    if not isinstance(value, int) or not date.min.year <= value <= date.max.year:
        raise TypeError
    return value


def _year_from(first: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if (year := _year(value)) < first:
            raise ValueError(year)
        return year

    return read


def _years(value: object) -> tuple[int, int]:
    if not isinstance(value, list):
        raise TypeError
    first, last = (_year(item) for item in value)
    return first, _year_from(first)(last)


def _zone(value: object) -> ZoneInfo:
    return ZoneInfo(_text(value))


def _exactly(expected: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value != expected:
            raise ValueError(value)
        return expected

    return read
