"""A second opinion on what a letter is about: weights learnt from our own letters, added up trait by trait.

The rules know what people say; the weights know how letters as a whole sound, the ordinary ones too. The same letter
always weighs the same, and the sentence that weighed most can be shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import chain

import numpy as np

from cases.kind import Kind
from reading.letter import Letter
from reading.likeness import Likeness
from reading.traits import traits
from reading.weights import CLOSENESS, KINDS, TRAITS_ALONE, WITH_LIKENESS, Values, Weights

CLEAR = 0.9
"""A letter that is so likely one kind by its traits alone is not looked at more closely."""


def _load(name: str) -> Weights:
    with as_file(files("reading").joinpath("wording", name)) as path:
        return Weights.read(path)


_TRAITS, _LIKENESS = _load(TRAITS_ALONE), _load(WITH_LIKENESS)


@dataclass(frozen=True)
class Opinion:
    """How likely each kind is to be what a letter is mainly about (together 1).

    `telling` is the number of the sentence that says so most; `alone` how likely each kind would be, were one sentence
    the whole letter.
    """

    likely: Mapping[Kind, float]
    telling: Mapping[Kind, int]
    alone: Sequence[Mapping[Kind, float]]


def opinion(letter: Letter, model: Callable[[], Likeness | None]) -> Opinion:
    """Weigh a letter: by its traits, and where these leave a doubt also by what it is like."""
    said = traits(letter)
    every = set(chain.from_iterable(said))
    likely = _shares(_TRAITS.heard(every))
    if likely.max() < CLEAR and (likeness := model()):
        likely = _shares(_LIKENESS.heard(every) + CLOSENESS * likeness(letter.words.text) @ _LIKENESS.of_likeness)
    heard = np.array([_TRAITS.heard(sentence) for sentence in said]).reshape(-1, len(KINDS))
    telling = dict(zip(KINDS, heard.argmax(0).tolist(), strict=True)) if said else {}
    return Opinion(_by_kind(likely), telling, [_by_kind(_shares(sentence)) for sentence in heard])


def _shares(heard: Values) -> Values:
    odds = np.exp(heard - heard.max())
    shares: Values = odds / odds.sum()
    return shares


def _by_kind(shares: Values) -> dict[Kind, float]:
    return {kind: float(share) for kind, share in zip(KINDS, shares, strict=True)}
