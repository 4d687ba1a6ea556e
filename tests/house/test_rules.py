"""Every rule that is cited by its id is told in docs/rules.md, and nothing is told there that nobody cites."""

import re

from tests.house.citations import rules
from tests.house.tree import DATA, FLOORS, cells, files, functions, modules, page

OF_THE_HOUSE = {"citations.py", "test_citations.py"}
NAMED = re.compile(r"test_([pr]_[a-z0-9]+_\d+[a-z]?|con_\d+|amb_\d+)_")


def _cited() -> dict[str, str]:
    """Give every rule that code, data or a test cites, with a file that does."""
    citing = [path for path in files(*FLOORS, *DATA, "tests") if path.name not in OF_THE_HOUSE]
    return {rule: str(path) for path in citing for rule in rules(path.read_text("utf-8"))}


def _told() -> list[str]:
    return [row[0] for row in cells(page("rules.md"))]


def test_every_rule_that_is_cited_is_told() -> None:
    untold = {rule: path for rule, path in _cited().items() if rule not in _told()}
    assert not untold, f"say in docs/rules.md what these mean: {untold}"


def test_every_rule_that_a_test_is_named_after_is_told() -> None:
    told = {rule.upper() for rule in _told()}
    paths = [path for path in modules("tests") if path.parent.name != "house"]
    names = [(NAMED.match(one.name), path) for path in paths for one in functions(path)]
    untold = {name[1].replace("_", "-").upper(): str(path) for name, path in names if name}
    assert not {rule: path for rule, path in untold.items() if rule not in told}


def test_every_rule_that_is_told_is_cited() -> None:
    assert set(_told()) <= _cited().keys(), f"nobody cites {set(_told()) - _cited().keys()}"


def test_a_rule_is_told_once_and_in_order() -> None:
    told = _told()
    assert len(set(told)) == len(told)
    for section in page("rules.md").split("\n## ")[1:]:
        here = [row[0] for row in cells(section)]
        assert here == sorted(here, key=_in_order), section.splitlines()[0]


def _in_order(rule: str) -> list[tuple[bool, str, int]]:
    """Sort numbers by size, and before names: R-7-3, R-15-1, R-BSN-1."""
    parts = [(re.match(r"\d+", part), part) for part in rule.split("-")]
    return [(number is None, part if number is None else "", int(number[0]) if number else 0) for number, part in parts]
