"""Whole conversations, line by line: what a person writes, and what the program says to it."""

from datetime import date

import pytest

from cases.kind import Kind
from cases.office import Office
from tests.bot.talk import Talk, names

Turns = tuple[tuple[str, str], ...]
"""What a person writes (two plus signs: with a file), and the names of what is said to it."""


def hold(talk: Talk, turns: Turns) -> None:
    for written, said in turns:
        turn = talk.write(written.removesuffix("++"), files=int(written.endswith("++")))
        assert ", ".join(names(turn)) == said, f"to {written!r}: {talk.shown()}"


COMPLAINT_IN_DANISH: Turns = (
    ("hej", "matter"),
    ("Underviseren kom for sent begge dage, og jeg vil have mine penge tilbage.", "begin, ask name"),
    ("Anna Holm", "ask email"),
    ("anna at example", "wrong email"),
    ("anna@example.dk", "ask documents"),
    ("ja", "upload documents"),
    ("her er min faktura++", "file documents, review"),
    ("nej, min e-mail er anna.holm@example.dk", "changed email, review"),
    ("jep, det er rigtigt", "next, then, case_page"),
    ("tak for hjælpen!", "welcome"),
)

ERASURE_IN_DUTCH: Turns = (
    ("goedemorgen", "matter"),
    ("ik wil dat jullie al mijn gegevens verwijderen", "begin, ask name"),
    ("waarom?", "why name, ask name"),
    ("Jan de Vries", "ask email"),
    ("ik heet geen Jan maar Johan", "changed name, ask email"),
    ("johan@voorbeeld.nl", "ask customer"),
    ("Deltion College", "review"),
    ("nee", "correct"),
    ("het e-mailadres", "ask_new email"),
    ("johan.de.vries@voorbeeld.nl", "changed email, review"),
    ("ja hoor", "next, then, case_page"),
)

ACCESS_IN_ENGLISH: Turns = (
    ("Hi there!", "greeting, matter"),
    ("I want to complain about how the course went last week, nobody answered my questions", "begin, ask name"),
    ("my name is john smith and my email is john@example.org", "review"),
    ("never mind, I just want access to my data", "withdrawn, review"),
    ("yep", "next, next, then, case_page, case_page"),
)

ALL_IN_ONE_LINE: Turns = (
    ("Jeg hedder Anna Holm, min mail er anna@example.dk, og jeg vil gerne have indsigt i mine data", "review"),
    ("👍", "next, then, case_page"),
)

RECTIFICATION_IN_DANISH: Turns = (
    ("berigtigelse", "begin, ask name"),
    ("Mette Lund", "ask email"),
    ("mette@lund.dk", "ask what_is_wrong"),
    ("Der står Lunt som efternavn på mit kursusbevis", "ask proposed_value"),
    ("Der skal stå Lund", "review"),
    ("ja", "next, then, case_page"),
)

NOTHING_BUT_SILENCE: Turns = (
    ("Jeg vil klage over eksamen, den var slet ikke som lovet", "begin, ask name"),
    ("hm", "ask name"),
    ("øh", "left_out name, ask email"),
    ("ved ikke", "left_out email, ask documents"),
    ("har ingen", "no_files documents, next, then, case_page"),
    ("hvad?", "more"),
    ("hm", "more"),
)

ONLY_A_NOUN: Turns = (
    ("klage", "ask description"),
    ("Jeg fik aldrig mit kursusbevis efter eksamen i februar", "begin, ask name"),
    ("stop", "stopped, next, then, case_page"),
    ("Det var den 3. februar i Odense", "noted"),
)

A_QUESTION: Turns = (
    ("hvornår starter næste kursus i projektledelse?", "question, reach"),
    ("anna@example.dk", "noted_person"),
    ("og så vil jeg også have slettet mine data", "begin, ask name"),
    ("Anna Holm", "review"),
    ("klopt", "next, next, then, case_page, case_page"),
)

A_PERSON_PLEASE: Turns = (
    ("Ik wil een klacht indienen over de trainer", "begin, ask name"),
    ("ik wil een mens spreken", "human"),
    ("is daar iemand?", ""),
    ("Ik wil ook dat mijn gegevens worden verwijderd", ""),
)

NAME_FIRST: Turns = (
    ("Hej, jeg hedder Anna Holm", "noted_person, matter"),
    ("I har trukket penge to gange for det samme kursus, og det vil jeg klage over", "begin, ask email"),
    ("ingen mail", "left_out email, review"),
    ("ja", "next, then, case_page"),
)

