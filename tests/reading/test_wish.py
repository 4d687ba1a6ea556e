"""What a letter asks for."""

import pytest

from reading.wish import LONGEST, wish
from reading.words import cut


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kurset var aflyst. Jeg vil have mine penge tilbage. Mvh Anna", "Jeg vil have mine penge tilbage"),
        ("Tak for sidst. Må jeg få en undskyldning?", "Må jeg få en undskyldning"),
        ("De zaal was koud. Ik wil mijn geld terug.", "Ik wil mijn geld terug"),
        ("Het examen liep vast. Graag een herexamen.", "Graag een herexamen"),
        ("The exam froze. I want a resit. It was bad.", "I want a resit"),
        ("I hope you are well. Please send me an apology.", "Please send me an apology"),
        ("Please read this. I would like a refund of the fee.", "I would like a refund of the fee"),
    ],
)
def test_the_sentence_that_asks_is_the_wish(text: str, expected: str) -> None:
    assert wish(cut(text)) == expected


@pytest.mark.parametrize("text", ["", "Kurset var koldt.", "The room was cold.", "Ik hoop dat alles goed gaat"])
def test_who_asks_for_nothing_has_no_wish(text: str) -> None:
    assert wish(cut(text)) is None


def test_a_long_sentence_is_cut() -> None:
    found = wish(cut("I want a refund " + "because it was very bad " * 40))
    assert found
    assert len(found) <= LONGEST
