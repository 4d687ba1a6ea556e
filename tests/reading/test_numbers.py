"""National numbers: found where they are, masked wherever they are shown. The lines are in national_numbers.toml."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.numbers import BSN_SHOWN, CPR_SHOWN, cover, known_in, mask, numbers
from tests.reading.labelled import FOLDER

WRITTEN: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "national_numbers.toml").read_text("utf-8")
)
HOLDS = {"cpr": ["cpr"], "bsn": ["bsn"], "both": ["bsn", "cpr"], "none": []}
LINES = [
    pytest.param(language, HOLDS[kind], line, id=f"{language} {kind} {place}")
    for language, kinds in WRITTEN.items()
    for kind, lines in kinds.items()
    for place, line in enumerate(lines)
]
IDENTITY = [
    "Mit pasnummer er 209876543.",
    "Kørekortnr.: 12345678",
    "Paspoortnummer: NXY123456",
    "rijbewijs nr 1234567890",
    "My passport number is SPECI2014.",
    "ID card number AB1234567",
]
NO_IDENTITY = [
    "Pas på den 209876543.",
    "Jeg har passet mit arbejde i 2024.",
    "passport photo attached",
    "Passport 2026",
]


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize(("language", "holds", "line"), LINES)
def test_what_a_line_holds_is_found_and_nothing_else(language: str, holds: list[str], line: str) -> None:
    assert sorted(one.category for one in numbers(line, language)) == holds


@pytest.mark.parametrize(("language", "holds", "line"), LINES)
def test_no_digit_of_a_national_number_is_left_and_no_other_is_touched(
    language: str, holds: list[str], line: str
) -> None:
    masked = mask(line, language)
    found = list(numbers(line, language))
    if not holds:
        assert masked == line
    rest = "".join(
        line[first:last]
        for first, last in zip([0, *(n.last for n in found)], [*(n.first for n in found), len(line)], strict=True)
    )
    assert digits_of(masked) == digits_of(rest)
    assert [masked.count(CPR_SHOWN), masked.count(BSN_SHOWN)] == [holds.count("cpr"), holds.count("bsn")]


def test_in_labelled_letters_every_number_is_found_and_no_other() -> None:
    looked_at = (path for path in FOLDER.glob("*.jsonl") if not path.name.startswith("aside"))
    assert [id_ for path in looked_at for id_ in _read_wrongly(path)] == []


def _read_wrongly(path: Path) -> list[str]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        row["id"]
        for row in rows
        if "sensitive" in row
        and {one.category for one in numbers(f"{row['subject']}\n\n{row['text']}", row["language"])}
        != {"cpr", "bsn"}.intersection(row["sensitive"])
    ]


@pytest.mark.parametrize("text", IDENTITY)
def test_the_number_of_an_identity_paper_is_masked(text: str) -> None:
    (found,) = numbers(text)
    assert found.category == "identity"
    assert text[found.first : found.last] not in mask(text)


@pytest.mark.parametrize("text", NO_IDENTITY)
def test_not_everything_beside_the_name_of_a_paper_is_its_number(text: str) -> None:
    assert mask(text) == text


def test_a_number_that_is_named_once_is_masked_in_every_spelling() -> None:
    text = "CPR 120385-1234.\n\nRef. 1203851234, scan 12 03 85 12 34, 12.03.1985-1234, ordre 120385\u00a01234"
    assert "34" not in digits_of(mask(text))


def test_a_piece_is_masked_by_what_the_whole_letter_shows() -> None:
    known = known_in(["Mit CPR er 120385-1234.", "Ordre 99812"])
    assert cover("1203851234", known) == CPR_SHOWN
    assert cover("Ordre 2404921234 og 99812", known) == "Ordre 2404921234 og 99812"


def test_an_order_number_of_a_field_is_no_citizen_service_number() -> None:
    assert cover("123456782", known_in(["Ordernummer 123456782"], "nl")) == "123456782"


def test_zero_width_marks_hide_no_number() -> None:
    text = "CPR 12\u200b03\u200b85\u2060-12\u200b34!"
    assert mask(text) == f"CPR {CPR_SHOWN}!"


def test_a_number_is_never_said_of_itself() -> None:
    (found,) = numbers("CPR 120385-1234")
    assert "1203" not in repr(found)


STREWN = st.text(alphabet="0123456789 -.,\ncprbsnordreCPR:+", max_size=80)


@given(STREWN)
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["", "-", " "]), st.text(max_size=20))
def test_no_named_cpr_number_survives_masking(born: date, serial: int, between: str, around: str) -> None:
    number = f"{born:%d%m%y}{between}{serial:04d}"
    assert number not in mask(f"{around} cpr {number}\n{around}")


@given(st.text(max_size=200))
def test_masking_changes_nothing_but_digits(text: str) -> None:
    if not re.search(r"\d{4}", text):
        assert mask(text) == text
