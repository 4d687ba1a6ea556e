"""A letter ready to be understood: its words, and what stands where in it."""

from dataclasses import dataclass
from functools import cached_property

from reading.phrases import Chart, Span
from reading.tables import PHRASES, Rule
from reading.words import Words, cut

NEAR = 3
"""So many words may stand between "I do not want" and what is not wanted."""


@dataclass(frozen=True)
class Letter:
    """The words of a letter."""

    words: Words

    @classmethod
    def of(cls, subject: str, text: str) -> "Letter":
        """Make a letter of its subject and what the person wrote."""
        return cls(cut(f"{subject}\n\n{text}"))

    @cached_property
    def chart(self) -> Chart:
        """Where each concept of the tables stands."""
        return PHRASES.find(self.words)

    def sentences(self, concept: str) -> set[int]:
        """Give the sentences in which a concept stands."""
        return {self.words.sentence[first] for first, _ in self.chart.get(concept, ())}

    def holds(self, rule: Rule) -> list[Span]:
        """Give the places where a rule holds."""
        spans = self.chart.get(rule.concept, [])
        if not spans or (rule.needs and not any(need in self.chart for need in rule.needs)):
            return []
        barred = {sentence for concept in rule.unless for sentence in self.sentences(concept)}
        return [
            span
            for span in spans
            if self.words.sentence[span[0]] not in barred and not (rule.negatable and self._unwanted(span[0]))
        ]

    def _unwanted(self, place: int) -> bool:
        """Say whether "I do not want" or the like stands right before a word, in its clause."""
        clause = self.words.clause
        return any(
            0 <= place - end <= NEAR and clause[end - 1] == clause[place]
            for _, end in self.chart.get("not_wanted", ())
        )
