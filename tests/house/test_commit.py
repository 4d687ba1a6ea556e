"""The book opens and commits; a use case is a plain function over the page it is given."""

import ast
from pathlib import Path

from tests.house.tree import BELOW_THE_CHANNELS, FLOORS, ROOT, calls, functions, modules, shown

BOOK = {ROOT / "storage/book.py", ROOT / "storage/migrate.py"}
MAY_AWAIT = {"storage/book.py", "storage/bell.py", "storage/listener.py"}
YARDSTICK = ROOT / "service/bench/limit.py"
"""The bench compares with a bare server that commits each letter alone; that one is no part of the service."""
ENDS = ("commit", "rollback")
BEGINS = ("begin", "begin_nested")


def _opens(path: Path) -> set[str]:
    """Give what a module says to a connection that only the book may say; `threads.begin(page, …)` is another word."""
    return {
        name
        for name, node in calls(path)
        if isinstance(node.func, ast.Attribute)
        and (node.func.attr in ENDS or (node.func.attr in BEGINS and not node.args))
    }


def test_nobody_but_the_book_begins_or_commits() -> None:
    others = [path for path in modules(*FLOORS) if path not in BOOK and path != YARDSTICK]
    assert not {shown(path): said for path in others if (said := _opens(path))}


def test_the_book_does_begin() -> None:
    assert all(_opens(path) for path in BOOK), "the finder has gone blind"


def test_nothing_below_the_channels_is_asynchronous() -> None:
    waits = {
        f"{shown(path)}: {one.name}"
        for path in modules(*BELOW_THE_CHANNELS)
        if shown(path) not in MAY_AWAIT
        for one in functions(path)
        if isinstance(one, ast.AsyncFunctionDef)
    }
    assert not waits
