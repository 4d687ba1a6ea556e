"""A CSV file as people's programs write it: UTF-8 or Windows-1252, commas or semicolons, read row by row."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases.errors import BadInput

_PIECE = 1 << 16
_HINT = "sep="
"""Excel writes this line above the head where it would not find the sign itself."""


@dataclass(frozen=True)
class Row:
    """One row: the line of the file that it begins in, and its cells by column, without the blanks around them."""

    line: int
    cells: dict[str, str]


def read_rows(path: Path) -> Iterator[Row]:
    """Give a file's rows; the first is its head. Empty rows are left out.

    Raises BadInput, with file and line, where the file is none, is in another encoding, or a row does not fit the head.
    """
    encoding = _encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as lines:
            first = lines.readline()
            skipped = int(first.lower().startswith(_HINT))
            if not skipped:
                lines.seek(0)
            sign = first.strip()[len(_HINT) :] if skipped else _sign(first)
            yield from _rows(path, csv.reader(lines, delimiter=sign or ",", strict=True), skipped)
    except (OSError, csv.Error) as broken:
        raise BadInput(f"{path}: cannot be read as CSV: {broken}") from None


def _rows(path: Path, reader: Any, skipped: int) -> Iterator[Row]:  # noqa: ANN401 - the type of a CSV reader is private
    head: list[str] = []
    begins = skipped + 1
    for cells in reader:
        line, begins = begins, reader.line_num + skipped + 1
        if not any(cell.strip() for cell in cells):
            continue
        if not head:
            head = [cell.strip().lower() for cell in cells]
            _check_head(path, head)
            yield Row(line, dict.fromkeys(head, ""))
        elif len(cells) > len(head):
            raise BadInput(f"{path}, line {line}: {len(cells)} cells; expected {len(head)}, as in the first line")
        else:
            padded = [*cells, *[""] * (len(head) - len(cells))]
            yield Row(line, {name: cell.strip() for name, cell in zip(head, padded, strict=True)})


def _check_head(path: Path, head: list[str]) -> None:
    twice = sorted({name for name in head if head.count(name) > 1})
    if twice:
        raise BadInput(f'{path}: the column "{twice[0]}" is there twice')


def _sign(head: str) -> str:
    return ";" if head.count(";") > head.count(",") else ","


def _encoding(path: Path) -> str:
    """Find the encoding out, a piece at a time: a large file is never in memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as raw:
            beginning = raw.read(2)
            if beginning in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
                raise BadInput(f"{path}: is UTF-16; expected UTF-8 or Windows-1252")
            decoder.decode(beginning)
            while piece := raw.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _windows(path)
    except OSError as unread:
        raise BadInput(f"{path}: cannot be read ({unread.strerror})") from None
    return "utf-8-sig"


def _windows(path: Path) -> str:
    try:
        with path.open(encoding="cp1252") as lines:
            while lines.read(_PIECE):
                pass
    except UnicodeDecodeError:
        raise BadInput(f"{path}: is neither UTF-8 nor Windows-1252") from None
    return "cp1252"
