"""What a letter asks for, in its own words: money back, a new exam, an apology, an answer."""

import re

from reading.sentences import sentences
from reading.shapes import any_of
from reading.words import Words

LONGEST = 300
FEWEST_WORDS = 2
OUTCOME_NAMED = 2

_WANTS = re.compile(rf"(?<!\w)(?:{any_of('wish', 'wants')})(?!\w)", re.IGNORECASE)
_OUTCOME = re.compile(rf"(?<!\w){any_of('wish', 'outcome')}(?!\w)", re.IGNORECASE)
_NOT_A_WISH = re.compile(rf"(?<!\w){any_of('wish', 'not_a_wish')}", re.IGNORECASE)


def wish(words: Words) -> str | None:
    """Give the sentence in which the writer says what they want, or None; at most LONGEST characters of it.

    A sentence that asks and names an outcome comes before one that only asks; of equal ones the last counts, since
    people tell their story first.
    """
    found: str | None = None
    best = 0
    for sentence in sentences(words):
        score = _score(sentence)
        if score and score >= best:
            found, best = sentence, score
    return found[:LONGEST].strip() if found else None


def _score(sentence: str) -> int:
    """Say how plainly a sentence asks for something: 0 not at all, 1 it asks, 2 it asks for an outcome."""
    if not _WANTS.search(sentence) or _NOT_A_WISH.search(sentence) or len(sentence.split()) < FEWEST_WORDS:
        return 0
    return OUTCOME_NAMED if _OUTCOME.search(sentence) else 1
