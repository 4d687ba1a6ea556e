"""Our own labelled letters and chat lines: tests/reading/letters/<set>.<language>.jsonl, one JSON object a line.

`before` was written before there were any tables, `after` and `lines` afterwards, in rounds: each round was read first
by tables that had never seen it, and then learnt from. What the rounds gave on first reading is told in test_kinds.py.
"""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "letters"


@dataclass(frozen=True)
class Labelled:
    """A letter and what a person says of it. `kinds` begins with the main one."""

    id: str
    language: str
    kinds: tuple[str, ...]
    flags: frozenset[str]
    subject: str
    text: str


def letters(*sets: str) -> list[Labelled]:
    """Give the letters of these sets, in all three languages."""
    rows = (
        json.loads(line)
        for name in sets
        for path in sorted(FOLDER.glob(f"{name}.*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    return [
        Labelled(
            id=row["id"],
            language=row["language"],
            kinds=tuple(row["kinds"]),
            flags=frozenset(row["flags"]),
            subject=row["subject"],
            text=row["text"],
        )
        for row in rows
    ]
