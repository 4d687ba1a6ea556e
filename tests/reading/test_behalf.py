"""For whom somebody writes."""

import pytest

from reading.behalf import behalf, consent


@pytest.mark.parametrize(
    ("text", "role", "for_whom"),
    [
        ("Namens mijn cliënte, mevrouw R. Oduya, verzoek ik u om inzage.", "lawyer", "R. Oduya"),
        ("Som advokat for Rosa Bruun skal jeg anmode om indsigt.", "lawyer", "Rosa Bruun"),
        ("I act for Mr. Karsten Dahlerup and ask for his file.", "lawyer", "Karsten Dahlerup"),
        ("My son Adil turned 16 and got a letter from you.", "parent", "Adil"),
        ("Vores datter Karla på 16 var i praktik hos jer.", "parent", "Karla"),
        ("Onze dochter Fien (16) volgt bij u de klas wiskunde.", "parent", "Fien"),
        ("I write as the father of Noah (9).", "parent", "Noah"),
        ("Vores medarbejder Thi Hanh står forkert i jeres system.", "employer", "Thi Hanh"),
        ("Our employee Ricardo Pinto needs his data.", "employer", "Ricardo Pinto"),
        ("På vegne af Ewa Kowalczyk anmoder vi om kopi.", "other", "Ewa Kowalczyk"),
        ("Mijn vader, Wim van Rooijen, is in juni overleden.", "other", "Wim van Rooijen"),
        ("Jeg er bisidder for Jonas.", "other", "Jonas"),
    ],
)
def test_who_writes_for_another_is_known_by_their_role(text: str, role: str, for_whom: str) -> None:
    found = behalf(f"\n\n{text}")
    assert found
    assert (found.role, found.for_whom) == (role, for_whom)


@pytest.mark.parametrize(
    "text",
    [
        "Please delete my account.",
        "I checked it with my wife, and we both think it is wrong.",
        "Jeg har selv betalt. Det var dejligt, og min datter hentede mig.",
        "The list is wrong; the one my client checks says so.",
        "Sig til, hvis I skal have en fuldmagt.",
        "Ik vraag dit voor mezelf en mijn man weet ervan.",
    ],
)
def test_who_only_speaks_of_others_writes_for_themselves(text: str) -> None:
    assert behalf(f"\n\n{text}") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fuldmagt er vedhæftet.", "attached"),
        ("De machtiging is bijgevoegd.", "attached"),
        ("The enclosed power of attorney shows it.", "attached"),
        ("I write with their permission.", "said"),
        ("Zij heeft toestemming gegeven.", "said"),
        ("Jeg vil gerne vide det.", None),
    ],
)
def test_a_consent_is_attached_or_only_said(text: str, expected: str | None) -> None:
    assert consent(text) == expected
