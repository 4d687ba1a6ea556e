"""What the chat says, in words: every language says the same, to "du" and to "u", and nobody's words become markup."""

import re
import tomllib
from datetime import date, time
from pathlib import Path

import pytest

import bot
import intake
from bot.says import FOLDER, names, privacy_notice, words
from cases.chat import Say
from cases.errors import BadInput
from cases.kind import Kind
from cases.office import Office
from cases.organisation import WorkingHours
from cases.policy import REQUIREMENTS
from replies.words import LANGUAGES
from tests.builders import a_policy

OFFICE = Office(a_policy(), {})
TOLD = {
    "name": "Anna Holm",
    "email": "anna@example.dk",
    "phone": "+4522415587",
    "customer": "Deltion",
    "programme": "PRINCE2",
    "what_is_wrong": "navnet",
    "proposed_value": "Lund",
}
FAULTS = ("no_at", "two_at", "no_dot", "comma", "domain", "ours", "broken")
ABOUT: dict[str, tuple[dict[str, str], ...]] = {
    "ask": tuple({"what": what, **again} for what in REQUIREMENTS for again in ({}, {"again": "1"})),
    "ask_new": tuple({"what": what} for what in ("name", "email", "customer", "programme")),
    "why": tuple({"what": what} for what in REQUIREMENTS),
    "wrong": tuple({"what": "email", "wrong": wrong} for wrong in FAULTS),
    "changed": ({"what": "name email"}, {"what": "phone"}),
    "matter": ({}, {"again": "1"}),
    "review": (
        {"numbers": "MX-26-1 MX-26-2", "kinds": "complaint access", "fields": " ".join(TOLD), "files": "2"},
        {"numbers": "MX-26-1", "kinds": "erasure", "fields": "", "files": "0", "again": "1"},
    ),
    "next": (
        {"number": "MX-26-1", "kind": "complaint", "due": "2026-03-20"},
        {"number": "MX-26-1", "kind": "erasure", "due": "2026-04-02", "referred": "yes"},
        {"number": "MX-26-1", "kind": "other"},
    ),
    "then": ({"way": "email"}, {"way": "here"}),
    "case_page": ({"number": "MX-26-1"},),
    "taken_over": ({"who": "Karen"},),
    "given_back": ({"who": "Karen"},),
    "given_back_owed": ({"who": "Karen"},),
}
"""What each may be about, where it is about anything."""
ADDRESSES = {
    "da": (r"\b(?:De|Dem|Deres|u|uw|jij|je)\b", r"\bdu\b|\bdin\b|\bdit\b"),
    "nl": (r"\b(?:je|jij|jouw|jullie|jou)\b", r"\bu\b|\buw\b|\bU\b"),
    "en": (r"\b(?:du|din|uw)\b", r"\byour?\b|\bYou\b"),
}


def said(language: str) -> list[tuple[str, str]]:
    return [
        (name, words(Say(name, about), language, OFFICE, {**TOLD, "link": "https://example.dk/case/x"}))
        for name in names(language)
        for about in ABOUT.get(name, ({},))
    ]


