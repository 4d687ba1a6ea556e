"""The interface says the same in three languages, has a word for everything, and no word for nothing."""

import re
from collections.abc import Iterator
from enum import StrEnum
from string import Formatter

import pytest

from cases.case import Status
from cases.disguise import Disguise
from cases.kind import Flag, Kind
from cases.message import Channel, Verdict
from cases.outgoing import OutboxStatus
from cases.policy import REQUIREMENTS, ClockName
from cases.reading import DocumentKind
from cases.term import Unit
from desk import cases, texts
from desk.pages import FOLDER
from desk.texts import LANGUAGES, accepted, interface
from intake import permission
from intake.close import REASONS
from intake.identity import WAYS, Doubt
from intake.recast import FIELDS
from mail import robots
from reading.fields import READERS
from reading.language import KNOWN
from reading.sensitive import CATEGORIES
from replies.catalogue import AUTOMATIC
from replies.forbidden import RULES
from tests.desk.scene import POLICIES

ENGLISH = texts.texts("en").words
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in (*FOLDER.glob("*.html"), *FOLDER.parent.glob("**/*.py"))
)

NAMED: dict[str, type[StrEnum] | tuple[str, ...]] = {
    "kind": Kind,
    "status": Status,
    "flag": Flag,
    "clock": ClockName,
    "channel": Channel,
    "verdict": Verdict,
    "letter": OutboxStatus,
    "requirement": REQUIREMENTS,
    "closing": REASONS,
    "language": LANGUAGES,
    "forbidden": tuple(RULES),
    "done": cases.DONE,
    "way": WAYS,
    "doubt": Doubt,
    "tongue": KNOWN,
    "disguise": Disguise,
    "field": (*FIELDS, *READERS, "username", "their_reference", "role", "for_whom", "consent"),
    "role": ("lawyer", "parent", "employer", "other"),
    "consent": ("attached", "said"),
    "sensitive": (*CATEGORIES, "cpr", "bsn", "identity_copy"),
    "document": DocumentKind,
    "reply": tuple(module.__name__.removeprefix("replies.") for module in AUTOMATIC),
}
"""Groups of texts that name the codes of other parts of the program."""


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def used_keys() -> Iterator[str]:
    yield from re.findall(r'"([a-z]+\.[a-z_]+(?:\.[a-z_]+)?)"', SOURCES)
    for prefix in re.findall(r't\("([a-z]+\.(?:[a-z_]+\.)?)" ~', SOURCES):
        yield from (key for key in ENGLISH if key.startswith(prefix))
    for group in re.findall(r'(?:t|self\.t|me\.t)\.name\(\s*"([a-z_]+)"', SOURCES):
        yield from (key for key in ENGLISH if key.startswith(f"{group}."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_holes(language: str) -> None:
    words = texts.texts(language).words
    assert words.keys() == ENGLISH.keys()
    assert {key: holes(text) for key, text in words.items()} == {key: holes(text) for key, text in ENGLISH.items()}
    assert all(text.strip() == text and text for text in words.values())


@pytest.mark.parametrize("group", NAMED)
def test_every_code_that_a_page_may_show_has_a_name(group: str) -> None:
    codes = {str(code) for code in NAMED[group]}
    assert codes <= {key.partition(".")[2] for key in ENGLISH if key.startswith(f"{group}.")}


def test_every_unit_of_a_term_has_a_word_for_one_and_for_many() -> None:
    wanted = {f"term.{unit.replace(' ', '_')}.{number}" for unit in Unit for number in ("one", "many")}
    assert wanted == {key for key in ENGLISH if key.startswith("term.")}


def test_every_rule_that_holds_or_files_a_message_has_a_name() -> None:
    rules = {rule[0].__name__ for rule in robots.RULES} | {rule.__name__ for rule in permission.RULES}
    assert {f"reason.{rule}" for rule in rules} <= ENGLISH.keys()


def test_every_statement_that_a_policy_demands_has_a_name() -> None:
    demanded = {id_ for policy in POLICIES.values() for rules in policy.kinds.values() for id_ in rules.statements}
    own = {id_ for policy in POLICIES.values() for id_ in policy.statements}
    assert {f"statement.{id_}" for id_ in demanded | own} <= ENGLISH.keys()


def test_every_event_of_a_case_has_words() -> None:
    verbs = set(re.findall(r'Event\(\s*\w+,\s*"([a-z_]+)"', "\n".join(_intake())))
    assert len(verbs) > 10
    assert {f"event.{verb}" for verb in verbs} <= ENGLISH.keys()


def _intake() -> Iterator[str]:
    folder = FOLDER.parent.parent / "intake"
    yield from (path.read_text(encoding="utf-8") for path in folder.glob("*.py"))


def test_every_text_that_is_asked_for_exists() -> None:
    asked = set(re.findall(r'\bt\(\s*"([a-z_.]+[a-z])"', SOURCES))
    counted = {f"{key}.{n}" for key in re.findall(r't\.count\(\s*"([a-z_.]+)"', SOURCES) for n in ("one", "many")}
    assert len(asked) > 80
    assert asked | counted <= ENGLISH.keys()


def test_no_text_is_kept_that_nobody_asks_for() -> None:
    said_by_others = ("event.", "reason.", "sensitive.", "term.", "field.", "occurrence.")
    used = set(used_keys())
    counted = {key for key in ENGLISH if key.endswith((".one", ".many")) and key.rpartition(".")[0] in used}
    unused = {key for key in ENGLISH if key not in used | counted and not key.startswith(said_by_others)}
    assert unused == set()


def test_a_code_without_a_name_is_shown_readably() -> None:
    assert interface("da").name("reason", "a_rule-of_tomorrow") == "a rule of tomorrow"


@pytest.mark.parametrize(
    ("header", "language"),
    [("nl", "nl"), ("de-AT, da;q=0.7, en;q=0.3", "da"), ("DA-dk", "da"), (None, "en"), (";;,,", "en"), ("sv", "en")],
)
def test_the_browser_s_first_language_that_we_speak_is_spoken(header: str | None, language: str) -> None:
    assert accepted(header).language == language


def test_an_interface_that_nobody_speaks_is_english() -> None:
    assert interface("fr").language == "en"
