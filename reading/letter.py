"""A letter ready to be understood: its words, and what stands where in it."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property

from reading.phrases import Chart, Span
from reading.tables import PHRASES, Rule
from reading.words import Words, cut

TOPIC = "course_topic"
_TITLE = re.compile(
    r"\b(?:kursus|kurset|kurser|cursus|training|opleiding|course|module|workshop|webinar)s?\b[^\n\w]{0,3}[\"“”„'‘«»](?=[^\W_])[^\"“”'’«»\n]{3,80}[\"“”'’«»]",
    re.IGNORECASE,
)
_DANISH = frozenset({("i", "you"), ("ik", "negated")})
"""What words mean in Danish letters only: "I" is you, and "ik" is a hurried "ikke"."""
NEAR = 3
"""So many words may stand between "I do not want" and what is not wanted."""


@dataclass(frozen=True)
class Letter:
    """The words of a letter, and the language (ISO 639-1) it is written in."""

    words: Words
    language: str

    @classmethod
    def of(cls, subject: str, text: str, language: str) -> "Letter":
        """Make a letter of its subject and what the person wrote."""
        return cls(cut(f"{subject}\n\n{text}"), language)

    @cached_property
    def chart(self) -> Chart:
        """Where each concept of the tables stands; a course's name in quotation marks is a topic, not a wish."""
        chart = PHRASES.find(self.words, self._barred)
        for title in _TITLE.finditer(self.words.text):
            first, last = bisect_left(self.words.start, title.start()), bisect_left(self.words.start, title.end())
            chart.setdefault(TOPIC, []).append((first, last))
        return chart

    def tells(self, concepts: frozenset[str]) -> bool:
        """Say whether one of these concepts stands in it; a whole chart takes longer."""
        return not PHRASES.find(self.words, self._barred, _needed(concepts)).keys().isdisjoint(concepts)

    @property
    def _barred(self) -> frozenset[tuple[str, str]]:
        return frozenset() if self.language == "da" else _DANISH

    def sentences(self, concept: str) -> set[int]:
        """Give the sentences in which a concept stands."""
        return {self.words.sentence[first] for first, _ in self.chart.get(concept, ())}

    def holds(self, rule: Rule) -> list[Span]:
        """Give the places where a rule holds."""
        spans = self.chart.get(rule.concept, [])
        if not spans or not self._suits(rule):
            return []
        barred = {sentence for concept in rule.unless for sentence in self.sentences(concept)}
        return [
            span
            for span in spans
            if self.words.sentence[span[0]] not in barred and not (rule.negatable and self._unwanted(span[0]))
        ]

    def _suits(self, rule: Rule) -> bool:
        """Say whether the letter as a whole lets a rule count."""
        has = self.chart.keys()
        return has.isdisjoint(rule.lacks) and all(not has.isdisjoint(need) for need in rule.needs)

    def _unwanted(self, place: int) -> bool:
        """Say whether "I do not want" or the like stands right before a word, in its clause."""
        clause = self.words.clause
        return any(
            0 <= place - end <= NEAR and clause[end - 1] == clause[place] for _, end in self.chart.get("not_wanted", ())
        )


@cache
def _needed(concepts: frozenset[str]) -> tuple[str, ...]:
    return PHRASES.needed(concepts)
