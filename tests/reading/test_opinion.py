"""The second opinion: learnt weights, and the model of language where there is a doubt."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cases.kind import Kind
from reading.known import LIKENESS
from reading.letter import Letter
from reading.likeness import Likeness, Values, model, no_model
from reading.opinion import CLEAR, opinion

PLAIN = Letter.of("", "Jeg vil gerne klage over underviseren, han kom ikke, og vi fik ingen besked.", "da")
DOUBT = Letter.of("", "Og hvad så med billedet?", "da")


class Asked:
    """A model that notes what it was asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self) -> Likeness:
        return self._like

    def _like(self, text: str) -> Values:
        self.texts.append(text)
        return np.zeros(LIKENESS)


def test_the_shares_of_all_kinds_are_one_together() -> None:
    assert sum(opinion(PLAIN, no_model).likely.values()) == pytest.approx(1)


def test_the_sentence_that_says_most_is_named() -> None:
    letter = Letter.of("Hej", "Tak for sidst. Solen skinner. I skal slette alle mine oplysninger. Vi ses.", "da")
    told = opinion(letter, no_model).telling[Kind.ERASURE]
    assert "slette" in letter.words.literal_sentence(told)


def test_the_model_is_asked_only_where_the_traits_leave_a_doubt() -> None:
    asked = Asked()
    assert max(opinion(PLAIN, no_model).likely.values()) >= CLEAR
    opinion(PLAIN, asked)
    assert asked.texts == []
    opinion(DOUBT, asked)
    assert asked.texts == [DOUBT.words.text]


def test_a_letter_always_weighs_the_same() -> None:
    assert opinion(DOUBT, model) == opinion(DOUBT, model)


def test_the_model_takes_any_text() -> None:
    likeness = model()
    if likeness is None:
        pytest.skip("the model does not run on this machine; without it letters are weighed by their traits")
    for text in ("", "\0", "\ud800", "a" * 100_000, "🙂"):
        assert likeness(text).shape == (LIKENESS,)


@settings(max_examples=60)
@given(some.text(max_size=300))
def test_any_text_has_an_opinion(text: str) -> None:
    found = opinion(Letter.of("", text, "en"), no_model)
    assert sum(found.likely.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in found.likely.values())
