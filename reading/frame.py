"""The frame of a letter: greeting, closing and signature, and what machines put in. It says nothing of the matter."""

import re
from itertools import takewhile

from reading.shapes import any_of
from reading.writer import BLOCK_LINES, LAST_LINES, WEAK_LINES, closes, may_sign

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_GREETING = re.compile(rf"\W*{any_of('names', 'greeting')}(?:[^\w\n]+[^\W_]\S*){{0,4}}[^\w\n]*$", re.IGNORECASE)
_NAMES = re.compile(r"[\W_]*(?:[^\W\d_a-zæøå]\S*[\W_]*){0,4}$")
_AFTERWARDS = re.compile(rf"\W*{any_of('names', 'afterwards')}(?!\w)", re.IGNORECASE)

_SIGNS = frozenset('{}[]<>"=;:|\\/%&*_#$@()+')
LEAST_SIGNS, SHARE_OF_SIGNS = 8, 0.12
"""A line with so many signs that no sentence has is a machine's: data, a log, a program."""

Extent = tuple[int, int]
"""From character, to before character."""


def frame(text: str) -> tuple[Extent, ...]:
    """Give the extents of the greeting, of the closing with the lines under it up to a postscript, and of machine text.

    They may lie in any order.
    """
    lines = list(_LINE.finditer(text))
    greeting = [line for line in lines[:2] if _GREETING.match(line[0])][:1]
    machines = (line for line in lines if _is_of_a_machine(line[0]))
    return tuple(line.span() for line in (*greeting, *_closing(lines), *machines))


def said_by_people(text: str) -> str:
    """Give a text without the lines that machines wrote."""
    return _LINE.sub(lambda line: "" if _is_of_a_machine(line[0]) else line[0], text)


def _is_of_a_machine(line: str) -> bool:
    signs = sum(map(_SIGNS.__contains__, line))
    return signs >= max(LEAST_SIGNS, SHARE_OF_SIGNS * len(line))


def _closing(lines: list[re.Match[str]]) -> list[re.Match[str]]:
    """Give the closing and what stands under it; nothing where no line closes."""
    for at in range(max(0, len(lines) - LAST_LINES), len(lines)):
        line = lines[at][0].strip()
        closing = closes(line, weak=at >= len(lines) - WEAK_LINES)
        if closing and _NAMES.match(line, closing.end()):
            under = takewhile(_signs, lines[at + 1 : at + BLOCK_LINES])
            return [lines[at], *under]
    return []


def _signs(line: re.Match[str]) -> bool:
    return may_sign(line[0].strip()) and not _AFTERWARDS.match(line[0])
