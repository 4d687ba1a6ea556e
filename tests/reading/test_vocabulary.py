"""What the known traits of a letter count."""

import numpy as np
import pytest

from reading.traits import SORTS, Said
from reading.vocabulary import Vocabulary

TRAITS = ("b:vil klage", "w:klage", "w:tak")


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(
        place={trait: place for place, trait in enumerate(TRAITS)},
        sort=np.array([SORTS.index(trait[0]) for trait in TRAITS]),
        rarity=np.array([1.0, 0.5, 0.25]),
    )


def test_every_sort_of_trait_counts_as_much_as_another(vocabulary: Vocabulary) -> None:
    _, counts = vocabulary.vector(Said({"klage", "tak"}, {"b:vil klage"}))
    assert counts[0] == pytest.approx(1)
    assert np.hypot(counts[1], counts[2]) == pytest.approx(1)


def test_what_is_not_known_counts_nothing(vocabulary: Vocabulary) -> None:
    for said in (Said({"xyzzy"}, {"b:xyzzy plugh"}), Said(set(), set())):
        places, counts = vocabulary.vector(said)
        assert len(places) == len(counts) == 0


def test_a_vocabulary_is_read_as_it_was_written(vocabulary: Vocabulary) -> None:
    read = Vocabulary.of(vocabulary.arrays())
    assert list(read.place) == list(TRAITS)
    assert np.allclose(read.rarity, vocabulary.rarity)
    assert (read.sort == vocabulary.sort).all()
