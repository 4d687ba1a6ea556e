"""What a letter is by the letters we know that it is like: kernel ridge regression, as learnt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reading.vocabulary import Values, Vector
from reading.weights import Weights

LIKENESS = 384
"""Numbers of a likeness, as the model of language gives it."""
NARROW = 0.5
"""How fast a known letter stops counting with its distance."""
DECIDED = 11.0
"""What scores are multiplied with before they are made shares."""
FINENESS = 127
"""Steps on either side of nought in which the places of known letters are written down."""


@dataclass(frozen=True)
class Known:
    """The letters we know. `traits` weighs a letter's traits; the rest weighs which known letters it is like.

    `middle` and `axes` (a row a number of a likeness) place a letter among them; `places` has a row a letter, and
    `says` what it says, by column, of another letter in the same place.
    """

    traits: Weights
    middle: Values
    axes: Values
    places: Values
    says: Values

    @classmethod
    def of(cls, kept: Mapping[str, NDArray[Any]]) -> "Known":
        """Give known letters of arrays as `arrays` gave them."""
        return cls(
            traits=Weights.of(kept),
            middle=kept["middle"].astype(np.float32),
            axes=kept["axes"].astype(np.float32),
            places=kept["places"] * np.float32(kept["fine"]),
            says=kept["says"].astype(np.float32),
        )

    def arrays(self) -> dict[str, Any]:
        """Give all of it to be written down, small."""
        fine = np.abs(self.places).max() / FINENESS
        return self.traits.arrays() | {
            "middle": self.middle.astype(np.float16),
            "axes": self.axes.astype(np.float16),
            "places": np.rint(self.places / fine).astype(np.int8),
            "fine": np.array(fine),
            "says": self.says.astype(np.float16),
        }

    def place(self, likeness: Values) -> Values:
        """Give the place of a letter, or of many (a row each), among those we know."""
        place: Values = (likeness - self.middle) @ self.axes
        return place

    def heard(self, vector: Vector, likeness: Values) -> Values:
        """Add up what a letter's traits, and the letters it is like, say of it, by column as in `Weights`."""
        distant = np.square(self.places - self.place(likeness)).sum(1)
        heard: Values = DECIDED * (self.traits.heard(vector) + np.exp(-NARROW * distant) @ self.says)
        return heard
