"""A new organisation is a folder in policies/: no line of code knows one by name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import FLOORS, ROOT, modules, shown, tree

IDS = {path.name for path in (ROOT / "policies").iterdir() if path.is_dir() and path.name != "__pycache__"}
STORIES = ("service/bench/", "service/samples/", "service/trying/")
"""Letters that are sent to the five organisations we ship, to show and to measure."""


def _decisions(path: Path) -> Iterator[str]:
    """Give every text that code compares, looks up, or keeps in a collection."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Compare | ast.Dict | ast.Set | ast.Subscript):
            yield from (
                one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_there_are_organisations_to_look_for() -> None:
    assert len(IDS) >= 5


def test_no_line_of_code_decides_by_an_organisation() -> None:
    code = [path for path in modules(*FLOORS) if not shown(path).startswith(STORIES)]
    deciding = {shown(path): known for path in code if (known := IDS & set(_decisions(path)))}
    assert not deciding, f"put it into the policy: {deciding}"


@pytest.mark.parametrize("id_", sorted(IDS))
def test_an_organisation_is_data_and_its_own_words(id_: str) -> None:
    assert {path.suffix for path in (ROOT / "policies" / id_).iterdir()} <= {".toml", ".txt"}
