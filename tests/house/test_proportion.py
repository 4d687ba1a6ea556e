"""There is at least as much test as code; what is aimed at is a third more."""

from pathlib import Path

from tests.house.tree import FLOORS, modules

AT_LEAST = 1.0
AIM = 1.3


def _lines(paths: tuple[Path, ...]) -> int:
    return sum(len(path.read_text("utf-8").splitlines()) for path in paths)


def test_there_is_at_least_as_much_test_as_code() -> None:
    code, tests = _lines(modules(*FLOORS)), _lines(modules("tests"))
    print(f"tests : code = {tests} : {code} = {tests / code:.2f} (aim {AIM})")  # noqa: T201 - shown with -s and on failure
    assert tests >= AT_LEAST * code
