"""Weights are written down small, and read as they were written."""

from pathlib import Path

import numpy as np
import pytest

from reading.traits import SORTS
from reading.weights import KINDS, Weights

TRAITS = ("b:vil klage", "w:klage", "w:tak")


@pytest.fixture
def weights() -> Weights:
    of_kinds = np.zeros((3, len(KINDS)))
    of_kinds[0, 8], of_kinds[1, 8] = 1.0, 0.5
    return Weights(
        place={trait: place for place, trait in enumerate(TRAITS)},
        sort=np.array([SORTS.index(trait[0]) for trait in TRAITS]),
        rarity=np.array([1.0, 0.5, 0.25]),
        of_kinds=of_kinds,
        of_likeness=np.zeros((0, len(KINDS))),
        before=np.zeros(len(KINDS)),
    )


def test_what_is_read_is_what_was_written_but_for_what_weighs_nothing(weights: Weights, tmp_path: Path) -> None:
    weights.write(tmp_path / "some.npz")
    read = Weights.read(tmp_path / "some.npz")
    assert list(read.place) == ["b:vil klage", "w:klage"]
    assert np.allclose(read.heard({"w:klage"}), weights.heard({"w:klage"}), atol=0.01)


def test_every_sort_of_trait_counts_as_much_as_another(weights: Weights) -> None:
    _, counts = weights.vector({"b:vil klage", "w:klage", "w:tak"})
    assert counts[0] == pytest.approx(1)
    assert np.hypot(counts[1], counts[2]) == pytest.approx(1)


def test_a_letter_without_any_known_trait_weighs_nothing(weights: Weights) -> None:
    assert not weights.heard({"w:xyzzy"}).any()
    assert not weights.heard(set()).any()
