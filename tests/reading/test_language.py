"""Which language a text is in."""

import tomllib
from pathlib import Path
from statistics import median
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.language import KNOWN, Language, language
from tests.reading.labelled import letters

OURS = ("da", "nl", "en")
SPOKEN: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "spoken.toml").read_text("utf-8"))
"""Short lines by the language they are in."""


def told(text: str, *languages: str) -> str | None:
    """Give the code of a text's language, None where it cannot be told."""
    found = language(text, languages or OURS)
    return found.code if found.known else None


@pytest.mark.parametrize("own", OURS)
@pytest.mark.parametrize("first", ["da", "nl"])
def test_the_language_of_letters_is_right_in_98_of_100(own: str, first: str) -> None:
    every = letters("before", "after", "lines", "plain", "aside")
    texts = [one for one in every if one.language == own and len(one.text.split()) >= 5]
    wrong = [one.id for one in texts if told(one.text, first, *OURS) != own]
    assert len(wrong) <= 0.02 * len(texts)


@pytest.mark.parametrize("own", SPOKEN)
@pytest.mark.parametrize("languages", [("da", "en", "nl"), ("nl", "en", "da"), ("da",)])
def test_the_language_of_short_lines_is_right_in_98_of_100(own: str, languages: tuple[str, ...]) -> None:
    lines = [line for line in SPOKEN[own] if len(line.split()) >= 5]
    wrong = [line for line in lines if told(line, *languages) != own]
    assert len(wrong) <= max(0.02 * len(lines), int(own in {"no", "sv", "de"})), wrong


def test_the_lines_are_many_and_each_stands_once() -> None:
    lines = [line for lines in SPOKEN.values() for line in lines]
    assert len(lines) == len(set(lines)) > 400
    assert SPOKEN.keys() <= set(KNOWN)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ich möchte wissen, welche Daten Sie über mich gespeichert haben.", "de"),
        ("Jag vill gärna att ni raderar alla uppgifter om mig.", "sv"),
        ("Jeg vil gjerne ha innsyn i hvilke opplysninger dere har om meg.", "no"),
        ("Je voudrais supprimer mon compte, merci.", "fr"),
        ("Θέλω να διαγράψετε όλα τα δεδομένα μου", "el"),
        ("我想知道你们有我的什么数据", "zh"),
        ("Искам да изтриете всичките ми данни", "bg"),
        ("Prašau ištrinti visus mano duomenis iš sistemos", "lt"),
        ("Kérem töröljék az összes adatomat", "hu"),
    ],
)
def test_the_neighbours_are_not_taken_for_ours(text: str, code: str) -> None:
    assert told(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *("", "ok", "🙂🙂🙂", "12345 67890", "info@example.org", "…", "hi", "stop", "help", "ja", "hallo", "GDPR"),
        *("Anna Holm", "Lars Nielsen", "Katarzyna Kowalska", "Mohammed Ali", "København", "PRINCE2 Foundation"),
        *("Agile Scrum Master", "https://example.org/slet-mig", "MX-26-481903", "god weekend"),
    ],
)
@pytest.mark.parametrize("first", OURS)
def test_what_is_too_short_to_tell_is_in_the_organisations_first_language_and_not_known(text: str, first: str) -> None:
    assert language(text, (first, *OURS)) == Language(first, known=False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("slet mig", "da"), ("Slet Mig!", "da"), ("hej", "da"), ("Tak", "da"), ("nej tak", "da"), ("klage", "da")),
        *(("hvor er i", "da"), ("Hej John Smith", "da"), ("ring til mig", "da"), ("aflys min plads", "da")),
        *(("verwijder mij", "nl"), ("klacht", "nl"), ("bedankt", "nl"), ("hoi", "nl"), ("wis alles aub", "nl")),
        *(("ja graag", "nl"), ("zie bijlage", "nl"), ("geen interesse", "nl"), ("fijn weekend", "nl")),
        *(("delete me please", "en"), ("thanks", "en"), ("complaint", "en"), ("my data", "en"), ("call me", "en")),
        *(("danke", "de"), ("tack", "sv"), ("takk", "no"), ("merci", "fr"), ("dziękuję", "pl"), ("спасибо", "ru")),
    ],
)
@pytest.mark.parametrize("languages", [("da", "en", "nl"), ("nl", "en", "da")])
def test_one_to_four_words_that_are_unmistakable_tell(text: str, code: str, languages: tuple[str, ...]) -> None:
    assert told(text, *languages) == code


def test_words_of_two_languages_beside_each_other_tell_nothing() -> None:
    assert told("hej thanks") is None


def test_addresses_and_links_tell_nothing() -> None:
    assert told("Se https://www.the-english-company.com/please/read/this og svar mig på det") == "da"


def test_the_tags_of_a_page_tell_nothing() -> None:
    page = (
        '<table border="0" style="font-family: Arial"><tr><td align="left">slet alle mine data&nbsp;</td></tr></table>'
    )
    assert told(page) == "da"


def test_names_and_the_english_names_of_courses_do_not_count_where_other_words_are() -> None:
    line = "wanneer start de Agile Project Management Foundation training van Mike Johnson and Steven Brown"
    assert told(line, "da", "en", "nl") == "nl"


def test_a_letter_takes_far_less_than_half_a_millisecond() -> None:
    texts = [one.text for one in letters("before", "plain")]
    taken = []
    for text in texts:
        began = process_time()
        language(text, OURS)
        taken.append(process_time() - began)
    assert median(taken) < 0.0004


@given(st.text(max_size=200), st.permutations(OURS))
def test_any_text_is_in_a_language_that_we_know_or_in_the_first_of_the_house(text: str, languages: list[str]) -> None:
    found = language(text, tuple(languages))
    assert found.code in (KNOWN if found.known else languages[:1])
