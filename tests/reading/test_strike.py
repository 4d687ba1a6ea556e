"""What is struck out of a text: every place where it stands, however it is written there, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.strike import STRUCK, Strike, strike

LETTER = (
    "Jeg klager over kurset i stresshåndtering.\n\n"
    "Jeg har haft en depression og tager medicin. Mit CPR er 120385-1234.\n"
)


def test_only_what_somebody_tells_of_themselves_goes() -> None:
    found = strike({"health"}, (LETTER,), "da")
    assert found.out_of(LETTER) == (
        f"Jeg klager over kurset i stresshåndtering.\n\nJeg {STRUCK} og {STRUCK}. Mit CPR er 120385-1234.\n"
    )


def test_a_number_goes_however_it_is_written() -> None:
    found = strike({"cpr"}, (LETTER,), "da")
    assert "1234" not in found.out_of(f"{LETTER} 1203851234, 120385 1234")
    assert "depression" in found.out_of(LETTER)


@pytest.mark.parametrize("category", ["identity", "cpr", "religion"])
def test_of_what_is_not_there_nothing_goes(category: str) -> None:
    assert not strike({category}, ("Jeg klager over kurset.",), "da")


def test_words_go_over_the_end_of_a_quoted_line_and_in_any_case() -> None:
    assert (
        Strike(frozenset({"tager medicin"})).out_of("> Jeg TAGER\n> medicin. Medicinen") == f"> Jeg {STRUCK}. Medicinen"
    )


def test_words_that_share_some_go_together_and_those_side_by_side_each() -> None:
    found = Strike(frozenset({"en hemmelig sygdom", "sygdom, som ingen", "ved noget"}))
    assert found.out_of("Jeg har en hemmelig sygdom, som ingen ved noget om.") == f"Jeg har {STRUCK} {STRUCK} om."


def test_words_go_whole_although_a_number_that_goes_stands_in_them() -> None:
    found = Strike(frozenset({"120385-1234 og min sygdom"}), strike({"cpr"}, (LETTER,), "da").numbers)
    assert found.out_of("Mit CPR 120385-1234 og min sygdom; 1203851234.") == f"Mit CPR {STRUCK}; ••••••-••••."


def test_a_piece_of_a_longer_word_stays() -> None:
    assert Strike(frozenset({"syg"})).out_of("syg, sygeplejerske, usyg") == f"{STRUCK}, sygeplejerske, usyg"


@given(st.text(max_size=80), st.sets(st.text(min_size=1, max_size=8), max_size=4))
def test_striking_twice_changes_nothing(text: str, words: set[str]) -> None:
    found = Strike(frozenset(words))
    once = found.out_of(text)
    assert STRUCK in words or found.out_of(once) == once or any(set(word) & set(STRUCK) for word in words)
