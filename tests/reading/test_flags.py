"""What a person must know of a letter, whatever its kind."""

import pytest

from cases.kind import Flag, Kind
from reading.read import read
from tests.builders import a_message, a_policy
from tests.reading.labelled import letters

ALL = letters("before", "after")


def flags(text: str, **changed: str) -> frozenset[Flag]:
    return read(a_message(text=text, subject=changed.get("subject", ""), sender=SENDER), a_policy()).flags


SENDER = a_message().sender


def test_every_labelled_flag_but_a_few_is_raised() -> None:
    missed = [
        (one.id, sorted(one.flags - read(a_message(subject=one.subject, text=one.text), a_policy()).flags))
        for one in ALL
        if one.flags - read(a_message(subject=one.subject, text=one.text), a_policy()).flags
    ]
    assert len(missed) <= 4, missed


def test_few_letters_without_a_flag_get_one() -> None:
    quiet = [one for one in ALL if not one.flags]
    raised = [one.id for one in quiet if read(a_message(subject=one.subject, text=one.text), a_policy()).flags]
    assert len(raised) <= 0.05 * len(quiet), raised


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("PeopleCert har afvist min eksamen, og det vil jeg klage over.", Flag.PEOPLECERT_DECISION),
        ("Som værge for Else beder jeg om indsigt i hendes oplysninger.", Flag.ON_BEHALF),
        ("I har sendt en anden kursists resultat til mig.", Flag.BREACH_HINT),
        ("Politiet efterforsker en sag og anmoder om oplysninger om en kursist.", Flag.AUTHORITY_REQUEST),
        ("Min ansøgning er automatisk afvist af en algoritme.", Flag.AUTOMATED_DECISION),
        ("Jeg har fået ny adresse: Skovvej 9.", Flag.DATA_UPDATE),
        ("Jeg gør indsigelse mod, at I videregiver mine data til certificeringen.", Flag.CERTIFICATION_DISCLOSURE),
        ("Jeg skrev til jer den 3. marts og har stadig ikke fået svar.", Flag.FOLLOW_UP),
    ],
)
def test_each_flag_is_raised(text: str, flag: Flag) -> None:
    assert flag in flags(text)


def test_a_case_number_makes_a_letter_a_follow_up() -> None:
    assert Flag.FOLLOW_UP in flags("Her er mine bilag.", subject="Re: MX-26-481903")


def test_an_error_in_data_is_a_rectification_and_no_update() -> None:
    reading = read(a_message(subject="", text="Mit nye efternavn er stavet forkert i jeres system."), a_policy())
    assert reading.kinds[0].kind is Kind.RECTIFICATION
    assert Flag.DATA_UPDATE not in reading.flags


def test_a_question_about_an_exam_result_is_no_decision_to_appeal() -> None:
    assert Flag.PEOPLECERT_DECISION not in flags("Hvornår får jeg mit eksamensresultat fra PeopleCert?")


def test_a_letter_from_a_public_office_is_for_a_person_whatever_it_says() -> None:
    letter = a_message(text="Se vedhæftede.", subject="J.nr. 12", sender=type(SENDER)("", "nn@datatilsynet.dk"))
    assert Flag.AUTHORITY_REQUEST in read(letter, a_policy()).flags


def test_a_booking_for_a_colleague_is_not_on_somebodys_behalf() -> None:
    assert Flag.ON_BEHALF not in flags("Kan min medarbejder Jens flyttes til holdet den 3. juni?")
