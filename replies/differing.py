"""What a person changed in a text: its words, those that came and those that went. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")
MOST = 20_000
"""Words of a text beyond which nobody would read a difference, and it would take long to find."""


@dataclass(frozen=True)
class Part:
    """Some words: `change` is "ins", "del" or "" where they are in both texts."""

    change: str
    text: str


def difference(before: str, after: str) -> tuple[Part, ...]:
    """Give what became of a text, word by word; () where nothing was changed but blanks at its ends."""
    old, new = _WORDS.findall(before.strip()), _WORDS.findall(after.strip())
    if old == new or max(len(old), len(new)) > MOST:
        return ()
    return tuple(_parts(old, new))


def changed(parts: Iterable[Part]) -> int:
    """Count the words that came or went."""
    return sum(len(part.text.split()) for part in parts if part.change)


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Part("", "".join(old[i:j]))
            continue
        if gone := "".join(old[i:j]):
            yield Part("del", gone)
        if came := "".join(new[k:m]):
            yield Part("ins", came)
