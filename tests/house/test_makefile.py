"""The Makefile is the menu: what it lists is there, and says what it does."""

import re
from shutil import which
from subprocess import run

import pytest

from tests.house.tree import ROOT

MENU = dict(re.findall(r"^([a-z]+):.*?## (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("target", ["setup", "try", "test", "check", "fmt", "docs", "bench"])
def test_a_target_is_on_the_menu_with_its_sentence(target: str) -> None:
    assert len(MENU.get(target, "").split()) >= 3


@pytest.mark.skipif(which("make") is None, reason="make is not installed")
def test_make_alone_shows_the_menu() -> None:
    shown = run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607 - whatever make there is
    assert all(f"make {target}" in shown and sentence in shown for target, sentence in MENU.items())


def test_the_check_of_every_change_is_make_test_and_nothing_weaker() -> None:
    assert "make test" in (ROOT / ".ci/run").read_text("utf-8")
    assert re.search(r"^test:.*\bcheck\b", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
