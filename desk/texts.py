"""The words of the interface, in the languages it speaks."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"
PARTS = FOLDER / "parts"
DEEDS = Path(__file__).parent / "deeds" / "texts"
LANGUAGES = ("da", "nl", "en")


@dataclass(frozen=True)
class Texts:
    """One language of the interface. `words` by dotted key; where a text has holes, they are named in braces."""

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, **holes: object) -> str:
        """Give the text of a key; raise KeyError where there is none: a house without a word for it is unfinished."""
        return self.words[key].format(**holes) if holes else self.words[key]

    def name(self, group: str, code: str) -> str:
        """Give the name of a code of another part of the program (a rule, an event), or the code itself, readable."""
        return self.words.get(f"{group}.{code}") or code.replace("_", " ").replace("-", " ")

    def count(self, key: str, n: int) -> str:
        """Give a text that has a number in it: `key.one` for one, else `key.many`."""
        return self(f"{key}.one" if n == 1 else f"{key}.many", n=n)


@cache
def texts(language: str) -> Texts:
    """Read one language's file, and what each part of the desk and each deed says in it under its own name."""
    words = dict(_flat(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))))
    for folder, above in ((PARTS, ""), (DEEDS, "deed.")):
        for path in sorted(folder.glob("*.toml")):
            mine = tomllib.loads(path.read_text(encoding="utf-8"))[language]
            words.update(_flat(mine, f"{above}{path.stem}."))
    return Texts(language, words)


def interface(wished: str) -> Texts:
    """Give the interface in a language that was wished for, or in English."""
    return texts(wished if wished in LANGUAGES else "en")


def accepted(header: str | None) -> Texts:
    """Give the interface for a browser's Accept-Language, before anybody is known; its order decides."""
    wishes = ((header or "").replace(" ", "").lower()).split(",")
    languages = (wish.partition(";")[0].partition("-")[0] for wish in wishes)
    return texts(next((language for language in languages if language in LANGUAGES), "en"))


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield f"{above}{key}", value
        else:
            yield from _flat(value, f"{above}{key}.")
