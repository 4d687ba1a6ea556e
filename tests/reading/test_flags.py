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


@pytest.mark.parametrize(
    "text",
    [
        "Nu skriver jeg for tredje gang: slet min profil.",
        "Som sagt i telefonen i går vil jeg gerne klage over lokalet.",
        "Rykker: indsigt i mine oplysninger.",
        "Tak for jeres svar, men jeg er ikke enig i, at min klage er afsluttet.",
        "Ik wacht nog op een antwoord op mijn verzoek om inzage.",
        "Vorige week al gevraagd: haal mijn foto van de site.",
        "Zoals telefonisch besproken maak ik bezwaar tegen de nieuwsbrief.",
        "Drie keer gebeld over mijn klacht en niemand belt terug.",
        "This is my third request under Article 15.",
        "As discussed with your colleague, please delete my account.",
        "I told the lady on the phone: no more calls. Today again a call about courses.",
        "Thanks for your reply, but my complaint about the trainer stands.",
    ],
)
def test_who_comes_back_to_a_matter_follows_it_up(text: str) -> None:
    assert Flag.FOLLOW_UP in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jeg skrev under på et samtykke i januar, og det trækker jeg tilbage.",
        "For tredje gang i år er timen aflyst. Jeg vil klage.",
        "Jeg ser frem til jeres svar på min anmodning om indsigt.",
        "Ik zie uw antwoord op mijn verzoek om inzage met belangstelling tegemoet.",
        "I look forward to your answer. What do you hold about me?",
        "You sent me a reminder text about a course. Where did you get my number?",
    ],
)
def test_who_writes_for_the_first_time_follows_nothing_up(text: str) -> None:
    assert Flag.FOLLOW_UP not in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jeg fik en andens karakterudskrift med posten.",
        "Jeg kan se andre kursisters oplysninger, når jeg logger ind.",
        "Min ekskone bor nu på hemmelig adresse, og I har sendt den til mig. Det er et brud på privatlivets fred.",
        "Der er stjålet en computer hos jer med navne og cpr-numre på alle kursister.",
        "Ik kreeg het certificaat van iemand anders in mijn mail.",
        "Mijn account bij jullie is gehackt.",
        "Mijn baas kreeg van jullie mijn examencijfer. Dat vind ik een schending van mijn privacy.",
        "I received a letter meant for another student.",
        "My account with you was hacked last night.",
        "You put all our addresses in the To-field and I complain about that: everyone's email is visible.",
    ],
)
def test_data_in_other_hands_hints_at_a_breach(text: str) -> None:
    assert Flag.BREACH_HINT in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jeg ønsker ikke, at mine testresultater sendes til min arbejdsgiver.",
        "Hvad er det rigtige svar i casen om den tabte usb-nøgle?",
        "Voor mijn scriptie onderzoek ik hoe opleiders met datalekken omgaan.",
        "Ik geef geen toestemming meer om mijn uitslag met mijn werkgever te delen.",
        "Please stop sharing my progress with my manager.",
        "Which companies have you shared my data with?",
    ],
)
def test_what_shall_not_be_shared_or_is_only_taught_is_no_breach(text: str) -> None:
    assert Flag.BREACH_HINT not in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Afslaget kom fire sekunder efter, at jeg trykkede send. Jeg klager og vil have et menneske til at se på det.",
        "Binnen vier seconden werd ik afgewezen. Ik ga in beroep: een mens kan dat niet gelezen hebben.",
        "I appeal: the website said not eligible after two seconds and no person read my papers.",
    ],
)
def test_a_refusal_that_nobody_can_have_read_was_made_by_a_machine(text: str) -> None:
    assert Flag.AUTOMATED_DECISION in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "She told me by the coffee machine that my photo is on your site. I withdraw my consent.",
        "Det var et godt kursus, men underteksterne var vist lavet af en maskine.",
    ],
)
def test_a_machine_that_decides_nothing_is_no_automated_decision(text: str) -> None:
    assert Flag.AUTOMATED_DECISION not in flags(text)


def test_a_result_that_the_boss_was_told_is_no_decision_of_peoplecert() -> None:
    assert Flag.PEOPLECERT_DECISION not in flags(
        "I har fortalt min chef, at jeg dumpede. Det er et brud på mit privatliv."
    )


def test_a_new_address_that_must_not_be_known_is_no_update() -> None:
    assert Flag.DATA_UPDATE not in flags(
        "Slet alt om mig. Min nye adresse har I fundet et sted, og den må I ikke have."
    )


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Min mand ligger syg og kan ikke komme til kurset i morgen.", False),
        ("Mijn zoon Daan komt vrijdag naar de open dag.", True),
        ("Min søn på 14 har oprettet sig hos jer. Jeg vil have hans profil slettet.", True),
    ],
)
def test_an_ordinary_letter_is_on_behalf_only_of_somebody_named(text: str, *, ours: bool) -> None:
    assert (Flag.ON_BEHALF in flags(text)) is ours


@pytest.mark.parametrize("text", ["", "ja", "nej", "Anna Holm", "01.05.2026", "Se her"])
def test_a_few_words_that_say_nothing_raise_no_flag(text: str) -> None:
    assert flags(text) == frozenset()
