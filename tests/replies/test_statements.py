"""What an answer must say, and how it is seen that it does."""

import re

import pytest

from cases.errors import PolicyError
from cases.policy import LAW_STATEMENTS, Policy, Statement
from replies.forbidden import forbidden
from replies.statements import absent, statement
from replies.words import LANGUAGES
from tests.builders import a_policy

DANISH = a_policy()
DUTCH = a_policy(id="mentor", country="NL", zone="Europe/Amsterdam")
APPEAL = Statement("appeal_right", {"da": "Du kan appellere inden 48 timer."}, {"da": (r"appel", r"48\s+timer")})
BOTH = ("authority_complaint", "judicial_remedy")


def test_the_danish_law_names_the_danish_authority_and_the_courts() -> None:
    assert statement(DANISH, "authority_complaint", "da") == (
        "Du kan klage over vores behandling af dine personoplysninger til Datatilsynet, "
        "Carl Jacobsens Vej 35, 2500 Valby, www.datatilsynet.dk."
    )
    assert statement(DANISH, "judicial_remedy", "da") == "Du kan også indbringe sagen for domstolene."


def test_the_dutch_law_names_the_dutch_authority_and_the_petition_within_six_weeks() -> None:
    assert statement(DUTCH, "authority_complaint", "nl").endswith(
        "bij de Autoriteit Persoonsgegevens, autoriteitpersoonsgegevens.nl."
    )
    assert "binnen zes weken na ontvangst van dit antwoord een verzoekschrift" in statement(
        DUTCH, "judicial_remedy", "nl"
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "binnen zes weken na ontvangst"),
        ("en", "within six weeks of receiving"),
        ("da", "inden seks uger"),
    ],
)
def test_r_12_4b_a_dutch_refusal_names_the_petition_within_six_weeks(language: str, said: str) -> None:
    """R-12-4b: an answer that names a court without the six weeks does not say what it must."""
    text = statement(DUTCH, "judicial_remedy", language)
    assert said in text
    assert absent(DUTCH, BOTH, f"{statement(DUTCH, 'authority_complaint', language)} {text}", language) == ()
    shorter = text.replace(said, "")
    assert "judicial_remedy" in absent(DUTCH, BOTH, shorter, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_r_12_4a_a_danish_refusal_names_the_authority_and_the_courts_and_no_six_weeks(language: str) -> None:
    """R-12-4a, R-12-4b: in Denmark the authority, and court action."""
    text = statement(DANISH, "judicial_remedy", language)
    assert not re.search(r"six weeks|seks uger|zes weken", text)
    assert absent(DANISH, BOTH, text, language) == ("authority_complaint",)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("policy", [DANISH, DUTCH], ids=["DK", "NL"])
def test_the_country_decides_the_authority_and_the_reader_the_language(policy: Policy, language: str) -> None:
    text = statement(policy, "authority_complaint", language)
    assert ("Datatilsynet" in text) == (policy.country == "DK")
    assert ("Autoriteit Persoonsgegevens" in text) == (policy.country == "NL")


@pytest.mark.parametrize("id_", sorted(LAW_STATEMENTS))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("policy", [DANISH, DUTCH], ids=["DK", "NL"])
def test_a_text_of_the_law_says_what_it_says_and_nothing_else(policy: Policy, language: str, id_: str) -> None:
    text = statement(policy, id_, language)
    assert absent(policy, BOTH, text, language) == tuple(other for other in BOTH if other != id_)
    assert forbidden(text) == ()


def test_an_answer_that_says_nothing_of_remedies_lacks_them_in_the_order_asked() -> None:
    assert absent(DANISH, BOTH[::-1], "Vi har slettet alt.", "da") == BOTH[::-1]


def test_nothing_demanded_is_nothing_absent() -> None:
    assert absent(DANISH, (), "", "da") == ()


@pytest.mark.parametrize(
    "body",
    [
        "DU KAN KLAGE TIL DATATILSYNET, WWW.DATATILSYNET.DK, OG INDBRINGE SAGEN FOR DOMSTOLENE",
        "Er du uenig, kan du indgive en klage til\nDatatilsynet (datatilsynet.dk) eller anlægge sag ved\ndomstolene.",
    ],
)
def test_a_person_may_say_it_in_other_words_other_case_and_broken_lines(body: str) -> None:
    assert absent(DANISH, BOTH, body, "da") == ()


def test_six_weeks_broken_over_two_lines_are_six_weeks() -> None:
    assert (
        absent(
            DUTCH,
            ("judicial_remedy",),
            "Binnen zes\n  weken kunt u een verzoekschrift indienen bij de rechtbank.",
            "nl",
        )
        == ()
    )


@pytest.mark.parametrize(
    "body",
    [
        "Du kan klage til Datatilsynet.",
        "Se www.datatilsynet.dk om Datatilsynet.",
        "Du kan klage til Autoriteit Persoonsgegevens.",
    ],
)
def test_half_of_it_is_not_enough(body: str) -> None:
    assert absent(DANISH, ("authority_complaint",), body, "da") == ("authority_complaint",)


def test_what_the_policy_demands_comes_in_the_policys_words() -> None:
    policy = a_policy(statements={"appeal_right": APPEAL})
    assert statement(policy, "appeal_right", "da") == "Du kan appellere inden 48 timer."
    assert absent(policy, ("appeal_right", "authority_complaint"), "Du kan appellere inden\n48 timer", "da") == (
        "authority_complaint",
    )


def test_the_policys_own_statement_comes_before_the_laws() -> None:
    own = Statement("judicial_remedy", {"da": "Du kan gå til retten i Aarhus."}, {"da": ("Aarhus",)})
    policy = a_policy(statements={"judicial_remedy": own})
    assert statement(policy, "judicial_remedy", "da") == "Du kan gå til retten i Aarhus."
    assert absent(policy, ("judicial_remedy",), "Du kan indbringe sagen for domstolene.", "da") == ("judicial_remedy",)


def test_a_statement_that_cannot_be_seen_in_a_language_counts_as_absent() -> None:
    policy = a_policy(statements={"appeal_right": APPEAL})
    assert absent(policy, ("appeal_right",), "You can appeal within 48 hours.", "en") == ("appeal_right",)


def test_an_unknown_statement_is_one_clear_error() -> None:
    with pytest.raises(
        PolicyError, match='policy mentorix has no statement "refund", and the law of DK has none either'
    ):
        statement(DANISH, "refund", "da")


def test_a_missing_language_is_one_clear_error() -> None:
    policy = a_policy(statements={"appeal_right": APPEAL})
    with pytest.raises(
        PolicyError, match=r'statement "appeal_right" of mentorix has no text in "nl"; expected one of \[\'da\'\]'
    ):
        statement(policy, "appeal_right", "nl")


def test_a_country_without_its_law_is_one_clear_error() -> None:
    with pytest.raises(PolicyError, match=r"no law is written down for country \"SE\"; expected one of \['DK', 'NL'\]"):
        statement(a_policy(country="SE"), "judicial_remedy", "da")