TALKS = {
    "complaint in Danish with a file": ("mentorix", "da", COMPLAINT_IN_DANISH, (Kind.COMPLAINT,)),
    "erasure in Dutch at a processor": ("mentor", "nl", ERASURE_IN_DUTCH, (Kind.ERASURE,)),
    "access in English after a change of mind": ("metier", "da", ACCESS_IN_ENGLISH, (Kind.COMPLAINT, Kind.ACCESS)),
    "all in one line": ("jensenskurser", "da", ALL_IN_ONE_LINE, (Kind.ACCESS,)),
    "rectification in Danish": ("metier", "da", RECTIFICATION_IN_DANISH, (Kind.RECTIFICATION,)),
    "somebody who answers nothing": ("mentorix", "da", NOTHING_BUT_SILENCE, (Kind.COMPLAINT,)),
    "only a noun, then stop": ("mentorix", "da", ONLY_A_NOUN, (Kind.COMPLAINT,)),
    "a question, then a matter": ("alottbetter", "da", A_QUESTION, (Kind.OTHER, Kind.ERASURE)),
    "a person, please": ("mentor", "nl", A_PERSON_PLEASE, (Kind.COMPLAINT, Kind.ERASURE)),
    "the name first": ("alottbetter", "da", NAME_FIRST, (Kind.COMPLAINT,)),
}


@pytest.mark.parametrize("title", TALKS)
def test_a_conversation_goes_as_people_expect_it_to(offices: dict[str, Office], title: str) -> None:
    organisation, language, turns, kinds = TALKS[title]
    talk = Talk.begin(offices[organisation], language)
    hold(talk, turns)
    assert talk.kinds == kinds


def test_a_danish_complaint_ends_with_all_that_the_policy_asks_for(offices: dict[str, Office]) -> None:
    talk = Talk.begin(offices["mentorix"], "da")
    hold(talk, COMPLAINT_IN_DANISH)
    (case,) = talk.gathered.cases
    assert case.missing == ()
    assert talk.gathered.told["email"] == "anna.holm@example.dk"
    assert talk.dialogue.confirmed
    done = next(line for line in talk.lines if line.text.startswith("jep"))
    assert talk.shown(done.turn.says).startswith(
        f"Sag {case.number} (klage): Du får svar senest den 20. marts 2026 (til og med)."
    )
    assert talk.gathered.dues[case.number] == date(2026, 3, 20)


def test_a_learner_of_a_processor_hears_who_must_answer(offices: dict[str, Office]) -> None:
    talk = Talk.begin(offices["mentor"], "nl")
    hold(talk, ERASURE_IN_DUTCH)
    (case,) = talk.gathered.cases
    assert case.customer == "Deltion College"
    assert talk.gathered.told["name"] == "Johan de Vries"
    assert "de organisatie waar u uw opleiding volgt, moet u uiterlijk op 2 april 2026 (tot en met)" in talk.shown()


def test_what_was_told_is_read_back_in_the_persons_own_words(offices: dict[str, Office]) -> None:
    talk = Talk.begin(offices["metier"], "da")
    hold(talk, ACCESS_IN_ENGLISH[:3])
    assert talk.shown() == (
        "This is what we have noted:\n\n"
        "Case ME-26-100001: complaint\nName: john smith\nE-mail: john@example.org\n\n"
        'Is this right? Answer "yes", or write what should be changed.'
    )


def test_a_case_that_comes_second_has_the_name_and_address_from_the_beginning(offices: dict[str, Office]) -> None:
    talk = Talk.begin(offices["metier"], "da")
    hold(talk, ACCESS_IN_ENGLISH)
    second = talk.gathered.cases[1]
    assert (second.requester.name, second.requester.address) == ("john smith", "john@example.org")
    assert second.missing == ()


@pytest.mark.parametrize(
    ("organisation", "asked", "taken_back"),
    [
        ("metier", "I would like a copy of all my data", "Actually, I have changed my mind. I withdraw my request."),
        ("mentorix", "Jeg vil gerne have indsigt i mine data", "Jeg trækker det hele tilbage igen"),
        ("mentor", "Ik wil graag inzage in mijn gegevens", "Ik trek het toch maar in"),
        ("metier", "Please erase my data", "I take it all back"),
    ],
)
def test_who_takes_a_request_back_takes_no_consent_back(
    offices: dict[str, Office], organisation: str, asked: str, taken_back: str
) -> None:
    talk = Talk.begin(offices[organisation])
    talk.write(asked)
    before = [case.kind for case in talk.gathered.cases]
    assert "withdrawn" in names(talk.write(taken_back))
    assert [case.kind for case in talk.gathered.cases] == before
