"""A letter is made once: its Message-ID when it is written down, the same bytes at every attempt."""

import ast
from pathlib import Path

from tests.house.tree import FLOORS, ROOT, calls, modules, shown

OUTBOX = ROOT / "storage/outbox.py"
DRAWS = {"secrets", "random", "uuid", "time", "datetime"}
LETTERS_OF_OTHERS = "service/"
"""What the bench and the trial send are letters of strangers, who make their own."""


def _written(path: Path) -> list[ast.Call]:
    return [node for name, node in calls(path) if name == "page.add" and ast.unparse(node.args[0]) == "OUTBOX"]


def test_a_letter_is_written_down_in_one_place_with_its_message_id() -> None:
    assert [path for path in modules(*FLOORS) if _written(path)] == [OUTBOX]
    assert all("message_id" in {word.arg for word in node.keywords} for node in _written(OUTBOX))


def test_nobody_makes_a_message_id_on_the_way_out() -> None:
    ours = [path for path in modules(*FLOORS) if not shown(path).startswith(LETTERS_OF_OTHERS)]
    assert not [shown(path) for path in ours for name, _ in calls(path) if name.split(".")[-1] == "make_msgid"]


def test_composing_draws_nothing_new() -> None:
    """What the letter consists of is in the outbox: the second attempt is the first one, byte for byte."""
    assert not {name for name, _ in calls(ROOT / "mail/compose.py") if name.split(".")[0] in DRAWS}
