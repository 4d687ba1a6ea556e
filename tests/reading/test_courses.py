"""Which course a letter is about."""

import pytest

from reading.courses import course


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I passed Scrum Master I on the 8th", "Scrum Master I"),
        ("jeg dumpede prince2 foundation", "prince2 foundation"),
        ('de training "Omgaan met klachten" van vorige week', "Omgaan met klachten"),
        ("mijn cursus bloemschikken begint te laat", "bloemschikken"),
        ("the crane operator training was cancelled", "crane operator"),
        ("the Agile Leadership course", "Agile Leadership"),
        ("prøve i Dansk 3 aften", "prøve i Dansk 3"),
        ("een prijs voor kinder-EHBO", "kinder-EHBO"),
    ],
)
def test_a_course_is_named_as_the_letter_names_it(text: str, expected: str) -> None:
    assert course(text) == expected


@pytest.mark.parametrize("text", ["", "the course was fine", "kurset var godt", "de cursus was slecht", "slet mig"])
def test_a_course_without_a_name_has_none(text: str) -> None:
    assert course(text) is None
