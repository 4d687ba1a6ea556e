"""Text as people meant it."""

import time

from hypothesis import given
from hypothesis import strategies as st

from reading.tidy import LONGEST, tidy


def test_invisible_characters_inside_words_are_dropped() -> None:
    assert tidy("sl\u200bet\u00ad m\u202eig\ufeff") == "slet mig"


def test_every_space_is_a_space_and_every_line_end_a_line_feed() -> None:
    assert tidy("a\u00a0b\tc\r\nd\re\u2028f") == "a b c\nd\ne\nf"


def test_letters_are_composed() -> None:
    assert tidy("fa\u030ar") == "får"


def test_control_characters_and_halves_of_characters_go() -> None:
    assert tidy("a\x00b\x1bc\ud800d") == "abcd"


def test_marks_that_are_piled_on_a_letter_take_no_time() -> None:
    begun = time.process_time()
    assert tidy("e" + "\u0301\u0316" * LONGEST).startswith("é")
    assert time.process_time() - begun < 3


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_a_long_text_is_read_up_to_a_point() -> None:
    assert len(tidy("a" * (2 * LONGEST))) == LONGEST
