"""The one automatic letter: what it says of each matter, and what it never says."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from cases.kind import PRIVACY, Kind
from cases.organisation import Contact
from cases.policy import REQUIREMENTS
from replies.acknowledgement import SAMPLES, Facts, Line
from replies.render import Shape, render
from replies.words import LANGUAGES

DUE = date(2026, 4, 7)
STARTS = datetime(2026, 3, 3, 11)  # noqa: DTZ001 - local, as it is told
COMPLAINT = Line("MX-26-481903", Kind.COMPLAINT, date(2026, 3, 20), "our promise")
ACCESS = Line("MX-26-481904", Kind.ACCESS, DUE, "GDPR Art. 12(3)")
RIGHT = "+++ https://peoplecert.example/terms https://peoplecert.example/complaints"


def facts(
    *lines: Line, missing: tuple[str, ...] = (), notes: tuple[str, ...] = (), name: str | None = "Anna Holm"
) -> Facts:
    contact = Contact("info@mentorix.dk", "(+45) 72 44 12 34")
    return Facts("Mentorix", contact, name, lines or (COMPLAINT,), missing, frozenset(notes), RIGHT)


def body(language: str, *lines: Line, missing: tuple[str, ...] = (), notes: tuple[str, ...] = ()) -> str:
    return render(facts(*lines, missing=missing, notes=notes), language).body


def test_a_complete_complaint_is_answered_in_danish_with_number_and_date() -> None:
    letter = render(facts(), "da")
    assert letter.subject == "Automatisk kvittering: vi har modtaget din henvendelse [MX-26-481903]"
    assert letter.body == (
        "Kære Anna Holm\n"
        "\n"
        "Vi har modtaget din klage. Sagsnummeret er MX-26-481903, "
        "og du får svar senest den 20. marts 2026 (til og med).\n"
        "\n"
        "Den frist har vi selv sat.\n"
        "\n"
        "Denne kvittering er skrevet automatisk. Ingen maskine træffer afgørelser om dig. "
        "Vil du i kontakt med en medarbejder, så svar på denne e-mail, "
        "skriv til info@mentorix.dk eller ring på (+45) 72 44 12 34.\n"
        "\n"
        "Venlig hilsen\n"
        "Mentorix"
    )


def test_a_dutch_request_is_answered_with_its_law() -> None:
    assert (
        "Wij hebben uw verzoek om inzage ontvangen. Uw zaaknummer is MX-26-481904. "
        "U krijgt uiterlijk op 7 april 2026 (tot en met) antwoord.\n\n"
        "Deze termijn volgt uit artikel 12, lid 3, van de AVG.\n"
    ) in body("nl", ACCESS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", [sample for sample in SAMPLES if sample.dues and not sample.held])
def test_the_number_and_the_first_date_stand_in_the_first_three_lines(sample: Facts, language: str) -> None:
    first = "\n".join(render(sample, language).body.splitlines()[:3])
    assert sample.numbers[0] in first
    assert f"{sample.dues[0].day}" in first
    assert f"{sample.dues[0].year}" in first


@pytest.mark.parametrize(
    ("name", "greetings"),
    [("Anna Holm", ("Kære Anna Holm", "Beste Anna Holm,", "Dear Anna Holm,")), (None, ("Hej", "Goedendag,", "Hello,"))],
)
def test_a_person_is_greeted_by_name_or_simply_greeted(name: str | None, greetings: tuple[str, ...]) -> None:
    letters = [render(facts(name=name), language).body for language in LANGUAGES]
    assert tuple(letter.splitlines()[0] for letter in letters) == greetings


def test_a_name_of_blanks_leaves_no_hole() -> None:
    assert render(facts(name=" \n "), "da").body.startswith("Hej\n\nVi har")


def test_several_matters_are_listed_each_with_its_date() -> None:
    letter = render(facts(COMPLAINT, ACCESS), "da")
    assert letter.subject.endswith("[MX-26-481903, MX-26-481904]")
    assert (
        "sagsnumrene MX-26-481903 og MX-26-481904. Den første frist er den 20. marts 2026 (til og med)." in letter.body
    )
    assert "- MX-26-481903, din klage: Du får svar senest den 20. marts 2026 (til og med). Den frist" in letter.body
    assert (
        "- MX-26-481904, din anmodning om indsigt: Du får svar senest den 7. april 2026 (til og med). Fristen følger af"
        in letter.body
    )


def test_matters_with_the_same_date_have_one_time_limit_and_not_a_first_one() -> None:
    erasure = replace(ACCESS, number="MX-26-481905", kind=Kind.ERASURE)
    assert "Fristen er den 7. april 2026 (til og med)." in body("da", ACCESS, erasure)
    assert "The time limit runs to and including 7 April 2026." in body("en", ACCESS, erasure)


def test_matters_without_a_date_have_no_time_limit_at_all() -> None:
    letter = body("en", Line("MX-26-1", Kind.FEEDBACK), Line("MX-26-2", Kind.OTHER))
    assert "Your case numbers are MX-26-1 and MX-26-2.\n" in letter
    assert "time limit" not in letter


def test_a_matter_without_a_date_says_when_handling_starts() -> None:
    starts = Line("MX-26-1", Kind.COMPLAINT, starts_by=STARTS)
    assert "en medarbejder begynder at behandle sagen senest den 3. marts 2026 kl. 11.00." in body("da", starts)
    assert "Een medewerker begint uiterlijk op 3 maart 2026 om 11.00 uur met de behandeling." in body("nl", starts)
    assert "will start handling your case no later than 3 March 2026 at 11:00." in body("en", starts)


def test_a_date_for_the_answer_makes_the_start_of_handling_unimportant() -> None:
    assert "11.00" not in body("da", replace(COMPLAINT, starts_by=STARTS))


@pytest.mark.parametrize("kind", [Kind.OTHER, Kind.FEEDBACK])
def test_an_ordinary_message_has_a_number_and_is_read_by_a_person(kind: Kind) -> None:
    letter = body("en", Line("MX-26-7", kind))
    assert "Your case number is MX-26-7. A member of staff will read what you have written.\n" in letter
    assert "at the latest" not in letter


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_letter_of_its_own_words(kind: Kind, language: str) -> None:
    letters = {body(language, replace(ACCESS, kind=other)) for other in Kind}
    assert len(letters) == len(Kind)
    assert body(language, replace(ACCESS, kind=kind)) in letters


def test_what_is_missing_is_asked_for_once_in_the_order_given_while_the_case_goes_on() -> None:
    letter = body("da", missing=("email", "documents"))
    assert "Vi mangler stadig svar på disse spørgsmål. Vi behandler din sag imens.\n\n- Hvilken e-mailadresse" in letter
    assert letter.index("- Hvilken e-mailadresse") < letter.index("- Har du dokumenter")
    assert letter.count("\n- ") == 2
    assert "Svar på denne e-mail, og lad sagsnummeret blive stående i emnefeltet." in letter


def test_one_question_is_one_question_and_several_cases_are_several_cases() -> None:
    assert "dette spørgsmål. Vi behandler dine sager imens." in body("da", COMPLAINT, ACCESS, missing=("name",))
    assert "deze vraag. Intussen behandelen wij uw zaak gewoon verder." in body("nl", missing=("name",))
    assert "these questions. We go on with your cases in the meantime." in body(
        "en", COMPLAINT, ACCESS, missing=("name", "email")
    )


def test_nothing_is_asked_for_when_nothing_is_missing() -> None:
    assert "?" not in body("da")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_requirement_is_a_question_of_its_own(language: str) -> None:
    letter = body(language, missing=REQUIREMENTS)
    questions = [line for line in letter.splitlines() if line.startswith("- ")]
    assert len(set(questions)) == len(REQUIREMENTS)
    assert all("?" in question for question in questions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_having_no_documents_is_an_answer_too(language: str) -> None:
    """AMB-8."""
    expected = {
        "da": "Har du ingen, så skriv blot det.",
        "nl": "Hebt u ze niet, laat ons dat",
        "en": "If you have none, just tell us",
    }
    assert expected[language] in body(language, missing=("documents",))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", Shape)
def test_a_decision_of_peoplecert_comes_with_what_the_policy_says_of_it_and_its_links(
    language: str, shape: Shape
) -> None:
    """P-MX-10, P-MX-11."""
    assert RIGHT in render(facts(notes=("peoplecert",)), language, shape).body
    assert RIGHT not in render(facts(), language, shape).body


def test_peoplecert_is_not_mentioned_to_anybody_else() -> None:
    assert not any("peoplecert" in body(language).lower() for language in LANGUAGES)


@pytest.mark.parametrize(
    ("language", "valid", "voluntary"),
    [
        (
            "da",
            "Din anmodning er gyldig, selv om den er sendt på e-mail, og fristen løber allerede.",
            "Det er frivilligt",
        ),
        ("nl", "Uw verzoek per e-mail is geldig en de termijn loopt al.", "Dat is vrijwillig"),
        ("en", "Your request by e-mail is valid, and its time limit is already running.", "That letter is voluntary"),
    ],
)
def test_the_signed_letter_is_named_only_after_the_email_is_called_valid(
    language: str, valid: str, voluntary: str
) -> None:
    """CON-2."""
    letter = body(language, ACCESS, notes=("voluntary_letter",))
    assert letter.index(valid) < letter.index("Anmodning om persondataudtræk") < letter.index(voluntary)


def test_a_processor_says_that_its_customer_must_answer_and_passes_the_request_on() -> None:
    letter = body("nl", ACCESS, notes=("processor", "customer_known"))
    assert (
        "De organisatie waar u uw opleiding volgt, moet u uiterlijk op 7 april 2026 (tot en met) antwoord geven."
        in letter
    )
    assert "Wij geven uw verzoek aan die organisatie door." in letter
    assert "U krijgt uiterlijk" not in letter


def test_a_processor_that_does_not_know_the_customer_passes_it_on_as_soon_as_it_does() -> None:
    letter = body("nl", ACCESS, missing=("customer",), notes=("processor",))
    assert "Zodra wij weten welke organisatie dat is, geven wij uw verzoek door." in letter
    assert "- Bij welke organisatie volgt u uw opleiding?" in letter


def test_a_processor_answers_itself_what_is_not_its_customers_matter() -> None:
    complaint = replace(ACCESS, number="MB-26-2", kind=Kind.PRIVACY_COMPLAINT)
    sent = facts(ACCESS, complaint, COMPLAINT, notes=("processor",))
    assert sent.referred == {ACCESS.number}
    assert "uw klacht over de omgang met uw persoonsgegevens: u krijgt uiterlijk" in render(sent, "nl").body


def test_a_controller_refers_nothing() -> None:
    assert facts(*(Line(f"MX-26-{kind}", kind, DUE) for kind in PRIVACY)).referred == frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_third_party_is_told_nothing_of_the_person_and_asked_for_authority_once(language: str) -> None:
    """R-PRX-1."""
    letter = body(language, ACCESS, missing=("authority",), notes=("third_party",))
    authority = {"da": "fuldmagt", "nl": "machtiging", "en": "authority"}[language]
    assert letter.lower().count(authority) == 1
    assert {"da": "Vi kan ikke oplyse, om", "nl": "Wij kunnen niet zeggen of", "en": "We cannot say whether"}[
        language
    ] in letter


def test_a_third_party_is_still_asked_for_the_rest() -> None:
    letter = body("en", ACCESS, missing=("authority", "email"), notes=("third_party",))
    assert [line for line in letter.splitlines() if line.startswith("- ")] == [
        "- Which e-mail address should we reply to?"
    ]


def test_a_national_number_is_masked_and_not_wanted() -> None:
    assert "Det har vi skjult i sagen, og du skal ikke sende det igen." in body("da", notes=("sensitive",))


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_held_message_is_told_its_number_and_that_a_person_reads_it_and_no_more(language: str, shape: Shape) -> None:
    held = facts(
        COMPLAINT,
        missing=("name",),
        notes=("held", "peoplecert", "sensitive", "third_party", "voluntary_letter", "processor"),
    )
    said = render(held, language, shape).body
    assert said == render(facts(notes=("held",)), language, shape).body
    assert "MX-26-481903" in said
    assert "2026" not in said.replace("MX-26", "")


def test_a_bubble_says_all_that_the_letter_says_in_fewer_words() -> None:
    for sample in SAMPLES:
        letter, bubble = render(sample, "da"), render(sample, "da", Shape.BUBBLE)
        assert len(bubble.body) < len(letter.body)
        assert all(number in bubble.body for number in sample.numbers)
