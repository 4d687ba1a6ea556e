"""What the traits of a letter weigh, as it was learnt from our own letters and written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cases.kind import Flag, Kind
from reading.vocabulary import Values, Vector

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
MATTERS = KINDS[:10]
FLAGS = (
    Flag.BREACH_HINT,
    Flag.AUTHORITY_REQUEST,
    Flag.AUTOMATED_DECISION,
    Flag.DATA_UPDATE,
    Flag.PEOPLECERT_DECISION,
    Flag.CERTIFICATION_DISCLOSURE,
    Flag.ON_BEHALF,
)
"""The flags that can be told from what a letter is like; what it follows up stands in its words alone."""
COLUMNS = len(KINDS) + len(MATTERS) + len(FLAGS)
"""What is weighed: which kind a letter mainly is; whether a kind of matter is in it at all; which flags it has."""
FEWEST_STEPS = 2
"""A weight of fewer steps is none: most are so small, and nothing is lost with them."""
STEPS = 127
"""Steps of a weight on either side of nought, as it is written down."""


@dataclass(frozen=True)
class Weights:
    """What each trait weighs: `weight` has a row a trait and COLUMNS.

    `before` is what each column weighs before anything is read: a kind is in a letter, or a flag is on it, where more
    than nought comes out.
    """

    weight: NDArray[np.float32]
    before: Values

    @classmethod
    def of(cls, kept: Mapping[str, NDArray[Any]]) -> "Weights":
        """Give weights of arrays as `arrays` gave them."""
        return cls((kept["steps"] * kept["step"]).astype(np.float32), kept["before"])

    def arrays(self) -> dict[str, Any]:
        """Give the weights in whole steps, to be written down."""
        step = np.maximum(np.abs(self.weight).max(0), np.finfo(np.float32).tiny) / STEPS
        steps = np.rint(self.weight / step).astype(np.int8)
        steps[np.abs(steps) < FEWEST_STEPS] = 0
        return {"steps": steps, "step": step, "before": self.before}

    def heard(self, vector: Vector) -> Values:
        """Add up what a part of a letter weighs, by column."""
        places, counts = vector
        heard: Values = self.before + counts @ self.weight[places]
        return heard
