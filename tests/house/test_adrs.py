"""Decision records: numbered, half a page, five headings, and each names what enforces it."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, functions, page, shown

RECORDS = sorted((ROOT / "docs/adr").glob("*.md"))
HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
HALF_A_PAGE = 350
_PLACE = re.compile(r"`([\w./-]+\.(?:py|toml))(?:::(\w+))?`")


def test_records_are_numbered_without_a_gap_and_listed_in_the_index() -> None:
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))
    assert all(f"](adr/{path.name})" in page("index.md") for path in RECORDS)


@pytest.mark.parametrize("path", RECORDS, ids=shown)
def test_a_record_has_its_title_and_five_headings_on_half_a_page(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(f"# {int(path.name[:4])} · ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert len(text.split()) <= HALF_A_PAGE


@pytest.mark.parametrize("path", RECORDS, ids=shown)
def test_what_enforces_a_decision_is_there(path: Path) -> None:
    places = _PLACE.findall(path.read_text("utf-8").split("## Enforced by")[1])
    assert places, "name the test, or the contract in pyproject.toml"
    for place, test in places:
        assert (ROOT / place).is_file(), f"there is no {place}"
        assert not test or test in {one.name for one in functions(ROOT / place)}, f"{place} has no {test}"


@pytest.mark.parametrize("path", RECORDS, ids=shown)
def test_a_contract_that_enforces_a_decision_is_in_the_project_file(path: Path) -> None:
    enforced = path.read_text("utf-8").split("## Enforced by")[1]
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    for contract in re.findall(r'"([A-Z][^"]+)"', enforced):
        assert f'name = "{contract}"' in project, f"pyproject.toml has no contract {contract}"
