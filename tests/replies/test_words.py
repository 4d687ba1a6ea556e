"""How values are written in a letter."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replies.words import LANGUAGES, clock_time, day, law, listed, person

APRIL = date(2026, 4, 7)


@pytest.mark.parametrize(
    ("language", "written"), [("da", "7. april 2026"), ("nl", "7 april 2026"), ("en", "7 April 2026")]
)
def test_a_date_is_written_in_the_readers_language(language: str, written: str) -> None:
    assert day(APRIL, language) == written


@pytest.mark.parametrize(("language", "months"), [("da", "marts maj"), ("nl", "maart mei"), ("en", "March May")])
def test_months_have_their_own_names(language: str, months: str) -> None:
    assert [day(date(2026, month, 1), language).split()[1] for month in (3, 5)] == months.split()


@given(st.dates())
def test_every_day_of_the_year_is_written_differently(value: date) -> None:
    for language in LANGUAGES:
        assert (value.year, value.day) == (
            int(day(value, language).split()[2]),
            int(day(value, language).split(maxsplit=1)[0].rstrip(".")),
        )
        if value < date.max:
            assert day(value, language) != day(value + timedelta(days=1), language)


def test_a_date_is_the_local_one_that_was_given_and_is_not_moved_to_another_zone() -> None:
    late = datetime(2026, 4, 7, 23, 59, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert day(late, "en") == "7 April 2026"
    assert [clock_time(late, language) for language in LANGUAGES] == ["23.59", "23.59", "23:59"]


def test_the_hour_keeps_its_leading_zero() -> None:
    assert clock_time(datetime(2026, 4, 7, 8, 5, tzinfo=ZoneInfo("Europe/Copenhagen")), "da") == "08.05"


@pytest.mark.parametrize(
    ("values", "written"),
    [(("a",), "a"), (("a", "b"), "a og b"), (("a", "b", "c"), "a, b og c"), (iter("ab"), "a og b")],
)
def test_a_list_ends_with_and(values: tuple[str, ...], written: str) -> None:
    assert listed(values, "da") == written


def test_and_is_in_the_readers_language() -> None:
    assert (listed("ab", "nl"), listed("ab", "en")) == ("a en b", "a and b")


@pytest.mark.parametrize(
    ("reference", "language", "written"),
    [
        ("GDPR Art. 12(3)", "da", "artikel 12, stk. 3, i databeskyttelsesforordningen (GDPR)"),
        ("GDPR Art. 12(3)", "nl", "artikel 12, lid 3, van de AVG"),
        ("GDPR Art. 12(3)", "en", "Article 12(3) of the GDPR"),
        ("GDPR Art. 17(1)(b)", "da", "artikel 17, stk. 1, litra b, i databeskyttelsesforordningen (GDPR)"),
        ("GDPR Art. 17(1)(b)", "nl", "artikel 17, lid 1, onder b, van de AVG"),
        ("GDPR Art. 17(1)(b)", "en", "Article 17(1)(b) of the GDPR"),
        ("GDPR Art. 16", "da", "artikel 16 i databeskyttelsesforordningen (GDPR)"),
        ("GDPR Art. 16", "nl", "artikel 16 van de AVG"),
    ],
)
def test_law_is_cited_as_the_reader_knows_it(reference: str, language: str, written: str) -> None:
    assert law(reference, language) == written


@pytest.mark.parametrize("reference", ["", "our promise", "Mentorix' own promise", "GDPR", "GDPR Art. x"])
def test_what_is_no_law_is_a_promise(reference: str) -> None:
    assert {law(reference, language) for language in LANGUAGES} == {""}


@pytest.mark.parametrize(
    "name",
    ["Anna Holm", "J. de Vries", "Jesper Ø. Sørensen", "李小龍", "van der Berg-O’Neill, Ida", "anna holm", "مریم"],
)
def test_a_name_is_written_as_the_person_wrote_it(name: str) -> None:
    assert person(name) == name


@pytest.mark.parametrize("name", [None, "", "   ", "\r\n", "12345", "—", "\u202e\u200e"])
def test_what_holds_no_name_is_not_greeted(name: str | None) -> None:
    assert person(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "Win at https://evil.example",
        "www.evil.example",
        "anna@example.org",
        "Vind nu: evil.example",
        "evil.dk/vind Anna",
    ],
)
def test_a_name_that_leads_somewhere_is_not_carried_to_others(name: str) -> None:
    assert person(name) == ""


def test_a_name_stays_on_one_line() -> None:
    assert person("Anna\r\nBcc: x\x00\u2028Holm") == "Anna Bcc: x Holm"


def test_a_name_cannot_turn_the_text_round() -> None:
    assert person("Anna \u202emloH\u202c") == "Anna mloH"


@given(st.text())
def test_whatever_a_stranger_calls_himself_is_one_short_line_that_can_be_encoded(name: str) -> None:
    shown = person(name)
    assert len(shown) <= 80
    assert shown == " ".join(shown.split()) == shown.strip()
    assert shown.encode().decode() == shown
