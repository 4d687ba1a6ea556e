"""Work is claimed in one way: whoever takes it skips what others hold, and says who it is and until when."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import functions, modules

HAS_AN_END = re.compile(r"claimed_until['\"]?[:=] ?now \+ LEASE")


def _claiming() -> Iterator[tuple[str, str]]:
    """Give every module that writes a claimant into a row, by its name, with what it says."""
    for path in modules("storage"):
        whole = ast.parse(path.read_text("utf-8"))
        words = (word for node in ast.walk(whole) if isinstance(node, ast.Call) for word in node.keywords)
        if any(word.arg == "claimed_by" and not isinstance(word.value, ast.Constant) for word in words):
            yield path.stem, ast.unparse(whole)


def test_arrivals_and_letters_are_claimed() -> None:
    assert {name for name, _ in _claiming()} == {"arrivals", "looks", "outbox"}


def test_a_claim_skips_what_is_held_and_has_an_end() -> None:
    for name, said in _claiming():
        for part in ("skip_locked=True", "free("):
            assert part in said, f"{name} claims without {part}"
        assert HAS_AN_END.search(said), f"{name} claims for ever"


def test_what_passes_by_the_clock_is_swept_without_taking_what_another_holds() -> None:
    (due,) = (
        one for path in modules("storage") if path.stem == "clocks" for one in functions(path) if one.name == "due"
    )
    assert "skip_locked=True" in ast.unparse(due)
