"""National numbers and health: found where they are, masked wherever they are shown."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.numbers import BSN_SHOWN, CPR_SHOWN, mask, numbers, sensitive

CPR = [
    "Mit cpr-nummer er 120385-1234.",
    "CPR: 1203851234",
    "cpr.nr. 120385 1234",
    "Personnummer 12.03.85-1234",
    "Hilsen\nAnna Holm\n120385-1234",
    "Jeg hedder Anna, 1203851234, og vil gerne klage.",
    "Min søn (cpr 290216-5678) går på kurset.",
    "cpr nummer: 010190–1234",
    "Kandidatnummer 99800, cpr 120385-1234",
]
NO_CPR = [
    "Ordrenummer 1203851234",
    "Faktura nr. 120385-1234",
    "Ring på tlf. 1203851234",
    "Tlf. +45 12 03 85 12 34",
    "Kandidatnummer 1203851234",
    "EAN 5790120385123",
    "Konto 1203 1203851234",
    "Den 31. februar: 310285-1234",
    "Nummeret er 991385-1234",
    "Sag MX-26-120385",
    "3 100 200 300 4",
]
BSN = [
    "Mijn BSN is 111222333.",
    "burgerservicenummer: 1112.22.333",
    "BSN 111 222 333",
    "sofinummer 123456782",
    "Mijn bsn-nummer: 123456782",
]
NO_BSN = [
    "Ordernummer 111222333",
    "Factuur 123456782",
    "Bel 0612345678",
    "BSN 111222334",
    "Mijn nummer is 123456782",
    "Rekening NL91ABNA0417164300",
    "BSN 000000000",
]


@pytest.mark.parametrize("text", CPR)
def test_a_cpr_number_is_found_and_masked(text: str) -> None:
    assert [one.category for one in numbers(text)] == ["cpr"]
    assert CPR_SHOWN in mask(text)


@pytest.mark.parametrize("text", NO_CPR)
def test_other_numbers_are_no_cpr_number(text: str) -> None:
    assert not list(numbers(text))
    assert mask(text) == text


@pytest.mark.parametrize("text", BSN)
def test_a_bsn_is_found_and_masked(text: str) -> None:
    assert [one.category for one in numbers(text, "nl")] == ["bsn"]
    assert BSN_SHOWN in mask(text, "nl")


@pytest.mark.parametrize("text", NO_BSN)
def test_other_numbers_are_no_bsn(text: str) -> None:
    assert mask(text, "nl") == text


def test_a_dutch_telephone_number_is_no_danish_cpr_number() -> None:
    assert mask("Bel mij: 0612345678", "nl") == "Bel mij: 0612345678"
    assert mask("0612345678", "nl") == "0612345678"


def test_what_is_shown_never_holds_the_number() -> None:
    found = sensitive("Mit cpr er 120385-1234, og min søns er 010115-4321.")
    assert [(one.category, one.shown_as) for one in found] == [("cpr", CPR_SHOWN), ("cpr", CPR_SHOWN)]


def test_the_same_number_twice_is_one() -> None:
    assert len(sensitive("cpr 120385-1234. Igen: cpr 120385-1234")) == 1


@pytest.mark.parametrize(
    "text", ["Jeg vedlægger lægeerklæring.", "Ik stuur een medische verklaring mee.", "My doctor's note is attached."]
)
def test_health_is_named_as_such(text: str) -> None:
    assert [one.category for one in sensitive(text)] == ["health"]


def test_an_ordinary_letter_has_nothing_sensitive() -> None:
    assert sensitive("Hvornår starter kurset i projektledelse?") == ()


WRITTEN = st.text(alphabet="0123456789 -.,\ncprbsnordreCPR:+", max_size=80)


@given(WRITTEN)
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
