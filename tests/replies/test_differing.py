"""What a person changed in a text, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from replies.differing import MOST, Part, changed, difference

TEXTS = st.text(alphabet="ab \n", max_size=40)


def test_words_that_came_and_went_are_told() -> None:
    parts = difference("Kære Anna Holm\n\nDu får medhold.", "Kære Anna\n\nDu får ikke medhold.")
    assert Part("ins", "ikke ") in parts or Part("ins", " ikke") in parts
    assert changed(parts) == 2
    assert any(part.change == "del" and "Holm" in part.text for part in parts)


def test_the_same_text_has_no_difference() -> None:
    assert difference(" Du får medhold.\n", "Du får medhold.") == ()


def test_of_a_text_that_nobody_reads_through_no_difference_is_sought() -> None:
    assert difference("a " * (MOST + 1), "b") == ()


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_their_difference(before: str, after: str) -> None:
    parts = difference(before, after)
    if parts:
        assert "".join(part.text for part in parts if part.change != "ins") == before.strip()
        assert "".join(part.text for part in parts if part.change != "del") == after.strip()
    else:
        assert before.split() == after.split()
