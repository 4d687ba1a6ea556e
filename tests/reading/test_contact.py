"""The address and the number that are the writer's."""

import pytest

from reading.contact import email, phone
from tests.builders import a_policy

POLICY = a_policy()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Svar mig på min anden mail: line@example.com", "line@example.com"),
        ("Mvh Line\nline@example.com", "line@example.com"),
        ("U kunt mij bereiken op jan@example.nl.", "jan@example.nl"),
        ("Jeg fik svar af bo@firma.dk i går.", "from@example.org"),
        ("Jeg skrev til info@mentorix.dk", "from@example.org"),
        ("Ingen adresse her.", "from@example.org"),
    ],
)
def test_the_address_said_to_be_theirs_comes_before_the_senders(text: str, expected: str) -> None:
    assert email(text, "from@example.org", POLICY) == expected


def test_without_a_sender_the_first_address_in_the_text_serves() -> None:
    assert email("det er anna (anna@example.dk) igen", "", POLICY) == "anna@example.dk"
    assert email("ingen", "", POLICY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tlf. 22 41 55 87", "+4522415587"),
        ("Ring til mig på 22415587", "+4522415587"),
        ("Mvh Anna\n22 41 55 87", "+4522415587"),
        ("Tel: +31 6 23456789", "+31623456789"),
        ("Mvg Jan\n06-23456789", "+31623456789"),
        ("Phone: 0031 6 23456789", "+31623456789"),
        ("Regards\n+44 7700 900118", "+447700900118"),
        ("Mvh\nIb Lund\n2233 4455", "+4522334455"),
        ("Jullie app loopt vast. Bel me op 06 23456789", "+31623456789"),
        ("Jullie mogen mijn mobiele nummer doorgeven: 06 23456789", "+31623456789"),
    ],
)
def test_a_telephone_number_is_found_in_any_shape(text: str, expected: str) -> None:
    assert phone(text, POLICY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ordre 22415587",
        "Faktura 2026-0331 er forkert",
        "MX-26-481903",
        "Kandidat 9980012345",
        "EAN 5790000123456",
        "Tlf. 11",
        "Mødet er 12.03.2026 kl. 10-12",
        "Mijn nummer is 999990019.",
        "Jeres nummer 22 41 55 87 er spærret",
    ],
)
def test_another_number_is_no_telephone_number(text: str) -> None:
    assert phone(text, POLICY) is None


def test_our_own_number_is_not_theirs() -> None:
    ours = a_policy(contact=type(POLICY.contact)("info@mentorix.dk", phone="(+45) 72 44 12 34"))
    assert phone("Jeg ringede til tlf. 72 44 12 34 i går", ours) is None
