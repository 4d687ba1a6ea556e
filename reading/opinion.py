"""A second opinion on what a letter is about: weights learnt from our own letters, added up trait by trait.

The rules know what people say; the weights know how letters as a whole sound, the ordinary ones too. The same letter
always weighs the same, and the sentence that weighed most can be shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cases.kind import Flag, Kind
from reading.frame import said_by_people
from reading.known import Known
from reading.letter import Letter
from reading.likeness import Likeness
from reading.traits import Said, sentences, together
from reading.vocabulary import Values, Vocabulary
from reading.weights import FLAGS, KINDS, MATTERS, Weights

TRAITS_ALONE, KNOWN_LETTERS = "traits.npz", "known.npz"
"""What was learnt, in reading/wording."""
CLEAR = 0.85
"""A letter that is so likely one kind by its traits alone is not looked at more closely,"""
FEWEST = 5
"""nor is one of fewer words: there is nothing to look at, and no flag to be learnt of them."""


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary.of(_kept(TRAITS_ALONE))


@cache
def _traits() -> Weights:
    return Weights.of(_kept(TRAITS_ALONE))


@cache
def _known() -> Known:
    return Known.of(_kept(KNOWN_LETTERS))


def _kept(name: str) -> dict[str, NDArray[Any]]:
    with as_file(files("reading").joinpath("wording", name)) as path, np.load(path, allow_pickle=False) as kept:
        return dict(kept)


@dataclass(frozen=True)
class Opinion:
    """How likely each kind is to be what a letter is mainly about (together 1).

    `there` are the kinds of matter that are in it, if it is a matter at all, and `flags` the flags that are on it;
    `said` is what each sentence was weighed by.
    """

    likely: Mapping[Kind, float]
    there: frozenset[Kind]
    flags: frozenset[Flag]
    said: Sequence[Said]

    @cached_property
    def telling(self) -> Mapping[Kind, int]:
        """The number of the sentence that says most that a letter is of this kind; none where there is no sentence."""
        return dict(zip(KINDS, self._heard.argmax(0).tolist(), strict=True)) if self.said else {}

    @cached_property
    def alone(self) -> Sequence[Mapping[Kind, float]]:
        """How likely each kind would be, were one sentence the whole letter."""
        return [dict(zip(KINDS, _shares(sentence).tolist(), strict=True)) for sentence in self._heard]

    @cached_property
    def _heard(self) -> Values:
        heard = [_traits().heard(_vocabulary().vector(sentence)) for sentence in self.said]
        return np.array(heard)[:, : len(KINDS)]


def opinion(letter: Letter, model: Callable[[], Likeness | None]) -> Opinion:
    """Weigh a letter: by its traits, and where these leave a doubt also by what it is like."""
    said = sentences(letter)
    vector = _vocabulary().vector(together(said))
    heard = _traits().heard(vector)
    likely = _shares(heard[: len(KINDS)])
    telling = len(letter.words.folded) >= FEWEST
    if likely.max() < CLEAR and telling and (likeness := model()):
        heard = _known().heard(vector, likeness(said_by_people(letter.words.text)))
        likely = _shares(heard[: len(KINDS)])
    there, flags = np.split(heard[len(KINDS) :] > 0, [len(MATTERS)])
    return Opinion(
        likely=dict(zip(KINDS, likely.tolist(), strict=True)),
        there=frozenset(compress(MATTERS, there)),
        flags=frozenset(compress(FLAGS, flags)) if telling else frozenset(),
        said=said,
    )


def _shares(heard: Values) -> Values:
    odds = np.exp(heard - heard.max())
    shares: Values = odds / odds.sum()
    return shares
