"""What is a person's name, as people write theirs."""

import pytest

from reading.names import leading, leading_small, likely, small


@pytest.mark.parametrize(
    "written", ["Oops I sent", "se vedhæftede fil", "22 41 55 87", "", "Tak for det", "+45", "A" * 80]
)
def test_what_is_no_name_is_none(written: str) -> None:
    assert likely(written) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mr. C.A.M. van den Hoogenband", "C.A.M. van den Hoogenband"),
        ("Dipl.-Ing. Matthias Oehlert", "Matthias Oehlert"),
        ("Knud Aage Sehested, Rønde", "Knud Aage Sehested"),
        ("Tobias, 17", "Tobias"),
        ("L. Board", "L. Board"),
        ("Ab de Vries", "Ab de Vries"),
        ("Уляна Коваль", "Уляна Коваль"),
    ],
)
def test_titles_and_remarks_are_no_part_of_a_name(written: str, expected: str) -> None:
    assert likely(written) == expected


@pytest.mark.parametrize("written", ["Bibliotheek Midden-Veluwe", "Inkoop Waterschap", "Nordhavn ApS", "HR Solbakke"])
def test_a_company_or_an_office_is_no_person(written: str) -> None:
    assert likely(written) is None


def test_small_letters_are_a_name_only_where_one_must_follow() -> None:
    assert small("ali") == "ali"
    assert small("og tak") is None
    assert leading_small("anna og vil klage") == "anna"
    assert leading_small("forkert") is None


def test_a_name_ends_where_the_sentence_goes_on() -> None:
    assert leading("Anna Holm og jeg vil gerne") == "Anna Holm"
    assert leading("forkert stavet") is None
