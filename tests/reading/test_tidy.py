"""Text as people meant it."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.tidy import END, LONGEST, tidy
from tests.reading.tricks import tricky_texts


@pytest.mark.parametrize(
    "written",
    [
        "sl\u200bet\u00ad m\u202eig\ufeff",
        "s\u200bl\u200be\u200bt m\u2060i\u200dg",
        "slet\u00a0mig",
        "s\x00l\x00e\x00t m\x00i\x00g",
        "ｓｌｅｔ\u3000ｍｉｇ",
        "𝓼𝓵𝓮𝓽 𝖒𝖎𝖌",
        "ⓢⓛⓔⓣ ⓜⓘⓖ",
        "ꜱʟᴇᴛ ᴍɪɢ",
        "s̶l̶e̶t̶ m̲i̲g̲",
        "s\u0336\u0311\u0363l\u034e\u032a\u0353et m\u0489ig",
        "\u0455lеt m\u0456g",
        "slеt mіg",
        "slet mi\ud800g",
        "s\U000e0041let mi\U000e0042g",
    ],
)
def test_words_are_as_they_are_seen_however_they_are_dressed_up(written: str) -> None:
    assert tidy(written).lower() == "slet mig"


def test_every_space_is_a_space_and_every_line_end_a_line_feed() -> None:
    assert tidy("a\u00a0b\tc\r\nd\re\u2028f\x0bg\x0ch\x85i") == "a b c\nd\ne\nf\ng\nh\ni"


def test_letters_are_composed() -> None:
    assert tidy("fa\u030ar kla\u0308ger pre\u0301cies") == "får kläger précies"


def test_control_characters_and_halves_of_characters_go() -> None:
    assert tidy("a\x00b\x1bc\ud800d") == "abcd"


@pytest.mark.parametrize(
    ("written", "read"), [("１２０３８５‑１２３４", "120385-1234"), ("120385\u2212𝟏𝟐𝟑𝟒", "120385-1234")]
)
def test_a_number_is_a_number_however_its_digits_and_hyphens_are_drawn(written: str, read: str) -> None:
    assert tidy(written) == read


def test_letters_that_printers_join_are_apart_again() -> None:
    assert tidy("ﬁnansiering, mĳn oﬀerte") == "finansiering, mijn offerte"


@pytest.mark.parametrize(
    "text",
    [
        "я хочу знать, какие данные обо мне вы храните",
        "Олеся Hansen skrev: хорошо",
        "Θέλω να διαγράψετε τα δεδομένα μου",
        "α-test og 5 µg",
        "Prøv igen – »måske« … ½ m² 100 % €",
        "Việt Nam, Łódź, Şişli, Reykjavík, Ålesund",
        "שלום עולם, مرحبا",
        "你好，世界"[:2],
    ],
)
def test_what_people_write_in_their_own_letters_stays(text: str) -> None:
    assert tidy(text) == text


def test_all_of_a_word_is_disguised_where_no_russian_would_get_by_with_its_letters() -> None:
    assert tidy("Please give me асс\u0435\u0455\u0455 to а сору") == "Please give me access to a copy"


def test_marks_that_are_piled_on_a_letter_take_no_time() -> None:
    begun = time.process_time()
    assert tidy("e" + "\u0301\u0316" * LONGEST) == "e"
    assert time.process_time() - begun < 1


@given(st.text() | tricky_texts())
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(tricky_texts())
def test_what_is_tidy_can_be_kept_and_sent(text: str) -> None:
    assert not set(tidy(text)) & {"\x00", "\r", "\t", "\u00a0", "\u200b", "\u202e"}
    assert tidy(text).encode("utf-8").decode("utf-8") == tidy(text)


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    text = tidy(f"first {'x ' * LONGEST}last")
    assert len(text) == LONGEST
    assert text.startswith("first")
    assert text.endswith("last")
    assert text[-END - 1] == "\n"


def test_what_nobody_sees_takes_no_room() -> None:
    assert tidy("\u200b" * LONGEST + "slet mig" + "\u00ad" * LONGEST) == "slet mig"
