"""What the traits of a letter weigh for each kind, as it was learnt from our own letters and written down."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cases.kind import Kind
from reading.traits import SORTS

KINDS = (
    Kind.ACCESS,
    Kind.RECTIFICATION,
    Kind.ERASURE,
    Kind.RESTRICTION,
    Kind.PORTABILITY,
    Kind.OBJECTION,
    Kind.CONSENT_WITHDRAWAL,
    Kind.PRIVACY_COMPLAINT,
    Kind.COMPLAINT,
    Kind.APPEAL,
    Kind.FEEDBACK,
    Kind.OTHER,
)
"""The kinds in the order of the weights."""
TRAITS_ALONE, WITH_LIKENESS = "traits.npz", "likeness.npz"
"""The files of weights, in reading/wording."""
LIKENESS = 384
"""Numbers of a likeness."""
CLOSENESS = 4.0
"""What a likeness counts for beside the traits, before it is weighed; chosen by cross-validation."""
STEPS = 127
"""Steps of a weight on either side of nought, as it is written down."""

Places = NDArray[np.int64]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What each trait weighs. `place` finds a trait in the arrays; `sort` is its sort, `rarity` how seldom it is.

    `of_kinds` has a row a trait and a column a kind, `of_likeness` a row a number of a likeness (none where these
    weights are for traits alone); `before` is what each kind weighs before anything is read.
    """

    place: Mapping[str, int]
    sort: Places
    rarity: Values
    of_kinds: Values
    of_likeness: Values
    before: Values

    @classmethod
    def read(cls, path: Path) -> "Weights":
        """Read weights as `write` wrote them."""
        with np.load(path, allow_pickle=False) as kept:
            known = bytes(kept["traits"]).decode().split("\n")
            return cls(
                place={trait: place for place, trait in enumerate(known)},
                sort=np.array([SORTS.index(trait[0]) for trait in known]),
                rarity=kept["rarity"].astype(np.float64),
                of_kinds=kept["steps"] * float(kept["step"]),
                of_likeness=kept["of_likeness"].astype(np.float64),
                before=kept["before"].astype(np.float64),
            )

    def write(self, path: Path) -> None:
        """Write the weights down in whole steps; those that weigh nothing are left out."""
        step = np.abs(self.of_kinds).max() / STEPS
        steps = np.rint(self.of_kinds / step).astype(np.int8)
        weighty = np.flatnonzero(steps.any(1))
        known = [trait for trait, place in self.place.items() if steps[place].any()]
        np.savez_compressed(
            path,
            traits=np.frombuffer("\n".join(known).encode(), np.uint8),
            rarity=self.rarity[weighty].astype(np.float16),
            steps=steps[weighty],
            step=step,
            of_likeness=self.of_likeness.astype(np.float16),
            before=self.before,
        )

    def vector(self, found: Set[str]) -> tuple[Places, Values]:
        """Give the places of the traits that are known, and what each counts: every sort as much as another."""
        places = np.sort(np.fromiter(map(self.place.__getitem__, self.place.keys() & found), np.int64))
        counts, sorts = self.rarity[places], self.sort[places]
        lengths = np.sqrt(np.bincount(sorts, counts**2, len(SORTS)))
        return places, counts / np.maximum(lengths[sorts], np.finfo(np.float64).tiny)

    def heard(self, found: Set[str]) -> Values:
        """Add up what traits weigh for each kind."""
        places, counts = self.vector(found)
        heard: Values = self.before + counts @ self.of_kinds[places]
        return heard
