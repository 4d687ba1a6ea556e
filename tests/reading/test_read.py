"""The whole reading of a message."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.kind import Kind
from cases.message import Address, Attachment
from reading.read import read, read_text
from tests.builders import a_message, a_policy

POLICY = a_policy()


def test_a_plain_letter_is_understood() -> None:
    reading = read(a_message(), POLICY)
    assert reading.language == "da"
    assert reading.kinds[0].kind is Kind.COMPLAINT
    assert reading.fields == {"name": "Anna Holm", "email": "anna@example.org"}
    assert not reading.unsure


def test_only_what_the_person_wrote_now_is_read() -> None:
    text = "Tak, det er i orden.\n\nDen 2. marts 2026 kl. 10.12 skrev Mentorix <info@mentorix.dk>:\n> Vil du klage?"
    reading = read(a_message(subject="SV: Kursus", text=text), POLICY)
    assert reading.text == "Tak, det er i orden."
    assert reading.kinds[0].kind is Kind.OTHER


def test_a_request_in_the_subject_alone_is_a_request() -> None:
    assert read(a_message(subject="Sletning af mine data", text="Tak!\nAnna"), POLICY).kinds[0].kind is Kind.ERASURE


def test_a_line_of_chat_is_read_without_a_sender() -> None:
    reading = read_text("hvad har i liggende om mig? mvh ali", POLICY)
    assert reading.kinds[0].kind is Kind.ACCESS
    assert "email" not in reading.fields


def test_words_with_invisible_characters_in_them_are_found_and_shown_plain() -> None:
    reading = read_text("sl\u200bet m\u202eine da\u00adta", POLICY)
    assert reading.kinds[0].kind is Kind.ERASURE
    assert reading.kinds[0].evidence == ("slet mine data",)
    assert reading.text == "slet mine data"


def test_sensitive_numbers_are_named_and_never_repeated() -> None:
    reading = read_text("Mit cpr er 120385-1234", POLICY)
    assert [one.category for one in reading.sensitive] == ["cpr"]
    assert "120385" not in repr(reading.sensitive)


def test_a_number_in_a_signature_is_sensitive_too() -> None:
    assert read(a_message(text="Slet mig\n\n-- \nAnna\ncpr 120385-1234"), POLICY).sensitive


def test_the_papers_of_the_case_are_named_by_their_part() -> None:
    paper = Attachment(part=3, name="klage.pdf", media_type="application/pdf", size=9_000, digest="d")
    logo = Attachment(part=4, name="logo.png", media_type="image/png", size=900, digest="e", inline=True)
    assert read(a_message(attachments=(paper, logo)), POLICY).documents == (3,)


@pytest.mark.parametrize(
    "text", ["", " \n ", "🙂🙂", "-- \nAnna Holm", "> kun citat\n> her", "<div><b>hej</b></div>", "\u202e\u200b"]
)
def test_a_letter_that_says_nothing_is_other(text: str) -> None:
    assert [one.kind for one in read(a_message(subject="", text=text), POLICY).kinds] == [Kind.OTHER]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=40))
def test_any_text_is_a_reading(text: str, subject: str, shown: str) -> None:
    reading = read(a_message(text=text, subject=subject, sender=Address(shown, "x@example.org")), POLICY)
    assert reading.kinds
    assert all(0 <= one.confidence <= 1 for one in reading.kinds)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "klage " * 20_000,
        "slet mine data " * 8_000,
        "\n" * 100_000,
        "> " * 50_000,
        "> a\n" * 30_000,
        "Fra: a\n" * 15_000,
        "Op 1:" + "x " * 50_000,
        "1 " * 50_000,
        "a@" * 50_000,
        "Mvh\n" * 25_000,
        "120385-1234 " * 8_000,
        "skal være " * 10_000,
        "".join(">" * (depth % 200) + " den 3. marts 2026 kl. 10.10 skrev A <a@b.dk>:\n" for depth in range(1_500)),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_long_or_hostile_text_takes_no_long_time(text: str) -> None:
    began = perf_counter()
    read(a_message(text=text, subject=text[:2_000]), POLICY)
    assert perf_counter() - began < 5
