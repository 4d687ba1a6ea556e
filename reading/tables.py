"""The tables of reading: what people write in each language, and what it shows. Their data is in reading/wording/."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from typing import TypedDict

from cases.kind import Flag, Kind
from reading.phrases import Phrases

LANGUAGES = ("da", "nl", "en")

_SPELT_RIGHT = frozenset({"awful", "bad", "demand", "praise", "set_right", "suggest", "teaching", "trouble"})
"""Words that weigh alone: with a letter wrong, too many others would be among them (foråret, forarget)."""


@dataclass(frozen=True)
class Rule:
    """What a find of `concept` shows, a kind or a flag, and how sure one find alone makes us (0 to 1).

    It does not count in a sentence with one of `unless`, in a letter without one of `needs` (each a choice) or with one
    of `lacks`, nor, where it is `negatable`, right after words that say it is not wanted. One that is `outright` is
    weighed by itself (reading/outright.py).
    """

    concept: str
    shows: Kind | Flag
    sure: float
    unless: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]
    negatable: bool
    outright: bool


class _Row(TypedDict, total=False):
    """A rule as it is written down."""

    kind: str
    flag: str
    sure: float
    unless: list[str]
    needs: list[str]
    lacks: list[str]
    negatable: bool
    outright: bool
    phrases: list[str]


def _rule(concept: str, row: _Row) -> Rule:
    return Rule(
        concept=concept,
        shows=Kind(row["kind"]) if "kind" in row else Flag(row["flag"]),
        sure=row["sure"],
        unless=tuple(row.get("unless", ())),
        needs=tuple(tuple(need.split("|")) for need in row.get("needs", ())),
        lacks=tuple(row.get("lacks", ())),
        negatable=row.get("negatable", False),
        outright=row.get("outright", False),
    )


def _load() -> tuple[tuple[Rule, ...], Phrases]:
    """Read every table; raises ValueError or KeyError where one is wrong, so that it cannot be shipped."""
    folder = files("reading").joinpath("wording")
    concepts: defaultdict[str, list[str]] = defaultdict(list)
    rules: list[Rule] = []
    for name in (*LANGUAGES, "kinds", "flags", "outright"):
        table = tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))
        rows: list[_Row] = table.pop("rule", [])
        written: dict[str, list[str]] = table.pop("concepts", table)
        for row in rows:
            rules.append(_rule(f"rule {len(rules)}", row))
            written[rules[-1].concept] = row["phrases"]
        for concept, phrases in written.items():
            concepts[concept] += phrases
    return tuple(rules), Phrases(concepts, _SPELT_RIGHT)


RULES, PHRASES = _load()
_OF_KINDS = tuple((rule.shows, rule) for rule in RULES if isinstance(rule.shows, Kind))
KIND_RULES = tuple((kind, rule) for kind, rule in _OF_KINDS if not rule.outright)
OUTRIGHT_RULES = tuple((kind, rule) for kind, rule in _OF_KINDS if rule.outright)
FLAG_RULES = tuple((rule.shows, rule) for rule in RULES if isinstance(rule.shows, Flag))