def test_every_language_has_the_same_words_to_say() -> None:
    tables = [tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")) for language in LANGUAGES]
    shapes = [{table: sorted(content) for table, content in one.items()} for one in tables]
    assert shapes[0] == shapes[1] == shapes[2]


def test_all_that_the_dialogue_says_has_words_and_no_words_are_idle() -> None:
    folders = (Path(str(package.__file__)).parent for package in (bot, intake))
    code = "".join(path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.py")))
    for name in names("en"):
        assert f'"{name}"' in code, f"nobody says {name}"
    for name in re.findall(r'\bsay\("(\w+)"', code):
        assert name in names("en"), f"there are no words for {name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_with_a_hole_a_leftover_or_a_wrong_address(language: str) -> None:
    wrong, _ = ADDRESSES[language]
    for name, text in said(language):
        assert text, name
        assert not re.search(r"[{}%]|None|  |\n\n\n| [.,:;]|\.\.", text), text
        assert not re.search(wrong, text), (name, text)
        assert "!" not in text.partition("\n")[2], text


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_of_what_is_said_is_short(language: str) -> None:
    long = {name: len(text) for name, text in said(language) if len(text) > 330}
    assert set(long) <= {"greeting", "ask", "human"}, long


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_is_spoken_to(language: str) -> None:
    _, right = ADDRESSES[language]
    assert sum(bool(re.search(right, text)) for _, text in said(language)) > len(names(language)) / 2


def test_the_greeting_says_what_has_to_be_known_before_the_first_word(offices: dict[str, Office]) -> None:
    human = {"da": "menneske", "nl": "mens", "en": "human"}
    for office in offices.values():
        for language, word in human.items():
            text = words(Say("greeting"), language, office)
            assert "automati" in text
            assert (office.policy.legal_entity or office.policy.name) in text
            assert f'"{word}"' in text
            assert office.policy.contact.email in text
            assert privacy_notice(office) in text


def test_the_date_is_said_to_and_including() -> None:
    about = {"number": "MX-26-1", "kind": "complaint", "due": "2026-03-20"}
    assert (
        words(Say("next", about), "da", OFFICE)
        == "Sag MX-26-1 (klage): Du får svar senest den 20. marts 2026 (til og med)."
    )
    assert "uiterlijk op 20 maart 2026 (tot en met)" in words(Say("next", about), "nl", OFFICE)
    assert "by 20 March 2026 at the latest (to and including)" in words(Say("next", about), "en", OFFICE)
    assert date.fromisoformat(about["due"]).year == 2026


def test_every_kind_of_case_is_read_back_by_its_name() -> None:
    for kind in Kind:
        about = {"numbers": "MX-26-1", "kinds": kind, "fields": "", "files": "0"}
        assert "MX-26-1" in words(Say("review", about), "en", OFFICE)


def test_what_a_person_told_is_shown_on_one_line_and_is_no_template() -> None:
    told = {"name": "Anna\n{{ contact }} \u202eHolm\u202c <b>", "email": "x" * 500}
    about = {"numbers": "", "kinds": "", "fields": "name email", "files": "0"}
    shown = words(Say("review", about), "en", OFFICE, told)
    assert "Name: Anna {{ contact }} Holm <b>\n" in shown
    assert "x" * 200 in shown
    assert "x" * 201 not in shown


def test_a_national_number_is_never_read_back() -> None:
    about = {"numbers": "", "kinds": "", "fields": "name", "files": "0"}
    assert "010190-1234" not in words(
        Say("review", about), "da", OFFICE, {"name": "Anna, mit cpr-nummer er 010190-1234"}
    )


def test_a_field_that_was_never_told_leaves_no_line() -> None:
    about = {"numbers": "MX-26-1", "kinds": "access", "fields": "name email", "files": "0"}
    assert "E-mail" not in words(Say("review", about), "en", OFFICE, {"name": "Anna"})


def test_what_was_said_stays_in_the_language_it_was_said_in() -> None:
    assert words(Say("welcome", {"language": "nl"}), "da", OFFICE) == "Graag gedaan."
    assert words(Say("welcome"), "da", OFFICE) == "Det var så lidt."
    assert words(Say("welcome"), "de", OFFICE) == "You are welcome."


def test_hours_are_said_as_people_say_them() -> None:
    assert "mandag til fredag kl. 08.00 til 16.00" in words(Say("human"), "da", OFFICE)
    scattered = Office(a_policy(hours=WorkingHours(frozenset({1, 3}), time(9), time(15))), {})
    assert "Monday and Wednesday from 09:00 to 15:00" in words(Say("human"), "en", scattered)


def test_the_page_of_a_case_is_named_where_there_is_one() -> None:
    page = Say("case_page", {"number": "MX-26-1"})
    assert "https://x.dk/case/abc" in words(page, "en", OFFICE, {"link": "https://x.dk/case/abc"})
    assert "http" not in words(page, "en", OFFICE)


def test_the_privacy_notice_is_the_organisations_own_page() -> None:
    named = Office(a_policy(links={"privacy": "https://mentorix.dk/persondata"}), {})
    assert privacy_notice(named) == "https://mentorix.dk/persondata"
    assert privacy_notice(OFFICE) == "https://mentorix.dk"


def test_what_has_no_words_is_one_clear_error() -> None:
    with pytest.raises(BadInput, match="poetry"):
        words(Say("poetry"), "en", OFFICE)
