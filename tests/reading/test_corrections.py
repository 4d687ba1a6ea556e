"""What is wrong with data, what it should be, and where it should go."""

import pytest

from reading.corrections import proposed_value, target_provider, what_is_wrong
from reading.letter import Letter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It says Macdonald, it should be McDonald.", "McDonald"),
        ("On your form stands 111222333, while mine is 123456782.", "123456782"),
        ("I skriver HANSSEN, mit pas siger HANSEN. Ret det.", "HANSEN"),
        ("på mit bevis står 12.03.1989 men jeg er født 03.12.1989", "03.12.1989"),
        ("op mijn pasje staat Nguyn. ik heet Nguyen.", "Nguyen"),
        ("My name is Maikel not Michael", "Maikel"),
        ("Mijn geboortedatum moet 21-03-1987 zijn.", "21-03-1987"),
    ],
)
def test_the_right_value_is_told(text: str, expected: str) -> None:
    assert proposed_value(text) == expected


def test_the_sentence_that_tells_what_stands_there_is_what_is_wrong() -> None:
    letter = Letter.of("", "Hej. Der står Kirsten på beviset, og det er forkert. Tak.", "da")
    assert what_is_wrong(letter) == "Der står Kirsten på beviset, og det er forkert"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm switching to NordSkill Academy from 1 May.", "NordSkill Academy"),
        ("Our new platform (Kompasso) can read it.", "Kompasso"),
        ("Vanaf januari ga ik verder bij Studiecentrum Noord.", "Studiecentrum Noord"),
        ("Nu gaat mijn coach over op MeesterMij.", "MeesterMij"),
        ("Jeg begynder på Handelskolen Klintholm mandag.", "Handelskolen Klintholm"),
        ("The school is called Fjordsprog.", "Fjordsprog"),
    ],
)
def test_the_provider_that_data_goes_to_is_named(text: str, expected: str) -> None:
    assert target_provider(text) == expected


def test_a_format_is_no_provider() -> None:
    assert target_provider("Please export it to Excel.") is None
