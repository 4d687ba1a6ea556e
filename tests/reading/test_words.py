"""Words, sentences and clauses of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.words import MOST_WORDS, cut, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Slettet", "SLETET"),
        ("oplysninger", "Oplysningger"),
        ("får", "faar"),
        ("ønsker", "oensker"),
        ("æble", "AEBLE"),
        ("don't", "dont"),
        ("cliënt", "client"),
    ],
)
def test_spellings_of_a_word_are_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("bos", "boos"), ("har", "haar"), ("min", "mijn")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hej. Slet mig.", 2),
        ("Jeg skrev d. 3. marts jf. art. 15 i loven", 1),
        ("Jeg vil:\n- have indsigt\n- slettes", 3),
        ("Linje et\nlinje to", 1),
        ("Afsnit et\n\nafsnit to", 2),
        ("Hvorfor? Nu!", 2),
        ("Se www.firma.dk/a.b og svar", 1),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: int) -> None:
    assert len(set(cut(text).sentence)) == sentences


def test_a_turn_opens_a_clause() -> None:
    words = cut("jeg vil ikke klage men slettes")
    assert words.clause[0] == words.clause[3] != words.clause[5]


def test_capitals_inside_a_sentence_are_names() -> None:
    words = cut("Send det til Niels Brock. Tak")
    assert [words.folded[place] for place in words.capitals] == ["niels", "brock"]


def test_a_long_text_is_looked_at_up_to_a_point() -> None:
    assert len(cut("ord " * (2 * MOST_WORDS)).folded) == MOST_WORDS


@given(st.text(max_size=200))
def test_every_word_stands_in_the_text(text: str) -> None:
    words = cut(text)
    for place in range(len(words.folded)):
        assert fold(words.literal(place, place + 1)) == words.folded[place]
    assert list(words.sentence) == sorted(words.sentence)
