"""How much test there is for the code: a floor that only ever rises, and what is aimed at."""

from pathlib import Path

from tests.house.tree import FLOORS, modules

AT_LEAST = 0.75
"""Raise it with every stretch of tests that lands."""
AIM = 1.3


def _lines(paths: tuple[Path, ...]) -> int:
    return sum(len(path.read_text("utf-8").splitlines()) for path in paths)


def test_the_tests_keep_up_with_the_code() -> None:
    code, tests = _lines(modules(*FLOORS)), _lines(modules("tests"))
    print(f"tests : code = {tests} : {code} = {tests / code:.2f} (aim {AIM})")  # noqa: T201 - shown with -s and on failure
    assert tests >= AT_LEAST * code
