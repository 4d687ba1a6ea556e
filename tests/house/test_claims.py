"""Work is claimed in one way: whoever takes it skips what others hold, and says who it is and until when."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import functions, modules

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _claiming() -> Iterator[tuple[Path, Function]]:
    """Give every function that writes a claimant into a row."""
    for path in modules("storage"):
        for one in functions(path):
            set_to = [
                word.value
                for node in ast.walk(one)
                if isinstance(node, ast.Call)
                for word in node.keywords
                if word.arg == "claimed_by"
            ]
            if any(not isinstance(value, ast.Constant) for value in set_to):
                yield path, one


def test_arrivals_and_letters_are_claimed() -> None:
    assert {path.stem for path, _ in _claiming()} == {"arrivals", "looks", "outbox"}


def test_a_claim_skips_what_is_held_and_has_an_end() -> None:
    for path, one in _claiming():
        said = ast.unparse(one)
        for part in ("skip_locked=True", "free(", "claimed_until=now + LEASE"):
            assert part in said, f"{path.stem}.{one.name} claims without {part}"


def test_what_passes_by_the_clock_is_swept_without_taking_what_another_holds() -> None:
    (due,) = (
        one for path in modules("storage") if path.stem == "clocks" for one in functions(path) if one.name == "due"
    )
    assert "skip_locked=True" in ast.unparse(due)
