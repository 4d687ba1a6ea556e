"""The handbook names every key that a policy can have, and none that it cannot."""

import re
import tomllib
from pathlib import Path

from cases.kind import Kind
from cases.organisation import Sight
from cases.policy import MAY_LEAVE_UNSEEN, REQUIREMENTS, ClockName
from storage.policies import FILE, SHIPPED
from storage.policy_reader import policy_of
from storage.policy_table import Table

PAGE = (Path(__file__).parents[2] / "docs/reference/policy-keys.md").read_text(encoding="utf-8")
WRITTEN = frozenset(re.findall(r"`([^`]+)`", PAGE))


def known() -> frozenset[str]:
    """Give every key that the reader asks for, with a customer added so that it asks for those too."""
    values = tomllib.loads((SHIPPED / "mentorix" / FILE).read_text(encoding="utf-8"))
    table = Table(values | {"customer": [{}], "consequence": [{}]}, "", [])
    policy_of(table)
    return table.known()


def test_every_key_stands_in_the_handbook() -> None:
    tables = {
        "clock",
        "step",
        "rules",
        "quote",
        "role",
        "queue",
        "statement",
        "customer",
        "retention",
        "recipient",
        "consequence",
    }
    named = {key for key in tables if f"[[{key}]]" in WRITTEN or f"[[rules.{key}]]" in WRITTEN}
    assert tables <= named
    sections = {key for key in ("organisation", "hours", "unseen", "links", "questions") if f"[{key}]" in WRITTEN}
    assert known() - tables - sections - {"contact"} <= WRITTEN


def test_every_key_in_a_table_of_the_handbook_is_known_to_the_reader() -> None:
    keys = {key for row in re.findall(r"^\| (`[^|]+) \|", PAGE, re.MULTILINE) for key in re.findall(r"`([^`]+)`", row)}
    assert keys <= known()


def test_every_word_that_a_key_can_take_stands_in_the_handbook() -> None:
    assert {*Kind, *ClockName, *Sight, *REQUIREMENTS, *MAY_LEAVE_UNSEEN} <= WRITTEN
