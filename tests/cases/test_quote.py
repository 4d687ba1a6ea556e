"""Words are quoted letter by letter, and only the white space between them may differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.policy import Quote
from cases.quote import misquoted, stands_in

TEXT = "Hurtigt svar: administrationen bør behandle\nklagerne efter 24 timer  efter modtagelsen. Mentorix’ svar… osv."


@pytest.mark.parametrize(
    "words",
    [
        "administrationen bør behandle klagerne",
        "efter 24 timer efter modtagelsen",
        "Hurtigt svar … efter modtagelsen",
        "svar … svar",
        "svar… osv.",
        "Mentorix’ svar",
    ],
)
def test_words_of_the_text_stand_in_it(words: str) -> None:
    assert stands_in(words, TEXT)


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("administrationen skal behandle", "another word"),
        ("efter modtagelsen … Hurtigt svar", "another order"),
        ("Mentorix' svar", "another apostrophe"),
        ("hurtigt svar", "a small letter"),
        ("osv. … osv.", "twice, and the text has it once"),
    ],
    ids=lambda value: value,
)
def test_words_that_differ_do_not_stand_in_it(words: str, because: str) -> None:
    assert not stands_in(words, TEXT), because


@given(st.text(alphabet="abc d\n", min_size=1).filter(str.strip), st.text(), st.text())
def test_whatever_is_cut_out_of_a_text_stands_in_it(middle: str, before: str, after: str) -> None:
    assert stands_in(middle, f"{before} {middle} {after}")


def test_a_quote_from_a_file_that_is_not_there_is_a_misquote() -> None:
    here, gone = Quote("Hurtigt svar", "a.txt", "P-1"), Quote("Hurtigt svar", "b.txt", "P-2")
    assert misquoted([here, gone], {"a.txt": TEXT}) == (gone,)
