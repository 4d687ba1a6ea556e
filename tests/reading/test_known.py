"""A letter is told by the letters we know that it is like."""

import numpy as np
import pytest

from reading.known import LIKENESS, Known
from reading.vocabulary import Values
from reading.weights import COLUMNS, Weights

NOTHING = (np.zeros(0, np.int64), np.zeros(0))
COMPLAINT, OTHER = 8, 11


@pytest.fixture
def known() -> Known:
    """Give two known letters, a complaint and an ordinary one, that differ in the first number of their likeness."""
    weight = np.zeros((1, COLUMNS), np.float32)
    weight[0, COMPLAINT] = 0.4
    says = np.zeros((2, COLUMNS))
    says[0, COMPLAINT], says[1, OTHER] = 1.0, 1.0
    return Known(
        traits=Weights(weight, np.zeros(COLUMNS)),
        middle=np.zeros(LIKENESS),
        axes=np.eye(LIKENESS, 2),
        places=np.array([[1.0, 0.0], [-1.0, 0.0]]),
        says=says,
    )


def like(first: float) -> Values:
    likeness: Values = np.eye(1, LIKENESS)[0] * first
    return likeness


def test_a_letter_is_what_the_nearest_known_letter_is(known: Known) -> None:
    assert known.heard(NOTHING, like(0.8)).argmax() == COMPLAINT
    assert known.heard(NOTHING, like(-0.8)).argmax() == OTHER


def test_what_a_known_letter_says_fades_with_the_distance(known: Known) -> None:
    near, far = (known.heard(NOTHING, like(first))[COMPLAINT] for first in (1.0, 3.0))
    assert near > far > 0


def test_the_words_of_a_letter_count_beside_what_it_is_like(known: Known) -> None:
    complaining = (np.array([0]), np.array([1.0]))
    assert known.heard(complaining, like(0.0))[COMPLAINT] > known.heard(NOTHING, like(0.0))[COMPLAINT]


def test_known_letters_are_read_as_they_were_written(known: Known) -> None:
    read = Known.of(known.arrays())
    assert np.allclose(read.heard(NOTHING, like(0.3)), known.heard(NOTHING, like(0.3)), atol=0.05)
