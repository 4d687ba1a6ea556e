"""Which course or exam a letter is about: a well-known one, one in quotation marks, or what stands beside "course"."""

import re
from collections.abc import Iterator
from functools import partial

from reading.shapes import any_of, listed

MOST_WORDS = 3
"""So many words in small letters may name a course: "the crane operator course"."""

_courses = partial(any_of, "courses")
_LEVELS = rf"(?:[ -]{_courses('levels')}(?!\w)){{0,3}}"
_KNOWN = re.compile(rf"(?<![\w-])({_courses('known')}{_LEVELS})(?!\w)", re.IGNORECASE)
_QUOTED = re.compile(
    rf"(?<!\w){_courses('said')}[^\w\n]{{0,3}}[\"“”„«»‘']([^\"“”„«»\n]{{3,60}}?)[\"“”«»’'](?!\w)", re.IGNORECASE
)
_CAPITAL = r"[A-ZÆØÅ0-9][\w/&-]{0,40}"
_NAMED = re.compile(
    rf"(?<!\w)(?i:{_courses('said')})\s(?:(?:i|om|in|on)\s)?"
    rf"([a-zæøå]?{_CAPITAL}(?:\s(?:{_CAPITAL}|en|voor|for|i|in|og|and|op|de)(?=\s{_CAPITAL}|\W|$)){{0,5}})"
)
_ABOUT = re.compile(
    r"(?<!\w)(?:kurset|kursus|uddannelsen|forløbet|eksamen|prøve|opgave|traineeship|course|cursus|training)\s(?:i|om|in|on)\s([^\W\d_][\w-]{3,40}(?:\s(?:management|analysis|design|ledelse))?)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?<!\w)(?:cursus|training|opleiding|proefles|zomercursus|bijspijkerklas|traject|reeks|lessen)\s([a-z][\w-]{4,40})(?!\w)"
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:the|your|an?|my|this|our|two-day|free)\s((?:{_CAPITAL}\s){{1,5}}|(?:[\w-]{{3,20}}\s){{1,{MOST_WORDS}}})(?={_courses('behind')}(?!\w))"
)
_NOT_A_COURSE = frozenset(listed("courses", "not_a_course"))
_PATTERNS = (_QUOTED, _KNOWN, _NAMED, _BEFORE, _ABOUT, _BESIDE)


def course(text: str) -> str | None:
    """Give the name of the course or exam a text is about, as it is written, or None."""
    return next(_found(text), None)


def _found(text: str) -> Iterator[str]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            words = _without_edges(match[1].split())
            if words:
                yield " ".join(words).rstrip(".,")


def _without_edges(words: list[str]) -> list[str]:
    """Leave out what is no part of a course's name at its ends: "the", "and", months."""
    while words and words[0].casefold().rstrip(".,") in _NOT_A_COURSE:
        words = words[1:]
    while words and words[-1] in _NOT_A_COURSE:
        words = words[:-1]
    return words
