"""Who wrote a letter that a colleague passes on: only where it is a forward, and its block names an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.kind import Kind
from cases.message import Address
from reading.forwarded import author_of, is_forward, passed_on
from reading.read import read
from tests.builders import a_message, a_policy

ANNA = Address("Anna Holm", "anna@example.org")


def block(source: str, *beside: str) -> str:
    return "\n".join(("Vil I tage den her?", "", source, *beside, "", "Jeg vil klage over kurset."))


@pytest.mark.parametrize(
    "text",
    [
        block("Fra: Anna Holm <anna@example.org>", "Sendt: 2. marts 2026 10:00", "Til: Bo Lund", "Emne: Klage"),
        block("Van: Anna Holm <anna@example.org>", "Verzonden: maandag 2 maart 2026", "Aan: Bo", "Onderwerp: Klacht"),
        block("From: Anna Holm <anna@example.org>", "Sent: Monday, 2 March 2026", "To: Bo Lund", "Subject: Complaint"),
        block("*Fra:* Anna Holm <anna@example.org>", "*Sendt:* 2. marts 2026", "*Til:* Bo Lund", "*Emne:* Klage"),
        block("From: Anna Holm [mailto:anna@example.org]", "Sent: Monday", "To: Bo", "Subject: Complaint"),
        block('Von: "Anna Holm" <anna@example.org>', "Gesendet: Montag", "An: Bo", "Betreff: Beschwerde"),
        block(
            "---------- Forwarded message ---------",
            "Fra: Anna Holm <anna@example.org>",
            "Date: man. 2. mar. 2026 kl. 10.00",
            "Subject: Klage",
            "To: <bo@mentorix.dk>",
        ),
    ],
)
def test_the_author_of_a_forward_stands_in_the_block_above_it(text: str) -> None:
    assert author_of(text, "VS: Klage") == ANNA


def test_the_line_between_makes_a_forward_where_the_subject_says_nothing() -> None:
    text = block("-----Videresendt meddelelse-----", "Fra: Anna Holm <anna@example.org>", "Sendt: i går", "Til: Bo")
    assert author_of(text, "Klage") == ANNA


@pytest.mark.parametrize("subject", ["SV: Klage", "Re: Complaint", "Antw: Klacht", "Klage"])
def test_an_answer_is_no_forward_though_it_quotes_a_letter_with_such_a_block(subject: str) -> None:
    text = block("Fra: Anna Holm <anna@example.org>", "Sendt: 2. marts 2026", "Til: Bo Lund", "Emne: Klage")
    assert author_of(text, subject) is None


@pytest.mark.parametrize(
    "text",
    [
        "Se nedenfor.",
        block("Fra: Anna Holm", "Sendt: 2. marts 2026", "Til: Bo Lund"),
        "Fra: anna@example.org skal jeg hilse.",
        "",
    ],
)
def test_without_a_block_that_names_an_address_nobody_is_the_author(text: str) -> None:
    assert author_of(text, "VS: Klage") is None


def test_the_outermost_forward_counts() -> None:
    inner = block("Fra: Carl <carl@example.net>", "Sendt: i går", "Til: Anna", "Emne: Kursus")
    outer = block("Fra: Anna Holm <anna@example.org>", "Sendt: i dag", "Til: Bo", "Emne: VS: Kursus")
    assert author_of(f"{outer}\n\n{inner}", "VS: VS: Kursus") == ANNA


@given(st.text(max_size=300), st.sampled_from(["VS: x", "x"]))
def test_whatever_is_written_it_is_read(text: str, subject: str) -> None:
    author = author_of(text, subject)
    assert author is None or (is_forward(text, subject) and "@" in author.address)


def test_what_is_passed_on_is_the_letter_below_the_block() -> None:
    text = "Den her kom til mig.\n\nFra: Anna <a@b.dk>\nSendt: i dag\nTil: Bo\nEmne: Klage\n\nHej Bo\nJeg vil klage."
    assert passed_on(text, "VS: Klage").split("\n") == ["", "Hej Bo", "Jeg vil klage."]
    assert passed_on("Hej Bo\nJeg vil klage.", "Klage") == ""


def test_a_colleagues_word_above_a_complaint_does_not_make_it_ordinary_mail() -> None:
    text = (
        "Den her kom til mig. Kan vi oprette den?\n\nBo\n\nFra: Anna <a@b.dk>\nSendt: 1. marts 2026\nTil: Bo\n"
        "Emne: Klage\n\nHej Bo\n\nJeg vil gerne klage over min eksamen. Lokalet var ikke klar, og jeg mistede "
        "en halv time."
    )
    reading = read(a_message(subject="VS: Klage", text=text), a_policy())
    assert reading.kinds[0].kind is Kind.COMPLAINT
