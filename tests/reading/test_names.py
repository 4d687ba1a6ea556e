"""Who writes."""

import pytest

from reading.names import likely, name


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("Med venlig hilsen\nAnna Holm", "Anna Holm"),
        ("Mvh\n\nAnna Holm\nTlf. 22 41 55 87", "Anna Holm"),
        ("Mvh Anna", "Anna"),
        ("/Jonas Bruun", "Jonas Bruun"),
        ("Hilsen Pia (mor)", "Pia"),
        ("mvh ali", "ali"),
        ("Kærlig hilsen\nSøren Bjerregaard-Østergaard", "Søren Bjerregaard-Østergaard"),
        ("Med vriendelijke groet,\nSanne de Wit", "Sanne de Wit"),
        ("Hoogachtend,\n\nJ.P. van der Meulen\nKerkstraat 44", "J.P. van der Meulen"),
        ("Mvg, T. Kuipers", "T. Kuipers"),
        ("Groetjes Kim", "Kim"),
        ("mr. P. Dijkstra, advocaat", "P. Dijkstra"),
        ("Kind regards,\nFatima El Amrani", "Fatima El Amrani"),
        ("Yours sincerely\nDr. Helen Marsh", "Helen Marsh"),
        ("Thanks, Priya", "Priya"),
        ("Cheers\nLiam O'Brien", "Liam O'Brien"),
        ("Advokat Susanne Rold\nRold & Partnere", "Susanne Rold"),
        ("Gitte P.", "Gitte P."),
    ],
)
def test_the_name_under_a_letter_is_the_writers(ending: str, expected: str) -> None:
    assert name(f"Kære Mentorix\nJeg har et spørgsmål om kurset.\n\n{ending}", "") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mit navn er Anna Holm og jeg vil gerne klage.", "Anna Holm"),
        ("Hej, jeg hedder Anna. Jeg vil klage.", "Anna"),
        ("Ik heet Jan de Boer en wil graag inzage.", "Jan de Boer"),
        ("My name is Mary Jane Watson and I need help.", "Mary Jane Watson"),
        ("Navn: Peter Lund\nE-mail: p@example.dk", "Peter Lund"),
    ],
)
def test_the_name_a_person_says_is_theirs(text: str, expected: str) -> None:
    assert name(text, "") == expected


def test_a_first_name_is_completed_from_the_address() -> None:
    assert name("Slet mig.\n\nMvh Anna", "Anna Holm") == "Anna Holm"
    assert name("Slet mig.\n\nMvh Anna", "Bo Holm") == "Anna"


def test_without_a_name_in_the_letter_the_address_has_it() -> None:
    assert name("slet mig", "Anna Holm") == "Anna Holm"
    assert name("slet mig", "Holm, Anna") == "Anna Holm"


@pytest.mark.parametrize("shown", ["", "info@firma.dk", "Larsen & Søn A/S", "Rold Advokater", "HR Team", "Kursus ApS"])
def test_a_company_is_nobodys_name(shown: str) -> None:
    assert name("Send venligst fakturaen igen.", shown) is None


def test_the_reader_addressed_is_not_the_writer() -> None:
    assert name("Kære Lise\nHvornår starter kurset?", "") is None
    assert name("Kære Mentorix\nMvh Mentorix", "Mentorix", frozenset({"mentorix"})) is None


@pytest.mark.parametrize(
    "written", ["Oops I sent", "se vedhæftede fil", "22 41 55 87", "", "Tak for det", "+45", "A" * 80]
)
def test_what_is_no_name_is_none(written: str) -> None:
    assert likely(written) is None
