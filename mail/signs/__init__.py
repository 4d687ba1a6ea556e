"""The words by which machines give themselves away, one text file for each thing they say.

A file holds one pattern a line, in lower case; a line that begins with "#" is a comment, "[name]" begins a new group,
and "@" names words of which the text must hold one before the patterns of the group are tried, which keeps it quick.
"""

import re
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Group:
    """Patterns that mean the same. `needles` is empty where the patterns are always tried."""

    needles: tuple[str, ...]
    pattern: re.Pattern[str]

    def found(self, text: str) -> bool:
        """Say whether the text, in lower case, holds one of the patterns."""
        if self.needles and not any(needle in text for needle in self.needles):
            return False
        return self.pattern.search(text) is not None


@dataclass(frozen=True)
class Signs:
    """What one file tells: groups of patterns."""

    groups: tuple[Group, ...]

    def found(self, text: str) -> bool:
        """Say whether the text, in lower case, holds any of the patterns."""
        return any(group.found(text) for group in self.groups)

    def count(self, text: str) -> int:
        """Count the groups that the text, in lower case, holds something of."""
        return sum(group.found(text) for group in self.groups)


def signs(name: str) -> Signs:
    """Read the file of that name beside this module."""
    text = files(__package__).joinpath(f"{name}.txt").read_text("utf-8")
    sections = re.split(r"^\[.*\]$", text, flags=re.MULTILINE)
    return Signs(tuple(_group(section.splitlines()) for section in sections if _patterns(section.splitlines())))


def _group(lines: list[str]) -> Group:
    needles = tuple(word.replace("_", " ") for line in lines if line.startswith("@") for word in line[1:].split())
    return Group(needles, re.compile("|".join(f"(?:{line})" for line in _patterns(lines)), re.MULTILINE))


def _patterns(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip() and not line.startswith(("#", "@"))]
