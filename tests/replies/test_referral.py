"""What the processor writes: to its customer, and to the person."""

import pytest

from replies import referral, referral_notice
from replies.render import render
from replies.words import LANGUAGES


def test_the_controller_learns_what_came_when_and_by_when_to_answer() -> None:
    body = render(referral.SAMPLES[0], "nl").body
    assert (
        "Op 2 maart 2026 ontvingen wij een verzoek van iemand van wie wij gegevens verwerken voor Academie Noord."
        in body
    )
    assert (
        "- Onderwerp: inzage\n- Uw termijn om de betrokkene te antwoorden: uiterlijk op 2 april 2026 (tot en met)\n"
        in body
    )


@pytest.mark.parametrize(("language", "four_weeks"), [("da", "fire uger"), ("nl", "vier weken"), ("en", "four weeks")])
def test_the_controller_is_promised_our_data_within_four_weeks_of_asking(language: str, four_weeks: str) -> None:
    """P-MB-05, CON-4."""
    assert render(referral.SAMPLES[0], language).body.lower().count(four_weeks) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_person_learns_to_whom_the_request_went_and_who_must_answer(language: str) -> None:
    body = render(referral_notice.SAMPLES[0], language).body
    assert body.count("Academie Noord") == 3
    assert {"da": "3. marts 2026", "nl": "3 maart 2026", "en": "3 March 2026"}[language] in body
