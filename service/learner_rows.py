"""Rows of a register become people: checked, each mistake with its line, and nothing in them that must not be there.

It takes what is listed in COLUMNS and nothing more (R-11-1). A register holds no national numbers
(databeskyttelsesloven § 11(2), UAVG art. 46; R-CPR-1, R-BSN-1): whoever they belong to is found without them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from cases.learner import Course, Learner
from cases.policy import Policy
from reading.numbers import numbers
from service.learner_file import Row

NEEDED = ("reference", "name", "email")
COLUMNS = (*NEEDED, "phone", "username", "customer", "course", "course_start", "course_end")
"""What a register may say of a person; a person who takes several courses has several rows."""

NATIONAL = re.compile(
    r"\bcpr|person-?\s?n|\bbsn\b|burgerservice|sofi|\bssn\b|social.security|national.*(?:number|id)|passport|\bpas(?:nr|nummer)|kørekort|rijbewijs",
    re.IGNORECASE,
)
LONGEST = 300
SHOWN = 50
"""So many mistakes are named; the rest is counted."""

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[\w-]{1,63}\.)+\w{2,63}")
_MANY_DIGITS = re.compile(r"(?:\d\D{0,3}){9}")
_DAY = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d{1,2})[-./](?P<m2>\d{1,2})[-./](?P<y2>\d{4})", re.ASCII
)
_DAYS = "expected a date such as 2026-03-02 or 02-03-2026"


@dataclass
class Register:
    """The people of a file by reference, and what is wrong with it; with mistakes, nothing of it is used."""

    learners: dict[str, Learner] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    rows: int = 0
    _lines: dict[str, int] = field(default_factory=dict)
    _bare: Counter[str] = field(default_factory=Counter)
    _filled: Counter[str] = field(default_factory=Counter)

    def take(self, rows: Iterable[Row], policy: Policy) -> None:
        """Read the rows of a file, its head first."""
        every = iter(rows)
        head = next(every, None)
        self.mistakes += _wrong_head(tuple(head.cells) if head else ())
        if self.mistakes:
            return
        for row in every:
            self.rows += 1
            self._row(row, policy)
        self.mistakes += _national_columns(self._bare, self._filled, policy.languages[0])
        if not self.learners and not self.mistakes:
            self.mistakes.append("there is nobody in it")

    def _row(self, row: Row, policy: Policy) -> None:
        for name in row.cells:
            self._count(name, row.cells[name], policy.languages[0])
        wrong = [*_wrong_cells(row, policy), *_wrong_days(row)]
        if not wrong:
            learner = _learner(row)
            known = self.learners.get(learner.reference)
            wrong = _differs(learner, known, self._lines.get(learner.reference, 0)) if known else []
            self.learners[learner.reference] = _joined(known, learner) if known else learner
            self._lines.setdefault(learner.reference, row.line)
        self.mistakes += [f"line {row.line}: {what}" for what in wrong]

    def _count(self, name: str, value: str, language: str) -> None:
        if value and name != "phone":
            self._filled[name] += 1
            self._bare[name] += value.isdecimal() and _is_national(value, language)


def _wrong_head(columns: tuple[str, ...]) -> list[str]:
    if not columns:
        return [f"it is empty; expected a first line with the columns {', '.join(NEEDED)}"]
    national = [name for name in columns if NATIONAL.search(name)]
    if national:
        return [f'the column "{name}" must not be there: no national numbers (R-CPR-1, R-BSN-1)' for name in national]
    strange = [name for name in columns if name not in COLUMNS]
    if strange:
        return [f'the column "{name}" is not known; expected some of {", ".join(COLUMNS)}' for name in strange]
    return [f'the column "{name}" is missing' for name in NEEDED if name not in columns]


def _wrong_cells(row: Row, policy: Policy) -> Iterator[str]:
    cells = row.cells
    yield from (f"{name} is empty" for name in NEEDED if not cells[name])
    yield from (f"{name} is longer than {LONGEST} letters" for name, value in cells.items() if len(value) > LONGEST)
    address = cells["email"]
    if address and not _ADDRESS.fullmatch(address):
        yield "email is no e-mail address"
    if address.lower() in policy.addresses:
        yield f"email is where {policy.name} takes letters in"
    for name, value in cells.items():
        # Digits alone are judged by their column: one in eleven numbers of learners passes the Dutch test by chance.
        if not value.isdecimal() and name != "phone" and _is_national(value, policy.languages[0]):
            yield f"{name} holds a national number; leave it out (R-CPR-1, R-BSN-1)"


def _wrong_days(row: Row) -> Iterator[str]:
    days: dict[str, date | None] = {}
    for name in ("course_start", "course_end"):
        written = row.cells.get(name, "")
        days[name] = _day(written)
        if written and days[name] is None:
            yield f"{name}: {_DAYS}"
        if written and not row.cells.get("course"):
            yield f"{name} is there, and course is empty"
    start, end = days.values()
    if start and end and end < start:
        yield "course_end is before course_start"


def _is_national(value: str, language: str) -> bool:
    return bool(_MANY_DIGITS.search(value)) and any(True for _ in numbers(value, language))


def _national_columns(bare: Counter[str], filled: Counter[str], language: str) -> list[str]:
    what = "CPR or BSN" if language not in {"da", "nl"} else {"da": "CPR", "nl": "BSN"}[language]
    return [
        f'the column "{name}" seems to hold {what} numbers, which must not be there (R-CPR-1, R-BSN-1)'
        for name, count in bare.items()
        if count * 2 > filled[name]
    ]


def _learner(row: Row) -> Learner:
    cells = row.cells
    course = cells.get("course", "")
    days = (_day(cells.get("course_start", "")), _day(cells.get("course_end", "")))
    return Learner(
        reference=cells["reference"],
        name=" ".join(cells["name"].split()),
        address=cells["email"].lower(),
        phone=cells.get("phone") or None,
        username=cells.get("username") or None,
        customer=cells.get("customer") or None,
        courses=(Course(course, *days),) if course else (),
    )


def _differs(one: Learner, known: Learner, line: int) -> list[str]:
    names = {"name": "name", "address": "email", "phone": "phone", "username": "username", "customer": "customer"}
    return [
        f"{column} is another than in line {line}, under the same reference"
        for name, column in names.items()
        if getattr(one, name) and getattr(known, name) and getattr(one, name) != getattr(known, name)
    ]


def _joined(known: Learner, one: Learner) -> Learner:
    return replace(
        known,
        phone=known.phone or one.phone,
        username=known.username or one.username,
        customer=known.customer or one.customer,
        courses=tuple(dict.fromkeys((*known.courses, *one.courses))),
    )


@lru_cache(4096)
def _day(written: str) -> date | None:
    found = _DAY.fullmatch(written)
    if not found:
        return None
    try:
        return date(*(int(found[part] or found[f"{part}2"]) for part in ("y", "m", "d")))
    except ValueError:
        return None
