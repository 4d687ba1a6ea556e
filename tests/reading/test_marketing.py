"""Newsletters, offers and calls are told from other uses of somebody's data."""

import pytest

from cases.kind import Kind
from reading.marketing import about_marketing
from tests.builders import a_reading


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Jeg gør indsigelse mod, at I bruger mine oplysninger til direkte markedsføring."),
        ("da", "Fjern mig fra jeres mailingliste, tak."),
        ("da", "I skal ikke ringe til mig med tilbud mere."),
        ("nl", "Ik maak bezwaar tegen het gebruik van mijn gegevens voor direct marketing."),
        ("nl", "Haal mij van de mailinglijst."),
        ("nl", "Bel me niet meer met aanbiedingen."),
        ("en", "I object to my data being used for direct marketing."),
        ("en", "Take me off your mailing list, please."),
        ("en", "Unsubscribe me from the newsletter."),
    ],
)
def test_what_people_say_of_marketing_is_known(language: str, text: str) -> None:
    assert about_marketing(a_reading(Kind.OBJECTION, text=text, language=language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Jeg gør indsigelse mod, at I bruger mine karakterer til statistik."),
        ("nl", "Ik maak bezwaar tegen het delen van mijn resultaten met mijn werkgever."),
        ("en", "I object to your passing on my results to my employer."),
        ("en", ""),
    ],
)
def test_other_uses_are_no_marketing(language: str, text: str) -> None:
    found = a_reading(Kind.OBJECTION, text=text, language=language)
    bare = tuple(one.__class__(one.kind, one.confidence, ()) for one in found.kinds)
    assert not about_marketing(found.__class__(**{**vars(found), "kinds": bare}))
