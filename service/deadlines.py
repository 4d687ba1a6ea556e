"""Deadlines asked for in texts: one question, or a CSV table with a question in each row."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Self

from cases.calendar import calendar_id
from cases.deadline import Deadline, deadline
from cases.errors import BadInput
from cases.term import Basis, Term
from storage.calendars import SHIPPED, read_calendar

COLUMNS = ("country", "term", "basis", "received_at", "paused_days")
"""What a question consists of, each as a text; `paused_days` may be empty."""

ANSWER = "due_at"


def compute(question: Mapping[str, str]) -> Deadline:
    """Give the deadline that the texts of COLUMNS ask for; raise BadInput that says which text is wrong."""
    basis = Basis.parse(question["basis"])
    term = Term.parse(question["term"])
    calendar = read_calendar(SHIPPED / f"{calendar_id(question['country'], basis)}.toml")
    return deadline(_instant(question["received_at"]), term, basis, calendar, _days(question["paused_days"]))


def _instant(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        example = "2026-01-31T11:00:00+01:00"
        raise BadInput(f'time of receipt "{written}" is not a date with time; expected for example {example}') from None


def _days(written: str) -> int:
    try:
        return int(written or "0")
    except ValueError:
        raise BadInput(f'paused days "{written}" are not a whole number; expected 0 or more') from None


@dataclass(frozen=True)
class Row:
    """One row as it is written out: its cells, and what was wrong with the question, if anything."""

    cells: Sequence[str]
    mistake: str | None = None


@dataclass(frozen=True)
class Layout:
    """Which column of a table is which: the place of each of COLUMNS, of the answer, and how many there are."""

    places: Mapping[str, int]
    answer: int
    width: int

    @classmethod
    def read(cls, header: Sequence[str]) -> Self:
        """Find the columns by their names; raise BadInput where one is missing or stands twice."""
        names = [name.strip() for name in header]
        if missing := [name for name in COLUMNS if name not in names]:
            expected = f"expected {','.join(COLUMNS)}, separated by commas"
            raise BadInput(f"column {', '.join(missing)} is missing; {expected}")
        if twice := [name for name in (*COLUMNS, ANSWER) if names.count(name) > 1]:
            raise BadInput(f"column {twice[0]} stands there twice")
        answer = names.index(ANSWER) if ANSWER in names else len(names)
        return cls({name: names.index(name) for name in COLUMNS}, answer, len(names))

    def filled(self, cells: Sequence[str], answer: str) -> list[str]:
        """Give the cells of a row, a short one made up to the width, with the answer in its place."""
        full = [*cells, *[""] * (self.width - len(cells))]
        return [*full[: self.answer], answer, *full[self.answer + (self.answer < self.width) :]]

    def row(self, cells: Sequence[str]) -> Row:
        """Answer one row."""
        if len(cells) > self.width:
            return Row(self.filled(cells, ""), f"has {len(cells)} cells, and the header has {self.width}")
        full = self.filled(cells, "")
        try:
            end = compute({name: full[place].strip() for name, place in self.places.items()})
        except BadInput as wrong:
            return Row(full, str(wrong))
        return Row(self.filled(cells, end.due_at.isoformat()))


def answer_table(path: Path) -> Iterator[Row]:
    """Give the header and each row of a CSV file with `due_at` filled in where it stands, or added as the last column.

    A row whose question is wrong keeps its cells, has an empty `due_at` and says where and what the mistake is. Blank
    lines are left out. Raises BadInput for a file that cannot be read, is no UTF-8 or no CSV, or lacks a column.
    """
    lines = csv.reader(StringIO(_text(path), newline=""), strict=True)
    try:
        header = next(lines, [])
        layout = _layout(path, header)
        yield Row(layout.filled(header, ANSWER))
        start = lines.line_num + 1
        for cells in lines:
            if cells:
                row = layout.row(cells)
                yield replace(row, mistake=row.mistake and f"{path} line {start}: {row.mistake}")
            start = lines.line_num + 1
    except csv.Error as wrong:
        raise BadInput(f"{path} line {lines.line_num}: is not CSV ({wrong})") from None


def _layout(path: Path, header: Sequence[str]) -> Layout:
    try:
        return Layout.read(header)
    except BadInput as wrong:
        raise BadInput(f"{path}: {wrong}") from None


def _text(path: Path) -> str:
    try:
        written = path.read_bytes()
    except OSError as away:
        raise BadInput(f"{path}: cannot be read ({away.strerror})") from None
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = written.count(b"\n", 0, wrong.start) + 1
        raise BadInput(f"{path} line {line}: is not UTF-8 text") from None
