"""The language of a letter as a whole."""

import pytest

from reading.read import read, read_text
from tests.builders import a_message, a_policy

POLICY = a_policy()
PASTED = (
    "Dear candidate, we have carefully considered the recording of your exam and found that you left the room twice. "
    "We have therefore decided to withdraw your result. You may sit the exam again at your own expense."
)


def test_a_request_above_a_long_mail_in_another_language_is_in_its_own() -> None:
    reading = read(
        a_message(subject="", text=f"Jeg vil klage over nedenstående afgørelse fra jer.\n\n{PASTED}"), POLICY
    )
    assert reading.language == "da"


def test_a_request_in_the_middle_of_small_talk_in_another_language_is_in_its_own() -> None:
    text = (
        "Hi there, hope you are all well and that the summer has been good to you. I was at the course last year and"
        " it was great fun.\nKunnen jullie al mijn gegevens verwijderen?\nThanks"
    )
    assert read_text(text, POLICY).language == "nl"


def test_a_sentence_in_quotation_marks_is_not_the_persons_own() -> None:
    text = 'Hej. I skrev i fredags: "We hereby reject your complaint about the course." Det finder jeg mig ikke i.'
    assert read_text(text, POLICY).language == "da"


QUOTED = (
    "On Mon, 2 Mar 2026 at 10:12, Mentorix <info@mentorix.dk> wrote:\n"
    "> We have received your complaint about the course and will answer it as soon as we can.\n"
)


def test_quoted_earlier_mail_has_a_language_of_its_own() -> None:
    reading = read(
        a_message(subject="Re: Your complaint", text=f"Hvornår får jeg svar på min klage?\n\n{QUOTED}"), POLICY
    )
    assert (reading.language, reading.quoted_language) == ("da", "en")


@pytest.mark.parametrize("first", ["da", "nl"])
def test_neither_quoted_mail_nor_its_subject_decides_where_the_answer_is_too_short(first: str) -> None:
    policy = a_policy(languages=(first, "en"))
    reading = read(a_message(subject="Re: We have received your complaint", text=f"ok 12\n\n{QUOTED}"), policy)
    assert (reading.language, reading.language_known, reading.quoted_language) == (first, False, "en")


def test_without_quoted_mail_there_is_no_language_of_it() -> None:
    assert read_text("hvornår får jeg svar på min klage", POLICY).quoted_language is None


def test_a_subject_of_the_persons_own_tells_where_the_text_is_too_short() -> None:
    reading = read(
        a_message(subject="Sletning af mine oplysninger", text="Anna Holm"), a_policy(languages=("nl", "da"))
    )
    assert (reading.language, reading.language_known) == ("da", True)


@pytest.mark.parametrize("text", ["", "ok", "🙂", "Anna Holm", "PRINCE2"])
def test_a_reading_says_where_it_could_not_tell(text: str) -> None:
    reading = read_text(text, POLICY)
    assert (reading.language, reading.language_known) == ("da", False)
