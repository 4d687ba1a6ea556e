"""A second opinion on what a letter is about: weights learnt from our own letters, added up trait by trait.

The rules know what people say; the weights know how letters as a whole sound, the ordinary ones too. The same letter
always weighs the same, and the sentence that weighed most can be shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files

import numpy as np

from cases.kind import Kind
from reading.letter import Letter
from reading.likeness import Likeness
from reading.traits import traits
from reading.weights import CLOSENESS, KINDS, TRAITS_ALONE, WITH_LIKENESS, Values, Weights

CLEAR = 0.9
"""A letter that is so likely one kind by its traits alone is not looked at more closely."""


@cache
def _weights(name: str) -> Weights:
    with as_file(files("reading").joinpath("wording", name)) as path:
        return Weights.read(path)


@dataclass(frozen=True)
class Opinion:
    """How likely each kind is to be what a letter is mainly about (together 1).

    `said` are the traits of each sentence.
    """

    likely: Mapping[Kind, float]
    said: Sequence[set[str]]

    @cached_property
    def telling(self) -> Mapping[Kind, int]:
        """The number of the sentence that says most that a letter is of this kind; none where there is no sentence."""
        return dict(zip(KINDS, self._heard.argmax(0).tolist(), strict=True)) if self.said else {}

    @cached_property
    def alone(self) -> Sequence[Mapping[Kind, float]]:
        """How likely each kind would be, were one sentence the whole letter."""
        return [_by_kind(_shares(sentence)) for sentence in self._heard]

    @cached_property
    def _heard(self) -> Values:
        return np.array([_weights(TRAITS_ALONE).heard(sentence) for sentence in self.said])


def opinion(letter: Letter, model: Callable[[], Likeness | None]) -> Opinion:
    """Weigh a letter: by its traits, and where these leave a doubt also by what it is like."""
    said = traits(letter)
    every = set().union(*said)
    likely = _shares(_weights(TRAITS_ALONE).heard(every))
    if likely.max() < CLEAR and (likeness := model()):
        closely = _weights(WITH_LIKENESS)
        likely = _shares(closely.heard(every) + CLOSENESS * likeness(letter.words.text) @ closely.of_likeness)
    return Opinion(_by_kind(likely), said)


def _shares(heard: Values) -> Values:
    odds = np.exp(heard - heard.max())
    shares: Values = odds / odds.sum()
    return shares


def _by_kind(shares: Values) -> dict[Kind, float]:
    return {kind: float(share) for kind, share in zip(KINDS, shares, strict=True)}
