"""From facts to words."""

from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from cases.errors import BadInput
from replies import acknowledgement, deadline_reply, staff_notice
from replies.render import Shape, names, render

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
