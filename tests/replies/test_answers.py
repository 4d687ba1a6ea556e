"""Drafts: what a person has to complete, and what stands in them already."""

import re
from dataclasses import replace

import pytest

from cases.kind import PRIVACY, Kind
from replies import answers
from replies.answers import unfinished
from replies.catalogue import ANSWERS
from replies.render import render
from replies.words import LANGUAGES


def draft(kind: Kind, language: str, *statements: str, signer: str | None = None) -> str:
    return render(
        ANSWERS[kind](**vars(replace(answers.SAMPLES[0], statements=statements, signer=signer))), language
    ).body


def test_the_places_left_open_are_found() -> None:
    assert unfinished("Hello,\n\n[ Write the answer ]\n\nKind regards\n[ Name ]") == (
        "[ Write the answer ]",
        "[ Name ]",
    )


@pytest.mark.parametrize(
    "place", ["[ Describe\nwhat was found ]", "[Describe ]", "[ Describe]", "[ ]", "[change / uphold]"]
)
def test_a_place_that_was_broken_over_lines_or_half_deleted_is_still_open(place: str) -> None:
    assert unfinished(f"Before {place} after.") == (place,)


@pytest.mark.parametrize(
    "text", ["", "All done.", "You wrote “now [sic]” on Monday.", "Case [MX-26-481903]", "list[0]", "[…]"]
)
def test_brackets_of_other_uses_hold_nothing_up(text: str) -> None:
    assert unfinished(text) == ()


def test_every_kind_has_its_answer() -> None:
    assert set(ANSWERS) == set(Kind)
    assert all(facts.__module__ == f"replies.answer_{kind}" for kind, facts in ANSWERS.items())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_answer_names_what_it_answers_when_it_came_and_its_number(kind: Kind, language: str) -> None:
    first = draft(kind, language).split("\n\n")[1]
    assert "MX-26-481903" in first
    assert {"da": "2. marts 2026", "nl": "2 maart 2026", "en": "2 March 2026"}[language] in first


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_answer_waits_for_the_name_of_whoever_answers_for_it(kind: Kind, language: str) -> None:
    """R-AI-2."""
    signed = draft(kind, language, signer="Bo Lund, kursusadministrator")
    assert "\nBo Lund, kursusadministrator\nMentorix" in signed
    assert len(unfinished(draft(kind, language))) == len(unfinished(signed)) + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_access_goes_through_every_point_of_the_law(language: str) -> None:
    """GDPR Art. 15(1)(a) to (h)."""
    body = draft(Kind.ACCESS, language, "+++")
    points = [body.index(f"\n{letter}) ") for letter in "abcdefgh"]
    assert points == sorted(points)
    assert body[points[5] : points[6]].endswith("\n\n+++\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_be_said_of_an_appeal_is_the_decision_itself_and_not_a_remedy(language: str) -> None:
    """P-MX-18: the outcome with its reasons."""
    said = draft(Kind.APPEAL, language, "+++ [ why so ]", signer="Bo")
    assert unfinished(said)[1] == "[ why so ]"
    assert len(unfinished(said)) == len(unfinished(draft(Kind.APPEAL, language, signer="Bo")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_our_procedure_ends_is_said_last_and_once(language: str) -> None:
    """R-17024-5: formal notice of the end, and where to go on."""
    said = draft(Kind.APPEAL, language, "+++ [ why so ]", "*** ends here ***", signer="Bo")
    assert said.index("[ why so ]") < said.index(unfinished(said)[-1]) < said.index("*** ends here ***")
    closing = draft(Kind.APPEAL, language, signer="Bo")
    assert len(said.split("*** ends here ***")) == 2
    assert re.search("afsluttet hos os|bij ons afgesloten|closes the appeal", closing)
    assert not re.search("afsluttet hos os|bij ons afgesloten|closes the appeal", said)


def test_access_without_a_statement_leaves_the_right_to_complain_open() -> None:
    assert "[ Say that one can complain to the supervisory authority, and how ]" in unfinished(draft(Kind.ACCESS, "en"))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.CONSENT_WITHDRAWAL, "Tilbagetrækningen ændrer ikke ved, at det, vi gjorde på grundlag af dit samtykke"),
        (Kind.RESTRICTION, "Vi giver dig besked, før vi ophæver begrænsningen."),
        (Kind.RECTIFICATION, "en kort supplerende erklæring"),
        (Kind.APPEAL, "som ikke har været involveret i den oprindelige afgørelse"),
        (Kind.APPEAL, "Hermed er appelsagen afsluttet hos os."),
        (Kind.ERASURE, "det nøjagtige retsgrundlag"),
        (Kind.OBJECTION, "Vi bruger ikke længere dine oplysninger til direkte markedsføring"),
    ],
)
def test_what_the_law_wants_said_is_in_the_draft(kind: Kind, words: str) -> None:
    assert words in draft(kind, "da")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_to_an_appeal_speaks_of_a_new_marking(language: str) -> None:
    """R-PC-6."""
    body = draft(Kind.APPEAL, language).lower()
    assert not any(word in body for word in ("omvurder", "ny bedømmelse", "herbeoordel", "re-mark", "remark"))


@pytest.mark.parametrize("kind", sorted(PRIVACY - {Kind.ACCESS} | {Kind.COMPLAINT}))
def test_statements_stand_under_a_heading_of_their_own_and_without_them_there_is_none(kind: Kind) -> None:
    assert "\n\nHvis du er uenig\n\nDu kan klage.\n\nDu kan gå til domstolene.\n\n" in draft(
        kind, "da", "Du kan klage.", "Du kan gå til domstolene."
    )
    assert "Hvis du er uenig" not in draft(kind, "da")
