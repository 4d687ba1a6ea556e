"""A case repeats the end of its next clock: whoever moves a clock brings the case's own date up to it."""

from pathlib import Path

from tests.house.tree import calls, modules, shown

MOVES = {"clocks.stop", "clocks.restart", "clocks.start"}
FOLLOWS = "casebook.refresh_due"


def _said(path: Path) -> set[str]:
    return {name for name, _ in calls(path)}


def test_whoever_moves_a_clock_refreshes_the_case() -> None:
    moving = [path for path in modules("intake", "mail", "bot", "desk", "service") if _said(path) & MOVES]
    forgetful = [shown(path) for path in moving if FOLLOWS not in _said(path)]
    assert not forgetful, f"they move a clock and leave the case's due_at behind: {forgetful}"


def test_clocks_are_moved_somewhere() -> None:
    assert any(_said(path) & MOVES for path in modules("intake")), "the finder has gone blind"
