"""A long text on Telegram: in pieces between paragraphs, nothing lost and nothing cut in two."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram_text import LONGEST, pieces, units


def test_a_short_text_is_one_message() -> None:
    assert pieces("  Goddag.\n\nVi har fået din klage. \n") == ("Goddag.\n\nVi har fået din klage.",)


def test_of_nothing_there_is_no_message() -> None:
    assert pieces(" \n ") == ()


def test_a_long_text_is_split_between_paragraphs() -> None:
    first, second, third = ("a" * 1500, "b" * 1500, "c" * 1500)
    assert pieces(f"{first}\n\n{second}\n\n{third}") == (f"{first}\n\n{second}", third)


def test_a_paragraph_that_is_too_long_is_split_between_sentences() -> None:
    sentence = "Vi ser på sagen og svarer dig. "
    told = pieces(sentence * 200)
    assert all(piece.endswith("dig.") for piece in told)
    assert " ".join(told) == (sentence * 200).strip()


def test_a_heading_is_not_left_alone() -> None:
    text = "Afgørelse\n\n" + "ord " * 2000
    assert len(pieces(text)[0]) > LONGEST // 2


def test_signs_outside_the_basic_plane_count_twice_as_telegram_counts_them() -> None:
    told = pieces("😀" * 3000)
    assert [len(piece) for piece in told] == [2048, 952]
    assert "".join(told) == "😀" * 3000


@given(st.text(alphabet=st.sampled_from("ab.\n 😀é"), min_size=0, max_size=60), st.integers(1, 400))
def test_every_piece_fits_and_no_sign_is_lost(some: str, times: int) -> None:
    text = some * times
    told = pieces(text)
    assert all(0 < units(piece) <= LONGEST for piece in told)
    assert "".join("".join(told).split()) == "".join(text.split())
