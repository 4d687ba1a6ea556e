"""Only the channels and the service ask what time it is; below them, now is an argument."""

import ast
from pathlib import Path

from tests.house.tree import BELOW_THE_CHANNELS, imports, modules, shown, tree

ASKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"}
OWNERS = {"datetime", "date", "time", "datetime.datetime", "datetime.date"}
CLOCKS = {"time.time", "time.time_ns", "time.localtime", "time.gmtime"}


def test_nobody_below_the_channels_asks_what_time_it_is() -> None:
    asking = {shown(path): asked for path in modules(*BELOW_THE_CHANNELS) if (asked := _asked(path))}
    assert not asking, f"take now as an argument: {asking}"


def test_the_service_does_ask() -> None:
    assert any(_asked(path) for path in modules("service")), "the finder has gone blind"


def _asked(path: Path) -> set[str]:
    asked = {
        ast.unparse(node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ASKS and ast.unparse(node.value) in OWNERS
    }
    return asked | CLOCKS & set(imports(path))
