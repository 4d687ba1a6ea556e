"""What a letter tells that is nobody else's business: national numbers, and hints of what GDPR Art. 9 and 10 protect.

A hint names a category and no more. What is taught is no hint: a course in mental health says nothing of who takes it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files

from cases.reading import Sensitive
from reading.numbers import numbers
from reading.phrases import Chart, Phrases, Span
from reading.words import Words

BETWEEN = 1
"""So many words may stand between a course and "in", "about" and the like: a course from May on mental health."""

_TOPIC, _ABOUT, _SOMEONE, _IDLE = "topic", "about", "someone", "idle"
_MISREAD = frozenset(
    (word, name)
    for word, names in {"legen": ("laege*", "laegen", "laege"), "pts": ("pts",), "taler": ("taaler",)}.items()
    for name in ("health said", *(f"'{one}" for one in names))
)
"""Words of one language that another would take for a misspelling: Dutch "leggen" is no Danish doctor."""
_IN_DANISH = _MISREAD | {("i", _SOMEONE)}
"""In Danish "i" is no person but a preposition, or all of us."""
_WILL = re.compile(r"\b[Ii]['’´`]ll\b")


def _load() -> tuple[tuple[str, ...], Phrases]:
    """Read the tables; raises ValueError or KeyError where one is wrong, so that it cannot be shipped."""
    table = tomllib.loads(files("reading").joinpath("wording", "sensitive.toml").read_text("utf-8"))
    concepts: dict[str, list[str]] = table.pop("concepts")
    for category, phrases in table.items():
        concepts |= {category: phrases["sure"], f"{category} said": phrases["said"]}
    return tuple(table), Phrases(concepts, concepts)


CATEGORIES, _PHRASES = _load()


def sensitive(said: Words, pieces: Iterable[str] = (), language: str = "da") -> tuple[Sensitive, ...]:
    """Name what is sensitive in a letter: each national number once, and each category that its writer speaks of.

    `said` are the writer's own words; `pieces` all others in which a number may stand: signature, quoted text, files.
    """
    seen = {
        (number.category, number.digits): number for text in (said.text, *pieces) for number in numbers(text, language)
    }
    found = tuple(Sensitive(number.category, number.shown) for number in seen.values())
    told = {number.category for number in seen.values()}
    return (*found, *(Sensitive(one, one) for one in hints(said, language) if one not in told))


def hints(words: Words, language: str) -> Iterator[str]:
    """Give the categories that a text speaks of."""
    chart = _chart(words, language)
    return (category for category in CATEGORIES if any(_spans(category, chart, words)))


def found_in(words: Words, language: str) -> Iterator[tuple[str, str]]:
    """Give each category that a text speaks of with the words that show it, exactly as they stand there."""
    chart = _chart(words, language)
    return ((category, words.literal(*span)) for category in CATEGORIES for span in _spans(category, chart, words))


def _chart(words: Words, language: str) -> Chart:
    return _PHRASES.find(words, _IN_DANISH if language == "da" else _MISREAD)


def _spans(category: str, chart: Chart, words: Words) -> Iterator[Span]:
    """Give the places where a text speaks of a category, and of somebody's."""
    people = {words.sentence[first] for first, _ in chart.get(_SOMEONE, ())}
    said = (span for span in chart.get(f"{category} said", ()) if words.sentence[span[0]] in people)
    spans = (*chart.get(category, ()), *said)
    return (span for span in spans if not _is_taught(span, chart, words) and not _is_idle(span, chart, words))


def _is_taught(span: Span, chart: Chart, words: Words) -> bool:
    """Say whether some words name a topic: "a course in mental health", "mental health course"."""
    first, last = span
    topics = [place for place in chart.get(_TOPIC, ()) if words.sentence[place[0]] == words.sentence[first]]
    named = (first - 1, first) in chart.get(_ABOUT, ())
    return any(first <= start <= last or (named and first - 1 - BETWEEN <= end <= first - 1) for start, end in topics)


def _is_idle(span: Span, chart: Chart, words: Words) -> bool:
    """Say whether some words only sound so: a figure of speech, somebody's trade, a teacher who was ill."""
    first, last = span
    within = any(start < last and first < end for start, end in chart.get(_IDLE, ()))
    return within or _WILL.search(words.literal(first, last)) is not None
