"""Where the words stand that show what a letter is."""

from hypothesis import given
from hypothesis import strategies as st

from service.marking import Piece, pieces


def cut(text: str, *evidence: list[str]) -> list[Piece]:
    return list(pieces(text, evidence))


def test_the_words_of_each_kind_are_marked_with_its_number() -> None:
    assert cut("Jeg vil klage og slettes.", ["vil klage"], ["slettes"]) == [
        Piece("Jeg ", ()),
        Piece("vil klage", (0,)),
        Piece(" og ", ()),
        Piece("slettes", (1,)),
        Piece(".", ()),
    ]


def test_words_that_show_two_kinds_are_marked_for_both() -> None:
    assert cut("delete my data now", ["delete my data"], ["my data now"]) == [
        Piece("delete ", (0,)),
        Piece("my data", (0, 1)),
        Piece(" now", (1,)),
    ]


def test_a_line_that_was_broken_elsewhere_and_capital_letters_hide_nothing() -> None:
    assert Piece("SLET\n mig", (0,)) in cut("Venligst SLET\n mig.", ["slet mig"])


def test_a_part_of_a_word_is_no_evidence() -> None:
    assert cut("mindata", ["data"]) == [Piece("mindata", ())]


def test_a_sentence_that_was_cut_off_within_a_word_is_marked_as_far_as_it_goes() -> None:
    sentence = "Jeg har ventet i ugevis på et svar. " * 6
    assert cut(f"Hej. {sentence}", [sentence[:198]])[1] == Piece(sentence[:198], (0,))


def test_signs_that_mean_something_to_a_pattern_are_only_signs() -> None:
    assert Piece("art. 15 (GDPR)", (0,)) in cut("Se art. 15 (GDPR)!", ["art. 15 (GDPR)"])
    assert cut("a.b", ["axb", "", "  "]) == [Piece("a.b", ())]


@given(st.text(max_size=80), st.lists(st.lists(st.text(max_size=10), max_size=3), max_size=3))
def test_the_pieces_are_the_text_whatever_is_marked(text: str, evidence: list[list[str]]) -> None:
    found = list(pieces(text, evidence))
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)
