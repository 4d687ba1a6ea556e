"""Files of JSON lines as others made them: what is wrong with a line is said of that line, and the rest goes on."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases.errors import BadInput

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Line:
    """A line that is not empty: its number, counted from 1, and its JSON value, or the fault that it has none."""

    number: int
    value: Any = None
    fault: str = ""


def lines(path: Path, option: str) -> Iterator[Line]:
    """Give the lines of a file as soon as each can be read; "-" is standard input.

    Raises BadInput, which names `option`, where the file cannot be opened or read.
    """
    try:
        with sys.stdin.buffer if str(path) == "-" else path.open("rb") as opened:
            for number, raw in enumerate(opened, 1):
                if stripped := (raw.removeprefix(BYTE_ORDER_MARK) if number == 1 else raw).strip():
                    yield _line(number, stripped)
    except OSError as unread:
        raise BadInput(f"{option} {path}: {unread.strerror}") from None


def _line(number: int, raw: bytes) -> Line:
    try:
        return Line(number, json.loads(raw.decode("utf-8"), parse_constant=_refuse))
    except UnicodeDecodeError:
        return Line(number, fault="is not UTF-8")
    except json.JSONDecodeError as wrong:
        return Line(number, fault=f"is no JSON: {wrong.msg} (character {wrong.pos + 1})")
    except RecursionError:
        return Line(number, fault="is nested too deeply")
    except ValueError as wrong:
        return Line(number, fault=f"is no JSON: {str(wrong).partition(';')[0]}")


def _refuse(name: str) -> None:
    """Refuse what Python would read and nobody else: NaN, Infinity."""
    raise ValueError(f"{name} is no number")
