"""The traits that were seen often enough to be weighed, and what each counts in a letter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reading.traits import SORTS, Said, of_word

WORDS_REMEMBERED = 16_384

Places = NDArray[np.int64]
Values = NDArray[np.float64]
Vector = tuple[Places, Values]
"""Which known traits a text has, and what each counts."""


@dataclass(frozen=True)
class Vocabulary:
    """The known traits: `place` finds one in arrays of weights; `sort` is its sort, `rarity` how seldom it is."""

    place: Mapping[str, int]
    sort: Places
    rarity: Values

    @classmethod
    def of(cls, kept: Mapping[str, NDArray[Any]]) -> "Vocabulary":
        """Give the vocabulary of arrays as `arrays` gave them."""
        known = bytes(kept["traits"]).decode().split("\n")
        return cls(
            place={trait: place for place, trait in enumerate(known)},
            sort=np.array([SORTS.index(trait[0]) for trait in known]),
            rarity=kept["rarity"].astype(np.float64),
        )

    def arrays(self) -> dict[str, Any]:
        """Give it to be written down."""
        return {
            "traits": np.frombuffer("\n".join(self.place).encode(), np.uint8),
            "rarity": self.rarity.astype(np.float16),
        }

    def vector(self, said: Said) -> Vector:
        """Give the places of the traits that are known, and what each counts: every sort as much as another."""
        known = set(self._known(said.more)).union(*map(self._of_word, said.words))
        places = np.sort(np.fromiter(known, np.int64, len(known)))
        counts, sorts = self.rarity[places], self.sort[places]
        lengths = np.sqrt(np.bincount(sorts, counts**2, len(SORTS)))
        return places, counts / np.maximum(lengths[sorts], np.finfo(np.float64).tiny)

    @cached_property
    def _of_word(self) -> Callable[[str], tuple[int, ...]]:
        """Give the places of a word's traits; most words of a letter stand in many, so they are remembered."""
        return lru_cache(WORDS_REMEMBERED)(lambda word: self._known(of_word(word)))

    def _known(self, traits: Iterable[str]) -> tuple[int, ...]:
        return tuple([place for place in map(self.place.get, traits) if place is not None])
