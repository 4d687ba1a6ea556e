"""What a register says of an address, and what somebody has to say to be recognised."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cases.learner import Course, Known, Learner, Stated

ANNA = Learner(
    "1001",
    "Anna Holm",
    "anna@example.org",
    phone="+45 72 44 12 34",
    username="annah",
    courses=(Course("PRINCE2", date(2026, 1, 12), date(2026, 1, 14)),),
)
MIA = Learner("1004", "Mia-Lou A. Berg O", "mia@example.org")
BO = Learner("1002", "Bo Lund", "kontor@firma.example")
CARL = Learner("1003", "Carl Holm", "kontor@firma.example")


@pytest.mark.parametrize("name", [None, "", "Anna Holm", "anna holm", "Anna", "Anna Holm-Lund", "Anna Frederiksen"])
def test_an_address_of_one_stands_for_them_however_they_write_their_name(name: str | None) -> None:
    assert Known(register=True, learners=(ANNA,)).person(name) == ANNA


def test_of_an_address_that_nobody_has_looked_up_nothing_is_known() -> None:
    assert Known() == Known(register=False, learners=(), corresponded=False)
    assert Known().person("Anna Holm") is None


@pytest.mark.parametrize("name", ["Bo Lund", "A", "Hr. Hol"])
def test_whoever_writes_from_it_under_quite_another_name_is_somebody_else(name: str) -> None:
    assert Known(register=True, learners=(ANNA,)).person(name) is None


@pytest.mark.parametrize(
    ("name", "hers"),
    [("Lou Krogh", True), ("Mia Krogh", True), ("Krogh-Berg", True), ("O Krogh", False), ("Mia-Lou", True)],
)
def test_one_part_of_a_double_name_is_enough_and_an_initial_is_not(name: str, hers: bool) -> None:  # noqa: FBT001 - a row
    assert (Known(register=True, learners=(MIA,)).person(name) == MIA) is hers


def test_a_name_of_two_letters_is_a_name() -> None:
    assert Known(register=True, learners=(BO,)).person("Bo") == BO


@pytest.mark.parametrize("name", [None, "Bo Lund", "Carl Holm"])
def test_an_employers_address_says_nothing_of_which_of_many_writes(name: str | None) -> None:
    assert Known(register=True, learners=(BO, CARL)).person(name) is None


@pytest.mark.parametrize(
    "stated",
    [
        Stated(reference="1001", username="annah"),
        Stated(reference=" 1001 ", day=date(2026, 1, 12)),
        Stated(username="AnnaH", phone="72441234"),
        Stated(username="annah", phone="0045 72 44 12 34", day=date(2026, 1, 14)),
    ],
)
def test_p_mb_13_two_things_that_only_she_knows_show_who_she_is(stated: Stated) -> None:
    assert stated.fits(ANNA)


@pytest.mark.parametrize(
    "stated",
    [
        Stated(),
        Stated(reference="1001"),
        Stated(username="annah"),
        Stated(phone="72441234", day=date(2026, 1, 12)),
        Stated(reference="1001", username="somebody"),
        Stated(reference="1001", day=date(2026, 1, 13)),
        Stated(username="annah", phone="1234"),
        Stated(reference="1001", username="annah", phone="00000000"),
    ],
)
def test_one_thing_is_not_enough_and_a_wrong_one_is_too_many(stated: Stated) -> None:
    assert not stated.fits(ANNA)


@given(reference=some.text(max_size=6), username=some.text(max_size=6), phone=some.text(max_size=12))
def test_nothing_that_is_empty_in_the_register_shows_anything(reference: str, username: str, phone: str) -> None:
    bare = Learner("R-1", "Ea Krogh", "ea@example.org")
    assert not Stated(reference, username, phone).fits(bare)


@pytest.mark.parametrize("blank", ["", " ", "\t \n"])
def test_a_blank_is_nothing_said_and_shows_nothing_that_the_register_lacks(blank: str) -> None:
    """Somebody without a user name is not shown by their reference and a blank."""
    bare = replace(ANNA, username=None, phone=None)
    assert not Stated(reference="1001", username=blank).fits(bare)
    assert not Stated(reference=blank, phone="72441234", day=date(2026, 1, 12)).fits(ANNA)
    assert Stated(reference="1001", username=blank, phone=blank, day=date(2026, 1, 12)).fits(ANNA)
