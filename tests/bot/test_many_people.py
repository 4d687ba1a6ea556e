"""Conversations as people really hold them, from tables: typing errors, a thought over four lines, second thoughts."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cases.office import Office
from tests.bot.talk import Talk, names

TABLES = sorted(Path(__file__).with_name("talks").glob("*.toml"))
TALKS: list[dict[str, Any]] = [one for table in TABLES for one in tomllib.loads(table.read_text("utf-8"))["talks"]]
SHOWN = ("name", "email", "phone", "customer", "what_is_wrong", "proposed_value")


@pytest.mark.parametrize("written", TALKS, ids=[one["title"] for one in TALKS])
def test_a_conversation_goes_as_a_good_clerk_would_hold_it(offices: dict[str, Office], written: dict[str, Any]) -> None:
    talk = Talk.begin(offices[written["organisation"]], written["page"])
    for text, said, *opened in written["lines"]:
        turn = talk.write(text.removesuffix("++"), files=int(text.endswith("++")))
        assert ", ".join(names(turn)) == said, f"to {text!r}: {talk.shown()}"
        assert [case.kind for case in talk.lines[-1].opened] == " ".join(opened).split(), f"opened by {text!r}"
    assert {name: talk.gathered.told[name] for name in SHOWN if name in talk.gathered.told} == written["told"]
    assert talk.dialogue.language == written["language"]


def test_the_tables_hold_all_organisations_and_languages() -> None:
    assert len(TALKS) == len({one["title"] for one in TALKS})
    assert {one["organisation"] for one in TALKS} == {"alottbetter", "jensenskurser", "mentor", "mentorix", "metier"}
    assert {one["language"] for one in TALKS} == {"da", "nl", "en"}
