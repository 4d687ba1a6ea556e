"""What no letter of ours may say."""

import pytest

from replies.forbidden import RULES, forbidden


@pytest.mark.parametrize(
    "sentence",
    [
        "Send os venligst dit CPR-nummer.",
        "Vi skal bruge dit cpr nr. for at finde dig.",
        "Hvad er dit personnummer?",
        "Oplys navn, adresse og personnummer.",
        "Stuur ons uw BSN.",
        "Vermeld uw burgerservicenummer in uw antwoord.",
        "Wij hebben uw burgerservicenummer nodig.",
        "Please provide your national identification number.",
        "We need your CPR number.",
        "What is your social security number?",
        "Wij vragen het volgende:\n- geef uw BSN\n- en uw naam",
        "Vi kan ikke finde dig. Send dit CPR-nummer.",
        "Please provide the following: your name, your CPR number.",
        "Send os venligst:\n\n- dit navn\n- dit CPR-nummer",
        "Vi mangler dit\nCPR-nummer.",
    ],
)
def test_a_national_number_is_never_asked_for(sentence: str) -> None:
    """CON-3, R-CPR-1, R-BSN-1."""
    assert forbidden(f"Hej.\n\n{sentence}\n\nHilsen") == ("asks_for_a_national_number",)


@pytest.mark.parametrize(
    "sentence",
    [
        "Send ikke dit CPR-nummer på e-mail.",
        "Du skal aldrig skrive dit personnummer til os.",
        "Stuur ons geen BSN.",
        "Please don't send your national identification number.",
        "Send en kopi, hvor CPR-nummeret er streget over.",
        "Vi har skjult et CPR-nummer i sagen.",
        "Wij hebben het BSN dat u noemde, gewist.",
        "We process your name, your address and your CPR number.",
        "Send os dit navn. Vi har slettet dit CPR-nummer.",
    ],
)
def test_warning_of_a_national_number_or_telling_that_it_was_masked_is_allowed(sentence: str) -> None:
    assert forbidden(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Du har ret til indsigt efter § 31 i persondataloven.",
        "Ifølge Persondatalovens § 31 …",
        "Se lov nr. 429 af 31. maj 2000.",
    ],
)
def test_repealed_law_is_not_cited(sentence: str) -> None:
    """CON-1."""
    assert forbidden(sentence) == ("cites_repealed_law",)


@pytest.mark.parametrize(
    "sentence",
    [
        "Persondataloven er afløst af databeskyttelsesforordningen.",
        "Databeskyttelsesloven, lov nr. 502 af 23. maj 2018.",
    ],
)
def test_saying_that_the_law_was_replaced_or_citing_the_new_one_is_allowed(sentence: str) -> None:
    assert forbidden(sentence) == ()


@pytest.mark.parametrize("words", ["EU-US Privacy Shield", "privacy-shield", "PrivacyShield"])
def test_privacy_shield_is_no_basis_for_anything(words: str) -> None:
    """CON-9."""
    assert forbidden(f"Overførslen sker efter {words}.") == ("relies_on_privacy_shield",)


@pytest.mark.parametrize(
    "words", ["https://ec.europa.eu/consumers/odr/main", "http://ec.europa.eu/odr", "EU's ODR-platform"]
)
def test_the_closed_platform_is_not_linked(words: str) -> None:
    """R-EU-1."""
    assert forbidden(f"Klag her: {words}") == ("links_the_odr_platform",)


def test_all_that_is_wrong_is_told_in_the_order_of_the_rules() -> None:
    old = "Klag på http://ec.europa.eu/odr. Privacy Shield gælder. Persondataloven gælder."
    body = f"{old} Send en kopi af dit pas. Send dit CPR-nummer."
    assert forbidden(body) == (
        "asks_for_a_national_number",
        "asks_for_an_identity_copy",
        "cites_repealed_law",
        "relies_on_privacy_shield",
        "links_the_odr_platform",
    )
    assert set(forbidden(body)) == set(RULES)


def test_an_empty_letter_breaks_no_rule() -> None:
    assert forbidden("") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Send os venligst en kopi af dit pas eller kørekort.",
        "Vi skal bruge et billede af dit sundhedskort.",
        "Vedlæg en paskopi.",
        "Wilt u een kopie van uw paspoort sturen?",
        "Wij hebben een scan van uw rijbewijs nodig.",
        "Please send a copy of your passport.",
        "We need a photo of your driving licence.",
    ],
)
def test_r_id_2_no_letter_asks_for_a_copy_of_an_identity_paper(sentence: str) -> None:
    assert forbidden(f"Hej.\n\n{sentence}\n\nHilsen") == ("asks_for_an_identity_copy",)


@pytest.mark.parametrize(
    "sentence",
    [
        "Du skal ikke sende os kopier af pas, kørekort eller lignende.",
        "U hoeft ons geen kopie van een paspoort te sturen.",
        "There is no need to send us copies of a passport, a driving licence or the like.",
        "Kopien af dit pas er slettet.",
        "You have the right to a copy of your data; please tell us where to send it.",
        "Send os gerne en kopi af fakturaen.",
        "Du skal bestå prøven; det passer med kopien, vi sendte.",
    ],
)
def test_a_letter_may_say_that_no_copy_is_needed(sentence: str) -> None:
    assert forbidden(sentence) == ()
