"""The quality sheet names tests that exist, and a page that is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHEET = (ROOT / "docs" / "channels.md").read_text(encoding="utf-8")


def test_every_test_of_the_quality_sheet_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", SHEET))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 40
    assert named <= there, named - there


def test_no_quality_is_left_open() -> None:
    for line in SHEET.splitlines():
        if line.startswith("| **"):
            assert all(cell.strip() for cell in line.strip("|").split("|")), line
