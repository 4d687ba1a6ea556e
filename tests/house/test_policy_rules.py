"""Every rule of an organisation's own policy is lived through, or forbidden, in a test that bears its name."""

import re

from tests.house.tree import ROOT, cells, functions, page

OF_A_POLICY = re.compile(r"P-[A-Z]{2}-\d\d")
NAMED = re.compile(r"test_(p_[a-z]{2}_\d\d)_")


def _told() -> set[str]:
    """Give the rules of policies that docs/rules.md tells."""
    return {row[0] for row in cells(page("rules.md")) if OF_A_POLICY.fullmatch(row[0])}


def _tested() -> set[str]:
    paths = [path for path in (ROOT / "tests").rglob("test_*.py") if path.parent.name != "house"]
    names = [NAMED.match(one.name) for path in paths for one in functions(path)]
    return {name[1].replace("_", "-").upper() for name in names if name}


def test_there_are_rules_to_look_for() -> None:
    assert len(_told()) > 80


def test_every_rule_of_a_policy_has_a_test_of_its_name() -> None:
    missing = sorted(_told() - _tested())
    assert not missing, f"no test is named by {missing}"


def test_no_test_bears_the_name_of_a_rule_that_nobody_made() -> None:
    assert _tested() <= _told()
