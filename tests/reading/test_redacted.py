"""What is left of a letter once nobody is named in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.redacted import redacted

ANNA = ("Anna Holm",)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Jeg hedder Anna Holm.", "Jeg hedder ••• •••."),
        ("mvh anna", "mvh •••"),
        ("Det er Annas kursus og Holm's bevis", "Det er ••• kursus og ••• bevis"),
        ("Holmen ved Annaberg", "Holmen ved Annaberg"),
        ("Skriv til anna.holm+kursus@example.co.uk, tak", "Skriv til •••@•••, tak"),
        ("Se https://example.org/bruger?id=anna eller www.example.org", "Se ••• eller •••"),
        ("Ring +45 22 41 55 87 eller 22415587", "Ring ••• eller •••"),
        ("Bel 06-51147070 of +31 (0)50 123 45 67", "Bel ••• of •••"),
        ("Ordre MX-26-481903, faktura 2026/00123456", "Ordre •••, faktura •••"),
        ("Mit CPR-nummer er 311299-0000", "Mit CPR-nummer er ••••••-••••"),
        ("Mijn BSN is 111222333", "Mijn BSN is •••••••••"),
    ],
)
def test_who_wrote_is_taken_out(said: str, shown: str) -> None:
    assert redacted(said, "da", ANNA) == shown


@pytest.mark.parametrize(
    "said",
    [
        "Jeg skrev den 03-03-2026, 3.3.2026 og 2026-03-03.",
        "Kurset den 20.-21. marts kl. 12.00-14.00 kostede 14.000 kr.",
        "Efter artikel 15, stk. 1, og § 31 i loven af 2000",
        "Prøve 1 af 3, modul 12, lokale 4.021",
    ],
)
def test_what_the_letter_is_about_stays(said: str) -> None:
    assert redacted(said, "da", ANNA) == said


def test_a_particle_of_a_name_is_no_name_and_a_short_name_only_as_it_is_written() -> None:
    names = ("Jan de Vries", "Bo")
    assert redacted("de man, bo ved skoven, Bo, Jan de Vries", "nl", names) == "de man, bo ved skoven, •••, ••• de •••"


def test_what_else_is_known_of_the_writer_goes_too() -> None:
    assert redacted("Kandidat pc-99 hos noord", "nl", (), ("PC-99", "x")) == "Kandidat ••• hos noord"


def test_signs_in_a_name_are_no_pattern() -> None:
    assert redacted("a.*b", "da", (".*",), (".*",)) == "a.*b"


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=2))
def test_twice_is_once_whatever_is_written(text: str, names: list[str]) -> None:
    once = redacted(text, "da", names)
    assert redacted(once, "da", names) == once
