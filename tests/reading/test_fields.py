"""What a letter tells, field by field."""

from pathlib import Path

import pytest

from cases.message import Address
from cases.organisation import Customer, Role
from cases.policy import Policy
from reading.fields import READERS
from reading.read import read
from tests.builders import a_message, a_policy


def told(text: str, policy: Policy | None = None, subject: str = "") -> dict[str, str]:
    message = a_message(text=text, subject=subject, sender=Address("", "x@example.org"))
    return dict(read(message, policy or a_policy()).fields)


def test_every_field_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "fields.md").read_text("utf-8")
    grouped = {"order", "invoice", "candidate", "username", "their_reference", "role", "for_whom", "consent"}
    assert all(f"`{key}`" in page for key in {*READERS, *grouped})


def test_only_what_was_found_is_there() -> None:
    assert told("Hvornår starter det?") == {"email": "x@example.org"}


def test_a_case_number_of_ours_comes_before_another() -> None:
    assert told("Jeres sag AB-26-123456 og mx-26-481903")["reference"] == "MX-26-481903"
    assert told("Se bilag", subject="Re: [MX-26-481903] Klage")["reference"] == "MX-26-481903"


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("Ordrenummer: 88-1234", "order", "88-1234"),
        ("Bestelling nr. A1234", "order", "A1234"),
        ("Faktura nr. 2026-0331 er forkert", "invoice", "2026-0331"),
        ("factuurnummer 20260331", "invoice", "20260331"),
        ("Kandidatnummer 9980012345", "candidate", "9980012345"),
        ("My candidate number is 9980012345.", "candidate", "9980012345"),
        ("Mijn gebruikersnaam is jdeboer7", "username", "jdeboer7"),
        ("Jeg var på PRINCE2 Foundation i maj", "course", "PRINCE2 Foundation"),
        ("Kurset i projektledelse var aflyst", "course", "projektledelse"),
        ("Ik volg de cursus Boekhouden en wil stoppen", "course", "Boekhouden en"),
        ("I took the Agile Leadership course", "course", "Agile Leadership"),
    ],
)
def test_numbers_and_courses_are_found(text: str, key: str, value: str) -> None:
    assert told(text)[key].removesuffix(" en") == value.removesuffix(" en")


@pytest.mark.parametrize(
    "text", ["Min ordre er ikke kommet", "De factuur klopt niet", "kurset var godt", "the course was fine"]
)
def test_words_alone_are_no_numbers(text: str) -> None:
    assert not told(text).keys() & {"order", "invoice", "candidate", "course"}


def test_what_is_wrong_and_what_it_should_be() -> None:
    found = told(
        'My surname is misspelled in your records: it says "Macdonald" but it should be "McDonald". Please fix.'
    )
    assert found["proposed_value"] == "McDonald"
    assert found["what_is_wrong"].startswith("My surname is misspelled")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mit navn er stavet forkert hos jer. Det staves Christian.", "Christian"),
        ("Mijn geboortedatum klopt niet, dat moet 21-03-1987 zijn.", "21-03-1987"),
    ],
)
def test_the_proposed_value_in_danish_and_dutch(text: str, value: str) -> None:
    assert told(text)["proposed_value"] == value


def test_a_letter_about_something_else_proposes_nothing() -> None:
    assert "proposed_value" not in told("Fakturaen skal være på 2.000 kr.")


def test_the_provider_that_data_should_go_to() -> None:
    text = "Please transfer my data in a machine-readable format to my new training provider, Learnify Ltd."
    assert told(text)["target_provider"] == "Learnify Ltd"


PROCESSOR = a_policy(
    role=Role.PROCESSOR,
    country="NL",
    addresses=("privacy@poweredbymmentor.nl",),
    languages=("nl", "en"),
    customers=(Customer("academie", "Zorgacademie Noord", "fg@zorgacademie.example"),),
)


@pytest.mark.parametrize(
    "text",
    [
        "Ik volgde een cursus op academie.poweredbymmentor.nl.",
        "Zie https://academie.poweredbymmentor.nl/login",
        "Ik deed een cursus bij Zorgacademie Noord.",
    ],
)
def test_the_processors_customer_is_known_by_site_or_name(text: str) -> None:
    assert told(text, PROCESSOR)["customer"] == "academie"


@pytest.mark.parametrize(
    "text", ["Zie www.poweredbymmentor.nl", "Mail naar privacy@poweredbymmentor.nl", "Geen idee welke."]
)
def test_our_own_site_is_no_customer(text: str) -> None:
    assert "customer" not in told(text, PROCESSOR)


def test_who_writes_for_another_is_told_with_their_role_and_consent() -> None:
    found = told("Som advokat for Rosa Bruun beder jeg om indsigt i hendes oplysninger. Fuldmagt er vedhæftet.")
    assert (found["role"], found["for_whom"], found["consent"]) == ("lawyer", "Rosa Bruun", "attached")


def test_days_and_the_wish_are_told() -> None:
    found = told("Kurset den 3. marts 2025 var aflyst. Jeg vil have mine penge tilbage.")
    assert found["dates"] == "2025-03-03"
    assert found["wish"] == "Jeg vil have mine penge tilbage"
