"""What is said outright counts, whatever month, course, name or price stands beside it; what only sounds so does not.

The statements stand in plain.toml. Each is put into every frame of its language, about one thing after another: which
goes with which is the same in every run.
"""

import tomllib
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from cases.kind import Kind
from reading.kinds import kinds
from reading.letter import Letter
from reading.likeness import no_model
from reading.opinion import opinion
from reading.outright import outright
from reading.read import read_text
from reading.rules import finds_of_kinds
from storage.policies import read_policies

PLAIN = tomllib.loads(Path(__file__).with_name("plain.toml").read_text("utf-8"))
SAID = [(language, kind) for language, table in PLAIN.items() for kind in table["said"]]
NOT_SAID = [(language, why) for language, table in PLAIN.items() for why in table["not"]]
POLICY = read_policies()["mentorix"]


def texts(language: str, statements: list[str]) -> Iterator[str]:
    """Put each statement into each frame."""
    around = PLAIN[language]["around"]
    numbers = count()
    for statement in statements:
        for frame in around["around"]:
            said = statement.replace("{what}", around["what"][next(numbers) % len(around["what"])])
            yield frame.format(said, lower=said.lower(), upper=said.upper())


def found(text: str, language: str) -> list[Kind]:
    letter = Letter.of("", text, language)
    return [one.kind for one in kinds(letter, opinion(letter, no_model))]


def said_outright(text: str, language: str) -> set[Kind]:
    letter = Letter.of("", text, language)
    return set(outright(finds_of_kinds(letter), letter, ()))


@pytest.mark.parametrize(("language", "kind"), SAID)
def test_what_is_said_outright_counts_whatever_stands_beside_it(language: str, kind: str) -> None:
    missed = [text for text in texts(language, PLAIN[language]["said"][kind]) if kind not in found(text, language)]
    assert not missed


@pytest.mark.parametrize(("language", "why"), NOT_SAID)
def test_what_is_negated_supposed_asked_or_told_of_another_is_not_said_outright(language: str, why: str) -> None:
    taken = [text for text in texts(language, PLAIN[language]["not"][why]) if said_outright(text, language)]
    assert not taken


@pytest.mark.parametrize("language", PLAIN)
def test_ordinary_wishes_stay_ordinary(language: str) -> None:
    wishes = list(texts(language, PLAIN[language]["not"]["ordinary"]))
    taken = [text for text in wishes if found(text, language) not in ([Kind.OTHER], [Kind.FEEDBACK])]
    assert len(taken) <= 0.05 * len(wishes), taken


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jeg vil gerne klage over prøven i juni. Den varede kortere end lovet.", Kind.COMPLAINT),
        ("Jeg vil gerne klage over prøven i juni.", Kind.COMPLAINT),
        ("Ik wil graag een klacht indienen over de toets in juni.", Kind.COMPLAINT),
        ("I am appealing my result in the exam in June.", Kind.APPEAL),
    ],
)
def test_a_line_is_so_read_with_whatever_model_there_is(text: str, kind: Kind) -> None:
    assert kind in {one.kind for one in read_text(text, POLICY).kinds}


def test_who_says_it_outright_is_shown_it_and_nobody_has_to_look_twice() -> None:
    letter = Letter.of("", "Jeg vil gerne klage over prøven i juni.", "da")
    (only,) = kinds(letter, opinion(letter, no_model))
    assert only.confidence >= 0.95
    assert only.evidence[0].casefold() in "jeg vil gerne klage over prøven i juni."


@pytest.mark.parametrize(
    "text",
    [
        "I will complain about the exam in June, unless you answer.",
        'He shouted: "I want to complain about the exam. I want to appeal."',
        "Our customer tells us: I want to complain about the exam.",
        "I want to know how you handle it when people complain about the exam.",
        "We have a complaint from one of your students about the exam.",
        "I appeal to you to open the window.",
    ],
)
def test_threats_quotations_and_what_others_say_are_not_said_outright(text: str) -> None:
    assert not said_outright(text, "en")


def test_a_quotation_that_is_closed_hides_nothing() -> None:
    text = 'The teacher said "shut up" twice. I want to complain about the exam.'
    assert said_outright(text, "en") == {Kind.COMPLAINT}


def test_who_tells_what_he_said_himself_says_it_again() -> None:
    assert said_outright("As I said: I want to complain about the exam.", "en") == {Kind.COMPLAINT}


def test_a_complaint_about_a_decision_or_about_privacy_is_the_narrower_one() -> None:
    assert said_outright("Jeg klager over jeres afgørelse.", "da") == {Kind.APPEAL}
    assert said_outright("I have a complaint about how you handle my data.", "en") == {Kind.PRIVACY_COMPLAINT}


def test_a_misspelt_connection_corrects_nothing() -> None:
    text = "I ask you to erase the health information I sent in connection with the exam."
    assert Kind.RECTIFICATION not in said_outright(text, "en")


def test_what_is_named_already_is_not_said_twice() -> None:
    letter = Letter.of("", "I want to complain about the exam.", "en")
    assert not outright(finds_of_kinds(letter), letter, [Kind.COMPLAINT])
