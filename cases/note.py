"""What a member of staff writes down about a case for colleagues. It never leaves the house."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.staff import Staff


@dataclass(frozen=True)
class Note:
    """A note: its text without national numbers, who wrote it when, and the colleagues it mentions."""

    id: int
    text: str
    by: int
    at: datetime
    mentions: tuple[int, ...] = ()


def mentioned(text: str, people: Iterable[Staff]) -> tuple[Staff, ...]:
    """Give the people whom a text mentions: "@Bo Lund", "@bo@mentorix.dk", or "@Bo" where one alone is called so.

    Capitals do not count. An address that stands in the text mentions nobody.
    """
    everybody = tuple(people)
    found = tuple(one for one in everybody if any(_at(text, name) for name in (one.name, one.email)))
    first = {one.id: one.name.partition(" ")[0].casefold() for one in everybody}
    longer = {name for one in found for name in (one.name.partition(" ")[0].casefold(),)}
    alone = (
        one
        for one in everybody
        if first[one.id] not in longer and [*first.values()].count(first[one.id]) == 1 and _at(text, first[one.id])
    )
    return (*found, *(one for one in alone if one not in found))


def _at(text: str, name: str) -> bool:
    return bool(name and re.search(rf"(?<![\w.])@{re.escape(name)}(?![\w-]|\.\w)", text, re.IGNORECASE))
