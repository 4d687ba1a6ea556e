"""Our own labelled letters and chat lines: tests/reading/letters/<set>.<language>.jsonl, one JSON object a line.

`aside` is set aside: nothing was learnt from it and nobody looks at its letters while tuning. All others are learnt
from: `before`, `after`, `lines`, `usual` and `daily` are what people mostly write, `calm` is ordinary mail alone, `law`
names articles, `several` and `mixed` have several matters or one in a long story; `taught`, `learnt`, `plain`, `more`,
`near`, `ask`, `rare`, `wide` and `earlier` are worded obliquely or only look like a matter; `pairs` share their words
and not their kind; `noise` has what machines put in; `ticket` is what people type into a form, `formal` what they take
from a template, `desk` what a training provider gets, `world` what anybody gets who is upset, unsure or in a hurry.
"""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "letters"


@dataclass(frozen=True)
class Labelled:
    """A letter and what a person says of it. `kinds` begins with the main one; `set` is where it stands."""

    set: str
    id: str
    language: str
    kinds: tuple[str, ...]
    flags: frozenset[str]
    subject: str
    text: str


def letters(*sets: str) -> list[Labelled]:
    """Give the letters of these sets, in all three languages."""
    rows = (
        (name, json.loads(line))
        for name in sets
        for path in sorted(FOLDER.glob(f"{name}.*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    return [
        Labelled(
            set=name,
            id=row["id"],
            language=row["language"],
            kinds=tuple(row["kinds"]),
            flags=frozenset(row["flags"]),
            subject=row["subject"],
            text=row["text"],
        )
        for name, row in rows
    ]
