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
        ("VOR KLIENT BEDER OM INDSIGT I SIN SAG.", "lawyer", None),
        ("Vor klients eksamensoptagelse bedes bevaret.", "lawyer", None),
        ("Hangende het geding verzoekt cliënte u haar gegevens te bewaren.", "lawyer", None),
        ("We write for Mrs Grace Lindqvist, who wants her file erased.", "lawyer", "Grace Lindqvist"),
        ("Hej, jeg er mor til Viggo på 16.", "parent", "Viggo"),
        ("Voor mijn vader was een tolk afgesproken, en die kwam niet.", "other", None),
        ("I dagpengeskemaet til min mand står 37 timer, og hans timer er 20.", "other", None),
        ("Als jobcoach van mevrouw Aydin vraag ik om haar dossier.", "other", "Aydin"),
        ("Namens de verpleegkundigen van 3-West dien ik een klacht in.", "other", None),
        ("Onze Noor (17) is vanmorgen de klas uitgestuurd.", "parent", "Noor"),
        ("Hello, I write for my wife, her diploma says Lupa.", "other", None),
        ("Billeder af vores søn\n\nVores søn Villads på 12 år er på jeres hjemmeside.", "parent", "Villads"),
        ("Writing for our nine apprentices: leave their phones be.", "employer", None),
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
        "Min kollega siger, at I optager samtaler. Må jeg få en kopi?",
        "Third reminder on behalf of myself: when does the committee answer?",
        "Namens mezelf, niet namens de OR: wat weten jullie van mij?",
        "I was told I would have a mentor for the internship.",
        "Jeg skriver for at klage over kurset.",
        "My parents ask what I am paying for.",
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
