"""What a letter is about: kinds of case with how sure we are and the words that show it.

Rules find kinds with evidence; learnt weights say how likely each kind is. Recall comes first: a right that is taken
for a question costs a time limit in law, so what may be a right is one, and is said to be unsure (R-REC-5).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import exp

from cases.kind import ORDINARY, Kind
from cases.reading import FoundKind
from reading.letter import Letter
from reading.likeness import Likeness, no_model
from reading.opinion import Opinion, opinion
from reading.rules import by_rules

SURE = 0.75
"""A kind less sure than this is named, and a person looks at it."""
LEAST = 0.45
"""A letter is a matter where it is at least so likely to be one of the kinds that are no ordinary mail."""
FEWEST = 5
"""Of fewer words no kind is told by their weight, only by rules."""
SHORT = 16
TRUST, TRUST_IN_SHORT = 1.5, 3.0
"""How far the weights believe the rules: a rule that is quite sure makes its kind so many times e likelier. In a letter
of so few words there is little to weigh."""
ALSO = 0.25
"""A kind beside the main one is named where it is so likely,"""
THERE_TOO = 0.3
"""or where rules find it, and a sentence is about it: how sure they are times how likely that is."""
MOST_SURE = 0.99
"""Nothing is surer. What rules find so often that they are, is named whatever the weights say."""
LONGEST_EVIDENCE = 200
"""Characters of a sentence that is shown where no rule finds the words."""


def kinds(letter: Letter, model: Callable[[], Likeness | None] = no_model) -> tuple[FoundKind, ...]:
    """Name the kinds of a letter, the surest first; `other` or `feedback` stands alone where there is no matter.

    `model` gives the model of language, where a doubt is to be looked at more closely; None where there is none.
    """
    rules = {one.kind: one for one in by_rules(letter)}
    if not rules and len(letter.words.folded) < FEWEST:
        return (FoundKind(Kind.OTHER, MOST_SURE, ()),)
    weighed = opinion(letter, model)
    weighed = replace(weighed, likely=_believing(rules, weighed.likely, letter))
    return tuple(_named(kind, rules.get(kind), weighed, letter) for kind in _kinds(rules, weighed))


def unsure(found: Sequence[FoundKind]) -> bool:
    """Say whether a person should look at what was understood before it is relied on."""
    return any(one.kind is not Kind.OTHER and one.confidence < SURE for one in found)


def _believing(rules: Mapping[Kind, FoundKind], likely: Mapping[Kind, float], letter: Letter) -> dict[Kind, float]:
    """Make the kinds of matter likelier that rules found."""
    trust = TRUST if len(letter.words.folded) > SHORT else TRUST_IN_SHORT
    sure = {kind: rule.confidence for kind, rule in rules.items() if kind not in ORDINARY}
    raised = {kind: one * exp(trust * sure.get(kind, 0.0)) for kind, one in likely.items()}
    return {kind: one / sum(raised.values()) for kind, one in raised.items()}


def _kinds(rules: Mapping[Kind, FoundKind], weighed: Opinion) -> list[Kind]:
    """Give the kinds to be named: the likeliest, then those beside it, the likelier first."""
    ranked = sorted(weighed.likely, key=lambda kind: -weighed.likely[kind])
    matters = [kind for kind in ranked if kind not in ORDINARY]
    certain = [kind for kind in matters if kind in rules and rules[kind].confidence >= MOST_SURE]
    if sum(weighed.likely[kind] for kind in matters) < LEAST:
        return certain or [next(kind for kind in ranked if kind in ORDINARY)]
    beside = (kind for kind in matters[1:] if weighed.likely[kind] >= ALSO or _is_there_too(kind, rules, weighed))
    return list(dict.fromkeys((matters[0], *beside, *certain)))


def _is_there_too(kind: Kind, rules: Mapping[Kind, FoundKind], weighed: Opinion) -> bool:
    return kind in rules and any(rules[kind].confidence * one[kind] >= THERE_TOO for one in weighed.alone)


def _named(kind: Kind, rule: FoundKind | None, weighed: Opinion, letter: Letter) -> FoundKind:
    """Say how sure we are of a kind: surer where a rule and the weights agree; and which words show it."""
    if kind is Kind.OTHER:
        return FoundKind(kind, _rounded(weighed.likely[kind]), ())
    doubt = (1 - weighed.likely[kind]) * (1 - rule.confidence if rule else 1)
    return FoundKind(kind, _rounded(1 - doubt), rule.evidence if rule else _sentence(weighed.telling[kind], letter))


def _rounded(sure: float) -> float:
    return round(min(sure, MOST_SURE), 2)


def _sentence(number: int, letter: Letter) -> tuple[str, ...]:
    """Give the sentence that says most, or its beginning; it stands so in the letter."""
    said = letter.words.literal_sentence(number)
    if len(said) > LONGEST_EVIDENCE:
        said = said[:LONGEST_EVIDENCE].rsplit(maxsplit=1)[0]
    return (said,) if said else ()
