"""The tables of reading: what people write in each language, and what it shows. Data in reading/wording/."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files

from cases.kind import Kind
from reading.phrases import Phrases

LANGUAGES = ("da", "nl", "en")


@dataclass(frozen=True)
class Rule:
    """What a find of `concept` shows: a kind, and how sure one find alone makes us (0 to 1).

    It does not count in a sentence with one of `unless`, in a letter without any of `needs` (where there are some), nor,
    where it is `negatable`, right after words that say it is not wanted.
    """

    concept: str
    kind: Kind
    sure: float
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    negatable: bool = False


def _table(name: str) -> dict[str, object]:
    return tomllib.loads(files("reading").joinpath("wording", f"{name}.toml").read_text("utf-8"))
