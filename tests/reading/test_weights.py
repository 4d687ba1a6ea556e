"""Weights add up, and are written down small."""

import numpy as np
import pytest

from reading.weights import COLUMNS, STEPS, Weights

NOTHING = (np.zeros(0, np.int64), np.zeros(0))
COMPLAINT = 8


@pytest.fixture
def weights() -> Weights:
    weight = np.zeros((3, COLUMNS), np.float32)
    weight[0, COMPLAINT], weight[1, COMPLAINT], weight[2, COMPLAINT] = 1.0, 0.5, 1 / STEPS
    return Weights(weight, np.full(COLUMNS, 0.25))


def test_what_the_traits_of_a_letter_weigh_is_added_up(weights: Weights) -> None:
    heard = weights.heard((np.array([0, 1]), np.array([2.0, 1.0])))
    assert heard[COMPLAINT] == pytest.approx(0.25 + 2.5)
    assert heard[0] == pytest.approx(0.25)


def test_a_letter_without_any_known_trait_weighs_what_it_does_before_it_is_read(weights: Weights) -> None:
    assert (weights.heard(NOTHING) == weights.before).all()


def test_what_is_read_is_what_was_written_but_for_what_weighs_next_to_nothing(weights: Weights) -> None:
    read = Weights.of(weights.arrays())
    assert np.allclose(read.weight[:2], weights.weight[:2], atol=0.01)
    assert not read.weight[2].any()
