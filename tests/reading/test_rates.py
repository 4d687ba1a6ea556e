"""How often letters are understood that nothing was learnt from: the set aside, read whole as if they had come in.

The figures reached stand in docs/reading.md; those here are a little lower, so that a change for the worse is noticed
and the turn of a single letter is not.
"""

from collections.abc import Callable, Iterable
from functools import cache

import pytest

from cases.kind import ORDINARY
from cases.message import Channel, Message
from cases.reading import Reading
from reading.likeness import Likeness, model, no_model
from reading.read import read
from storage.policies import read_policies
from tests.builders import a_message
from tests.reading.labelled import Labelled, letters

POLICY = read_policies()["mentorix"]
ASIDE = letters("aside")
Model = Callable[[], Likeness | None]

RATES: dict[Model, tuple[float, float, float]] = {no_model: (0.96, 0.14, 0.84), model: (0.98, 0.04, 0.9)}
"""Matters recognised at least, ordinary letters taken for one at most, main kinds right at least; by model."""


@cache
def understood(model: Model) -> list[tuple[Labelled, Reading]]:
    """Read the letters that are set aside."""
    return [(one, read(_message(one), POLICY, model)) for one in ASIDE]


def _message(letter: Labelled) -> Message:
    return a_message(subject=letter.subject, text=letter.text, channel=Channel.MAIL if letter.subject else Channel.CHAT)


def is_matter(kinds: Iterable[str]) -> bool:
    """Say whether one of some kinds is more than ordinary mail."""
    return not ORDINARY.issuperset(kinds)


def _rates(model: Model) -> tuple[float, float, float]:
    found = [(one, [kind.kind for kind in reading.kinds]) for one, reading in understood(model)]
    matters = [kinds for one, kinds in found if is_matter(one.kinds)]
    ordinary = [kinds for one, kinds in found if not is_matter(one.kinds)]
    return (
        sum(map(is_matter, matters)) / len(matters),
        sum(map(is_matter, ordinary)) / len(ordinary),
        sum(kinds[0] == one.kinds[0] for one, kinds in found) / len(found),
    )


@pytest.mark.parametrize("model", RATES, ids=["traits alone", "with the model"])
def test_letters_set_aside_are_understood_as_often_as_before(model: Model) -> None:
    if model() is None and model is not no_model:
        pytest.skip("the model does not run on this machine; the rates without it are held beside this test")
    recognised, taken, main = _rates(model)
    least, most, right = RATES[model]
    assert recognised >= least
    assert taken <= most
    assert main >= right


@pytest.mark.parametrize("language", ["da", "nl", "en"])
def test_the_language_of_letters_set_aside_is_right(language: str) -> None:
    of_it = [reading.language for one, reading in understood(no_model) if one.language == language]
    assert of_it.count(language) >= 0.98 * len(of_it)
