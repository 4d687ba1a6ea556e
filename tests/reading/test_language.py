"""Which language a text is in."""

import pytest

from reading.language import language
from tests.reading.labelled import letters

OURS = ("da", "nl", "en")


@pytest.mark.parametrize("own", OURS)
def test_the_language_of_letters_is_right_in_98_of_100(own: str) -> None:
    texts = [one for one in letters("before", "after", "lines") if one.language == own and len(one.text.split()) >= 5]
    wrong = [one.id for one in texts if language(one.text, OURS) != own]
    assert len(wrong) <= 0.02 * len(texts), wrong


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ich möchte wissen, welche Daten Sie über mich gespeichert haben.", "de"),
        ("Jag vill gärna att ni raderar alla uppgifter om mig.", "sv"),
        ("Jeg vil gjerne ha innsyn i hvilke opplysninger dere har om meg.", "no"),
        ("Je voudrais supprimer mon compte, merci.", "fr"),
    ],
)
def test_the_neighbours_are_not_taken_for_ours(text: str, code: str) -> None:
    assert language(text, OURS) == code


@pytest.mark.parametrize("text", ["", "Tak", "ok", "🙂🙂🙂", "12345 67890", "info@example.org", "…"])
@pytest.mark.parametrize("first", OURS)
def test_what_is_too_short_to_tell_is_in_the_organisations_first_language(text: str, first: str) -> None:
    assert language(text, (first, *OURS)) == first


@pytest.mark.parametrize(
    ("text", "code"), [("slet mig", "da"), ("wis alles aub", "nl"), ("delete me please", "en"), ("hvor er i", "da")]
)
def test_two_or_three_words_can_tell(text: str, code: str) -> None:
    assert language(text, OURS) == code


def test_addresses_and_links_tell_nothing() -> None:
    assert language("Se https://www.the-english-company.com/please/read/this og svar mig på det", OURS) == "da"
