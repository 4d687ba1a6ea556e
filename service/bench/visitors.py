"""The visitors of the bench's chat: who they write to, and what they say, the same every time for the same seed."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from cases.policy import Policy
from service.bench.letters import SEED

OWN_LANGUAGE = 0.75
"""So many write in the language of the organisation."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who has a matter: their network address, the organisation and language, and their lines in order."""

    peer: str
    organisation: str
    language: str
    lines: tuple[str, ...]


def visitors(policies: Sequence[Policy], seed: int = SEED) -> Iterator[Visitor]:
    """Give visitor after visitor without end, none from the address of another."""
    chance = Random(seed)  # noqa: S311 - reproducible is what it has to be
    number = 0
    while True:
        number += 1
        yield _visitor(number, chance.choice(policies), chance)


def _visitor(number: int, policy: Policy, chance: Random) -> Visitor:
    first, *others = policy.languages
    language = first if chance.random() < OWN_LANGUAGE else chance.choice(others or [first])
    words = _words()[language]
    told = {"name": chance.choice(words["names"]), "address": f"visitor.{number}@mail{number % 200}.example"}
    answers = (line.format(**told) for line in words["answers"])
    peer = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return Visitor(peer, policy.id, language, (chance.choice(words["matters"]), *answers))


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("service.bench") / "words" / "chat.toml").read_text("utf-8"))
