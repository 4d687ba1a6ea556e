"""What a letter is about: kinds of case with how sure we are and the words that show it.

Rules find kinds with evidence; learnt weights say how likely each kind is. Recall comes first: a right that is taken
for a question costs a time limit in law, so what may be a right is one, and is said to be unsure (R-REC-5).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import exp

from cases.kind import ORDINARY, Kind
from cases.reading import FoundKind
from reading.letter import Letter
from reading.opinion import FEWEST, Opinion
from reading.outright import outright
from reading.rules import by_rules, finds_of_kinds

SURE = 0.75
"""A kind less sure than this is named, and a person looks at it."""
LEAST = 0.45
"""A letter is a matter where it is at least so likely to be one of the kinds that are no ordinary mail."""
SHORT = 16
TRUST, TRUST_IN_SHORT = 0.7, 1.5
"""How far the weights believe the rules: a rule that is quite sure makes its kind so many times e likelier. In a letter
of so few words there is little to weigh."""
OUTRIGHT, NO_ORDINARY_SENTENCE = 0.9, 0.75
"""It also is one where it says so in words of which rules are so sure, in a sentence that by itself is so likely none
of ordinary mail: "I want to complain about" counts, whatever the rest is about."""
ALSO = 0.5
"""A kind beside the main one is named where it is so likely, or was learnt to be there: in few words if rules agree;"""
SAID, BY_ITSELF = 0.8, 0.5
"""or where rules are so sure, and a sentence is about it: how sure they are times how likely that is by itself."""
MOST_SURE = 0.99
"""Nothing is surer."""
LONGEST_EVIDENCE = 200
"""Characters of a sentence that is shown where no rule finds the words."""


def kinds(letter: Letter, weighed: Opinion) -> tuple[FoundKind, ...]:
    """Name the kinds of a letter, the surest first; `other` or `feedback` stands alone where there is no matter."""
    finds = finds_of_kinds(letter)
    rules = {one.kind: one for one in by_rules(finds, letter)}
    few = len(letter.words.folded) <= SHORT
    if not rules and len(letter.words.folded) < FEWEST and not outright(finds, letter, ()):
        return (FoundKind(Kind.OTHER, MOST_SURE, ()),)
    weighed = replace(weighed, likely=_believing(rules, weighed.likely, TRUST_IN_SHORT if few else TRUST))
    named = _kinds(rules, weighed, few=few)
    relied_on = [kind for kind in named if kind in rules or weighed.likely[kind] >= SURE]
    said = outright(finds, letter, relied_on)
    rules |= {kind: _surer(rules.get(kind), one) for kind, one in said.items()}
    named = _with_said(named, said, relied_on)
    return _in_order([_named(kind, rules.get(kind), weighed, letter) for kind in named])


def _with_said(named: list[Kind], said: Iterable[Kind], relied_on: Collection[Kind]) -> list[Kind]:
    """Name what is said outright too: after a main kind that is relied on, before one that is not."""
    new = [kind for kind in said if kind not in named]
    if not new:
        return named
    matters = [kind for kind in named if kind not in ORDINARY]
    return [*matters, *new] if named[0] in matters and named[0] in relied_on else [*new, *matters]


def _surer(rule: FoundKind | None, said: FoundKind) -> FoundKind:
    """Give what rules found of a kind that is said outright, as sure as that makes it."""
    return replace(rule, confidence=max(rule.confidence, said.confidence)) if rule else said


def _in_order(named: list[FoundKind]) -> tuple[FoundKind, ...]:
    """Put the kinds beside the main one in order of how sure they are; none is surer than it."""
    surest = named[0].confidence
    others = (replace(one, confidence=min(one.confidence, surest)) for one in named[1:])
    return (named[0], *sorted(others, key=lambda one: -one.confidence))


def unsure(found: Sequence[FoundKind]) -> bool:
    """Say whether a person should look at what was understood before it is relied on."""
    return any(one.kind is not Kind.OTHER and one.confidence < SURE for one in found)


def _believing(rules: Mapping[Kind, FoundKind], likely: Mapping[Kind, float], trust: float) -> dict[Kind, float]:
    """Make the kinds of matter likelier that rules found."""
    sure = {kind: rule.confidence for kind, rule in rules.items() if kind not in ORDINARY}
    raised = {kind: one * exp(trust * sure.get(kind, 0.0)) for kind, one in likely.items()}
    return {kind: one / sum(raised.values()) for kind, one in raised.items()}


def _kinds(rules: Mapping[Kind, FoundKind], weighed: Opinion, *, few: bool) -> list[Kind]:
    """Give the kinds to be named: the likeliest, then those beside it, the likelier first."""
    ranked = sorted(weighed.likely, key=lambda kind: -weighed.likely[kind])
    matters = [kind for kind in ranked if kind not in ORDINARY]
    if sum(weighed.likely[kind] for kind in matters) < LEAST:
        outright = [kind for kind in matters if kind in rules and _is_outright(rules[kind], weighed)]
        return outright or [next(kind for kind in ranked if kind in ORDINARY)]
    said = {kind for kind, rule in rules.items() if _is_said(rule, weighed)}
    there = weighed.there.intersection(rules) if few else weighed.there
    return matters[:1] + [kind for kind in matters[1:] if weighed.likely[kind] >= ALSO or kind in there | said]


def _is_said(rule: FoundKind, weighed: Opinion) -> bool:
    return rule.confidence >= SAID and any(
        rule.confidence * sentence[rule.kind] >= BY_ITSELF for sentence in weighed.alone
    )


def _is_outright(rule: FoundKind, weighed: Opinion) -> bool:
    return rule.confidence >= OUTRIGHT and any(
        max(sentence, key=lambda kind: sentence[kind]) is rule.kind
        and 1 - sum(sentence[kind] for kind in ORDINARY) >= NO_ORDINARY_SENTENCE
        for sentence in weighed.alone
    )


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
