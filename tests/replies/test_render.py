"""From facts to words."""

from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from cases.errors import BadInput
from cases.message import Channel
from replies import acknowledgement, answer_complaint, case_code, deadline_reply, extension_notice, staff_notice
from replies.render import Shape, names, render, words_on
from replies.words import LANGUAGES

FACTS = acknowledgement.SAMPLES[0]


def test_a_letter_has_a_subject_and_a_body_apart() -> None:
    letter = render(FACTS, "en")
    assert letter.subject == "Automatic confirmation: we have received your message [MX-26-481903]"
    assert letter.body.startswith("Dear Anna Holm,\n\nWe have received your complaint.")
    assert letter.body.endswith("Kind regards\nMentorix")


def test_a_bubble_has_no_subject_and_greets_shortly() -> None:
    bubble = render(FACTS, "da", Shape.BUBBLE)
    assert bubble.subject == ""
    assert bubble.body.startswith("Hej Anna Holm. Vi har modtaget din klage.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_in_a_chat_says_all_that_its_letter_says_and_is_no_letter(language: str) -> None:
    facts = answer_complaint.SAMPLES[0]
    letter, bubble = (words_on(channel, facts, language) for channel in (Channel.MAIL, Channel.CHAT))
    assert bubble.subject == letter.subject, "what nobody is there to read goes on by mail"
    assert all(said in bubble.body for said in (*facts.statements, facts.number))
    assert letter.body.split("\n\n")[2:-2] == bubble.body.split("\n\n")[1:-2]
    assert bubble.body.startswith(("Hej Anna Holm. ", "Goedendag Anna Holm. ", "Hello Anna Holm. "))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_law_demands_of_a_notice_is_in_the_chat_too(language: str) -> None:
    """GDPR Art. 12(3): the new last day, the reason, and within the first month."""
    facts = extension_notice.SAMPLES[0]
    letter, bubble = (words_on(channel, facts, language).body for channel in (Channel.MAIL, Channel.TELEGRAM))
    last = {"da": "5. juni 2026 (til og med)", "nl": "5 juni 2026 (tot en met)", "en": "5 June 2026"}[language]
    assert last in letter
    assert last in bubble
    assert len(bubble) < len(letter)


def test_what_has_no_form_for_a_chat_is_a_letter_there_too() -> None:
    facts = case_code.SAMPLES[0]
    assert words_on(Channel.CHAT, facts, "da") == words_on(Channel.MAIL, facts, "da")


@pytest.mark.parametrize("name", ["{{ number }}", "{% raw %}", "% if x", "# set", "<b>Anna</b> & Co", "{# Anna #}"])
def test_what_a_person_wrote_is_never_read_as_a_template_or_as_markup(name: str) -> None:
    assert render(replace(FACTS, name=name), "en").body.startswith(f"Dear {name},\n\nWe have received")


def test_a_name_cannot_become_a_header_or_a_subject() -> None:
    letter = render(replace(FACTS, name="Anna\nSubject: Free money\n\nDear all"), "en")
    assert letter.subject == render(FACTS, "en").subject
    assert letter.body.startswith("Dear Anna Subject: Free money Dear all,\n\n")


def test_a_language_that_nobody_wrote_is_one_clear_error() -> None:
    with pytest.raises(BadInput, match=r'replies/acknowledgement/sv\.txt; expected a language of "da", "nl" and "en"'):
        render(FACTS, "sv")


def test_a_shape_that_nobody_wrote_is_one_clear_error() -> None:
    with pytest.raises(BadInput, match=r"replies/staff_notice/da\.chat\.txt"):
        render(staff_notice.SAMPLES[0], "da", Shape.BUBBLE)


def test_a_word_that_is_missing_stops_the_letter_instead_of_leaving_a_hole() -> None:
    with pytest.raises(UndefinedError):
        render(replace(FACTS, missing=("shoe size",)), "en")


def test_a_template_may_use_fields_and_what_follows_from_them() -> None:
    assert set(names(acknowledgement.Facts)) == {
        *("organisation", "contact", "name", "lines", "missing", "notes"),
        *("held", "numbers", "dues", "asked", "referred", "right", "page"),
    }
    assert "kind" in names(deadline_reply.Facts)


def test_the_same_facts_give_the_same_words() -> None:
    assert render(FACTS, "nl") == render(replace(FACTS), "nl")
