"""Marking evidence never changes the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.marking import marked


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("Jeg vil klage over kurset", ("klage",), ["klage"]),
        ("KLAGE og klage", ("klage",), ["KLAGE", "klage"]),
        ("vil gerne\n  klage", ("gerne klage",), ["gerne\n  klage"]),
        ("beklager", ("klage",), []),
        ("klage over", ("klage", "klage over"), ["klage over"]),
        ("inzage, alstublieft", ("inzage",), ["inzage"]),
        ("hvad? (klage.)", ("(klage.)",), ["(klage.)"]),
        ("intet her", ("klage",), []),
        ("intet her", ("", "  "), []),
    ],
    ids=[
        "a word",
        "whatever its case",
        "across a line break",
        "not inside another word",
        "the longer one first",
        "before a comma",
        "signs are only signs",
        "nothing to find",
        "nothing to look for",
    ],
)
def test_evidence_is_found_as_whole_words(text: str, evidence: tuple[str, ...], expected: list[str]) -> None:
    assert [piece.text for piece in marked(text, evidence) if piece.marked] == expected


@given(st.text(), st.lists(st.text(max_size=8), max_size=5))
def test_the_pieces_are_always_the_text_again(text: str, evidence: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, evidence)) == text


@given(st.text(min_size=1, alphabet="ab (){}[]*+?.^$|\\"), st.integers(0, 20))
def test_signs_of_patterns_are_no_patterns(words: str, before: int) -> None:
    text = "x" * before + " " + words + " "
    assert "".join(piece.text for piece in marked(text, [words])) == text
