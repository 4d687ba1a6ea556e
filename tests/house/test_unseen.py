"""Nothing leaves unseen unless the organisation's policy lists it: there are two ways out, and both are guarded."""

import ast
from pathlib import Path

from tests.house.tree import FLOORS, ROOT, calls, modules, shown


def _letters(path: Path) -> list[ast.Call]:
    return [node for name, node in calls(path) if name == "Outgoing"]


def test_a_letter_is_written_as_a_draft_or_by_leave_of_the_policy() -> None:
    written = [
        (path, letter) for path in modules("intake", "mail", "bot", "desk", "service") for letter in _letters(path)
    ]
    assert written, "the finder has gone blind"
    for path, letter in written:
        released = next((ast.unparse(word.value) for word in letter.keywords if word.arg == "released"), "")
        assert released == "False" or "leaves_unseen(" in released, (
            f"{shown(path)} writes a letter released by {released!r}"
        )


def test_letters_are_written_in_intake_alone() -> None:
    assert {shown(path).split("/")[0] for path in modules(*FLOORS) if _letters(path)} == {"storage", "intake"}


def test_only_an_approval_lets_a_draft_out() -> None:
    releasing = [path for path in modules(*FLOORS) for name, _ in calls(path) if name == "outbox.release"]
    assert releasing == [ROOT / "intake/approve.py"]
