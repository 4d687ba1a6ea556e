"""What a letter says outright: that its writer, here and now, complains, appeals, or uses a right.

"I want to complain about the exam in June" is a complaint, however much the exam and June sound like a question. So it
counts even where the weights doubt it. "If I want to complain", "how do I complain", "I do not want to complain" and
"she wrote: I want to complain" are no acts of the writer; rules and weights have their say about them as ever.
"""

import re
from collections.abc import Collection, Iterable
from itertools import takewhile

from cases.kind import PRIVACY, Kind
from cases.reading import FoundKind
from reading.letter import Letter
from reading.phrases import Span
from reading.rules import Find, finds_of
from reading.shapes import listed
from reading.tables import OUTRIGHT_RULES
from reading.words import fold

SURE = 0.95
"""How sure a kind is that is said outright."""
WISH = "i_say"
"""The concept of a wish or a request in the first person."""
COMPLAINING = "i_complain"
"""The concept of a complaint in the first person."""
PLAIN = 0.88
"""A wish for what rules are so sure of is a right that is used,"""
OF_ONESELF = "personally"
"""in a sentence that speaks of the writer's own data, or of the law."""
FROM_WISH = 5
"""So many words may stand between a wish and what is wished for."""
BEFORE = 3
"""So many words before it, in its clause, tell whether an act is one."""

_NARROW = frozenset({Kind.PRIVACY_COMPLAINT, Kind.APPEAL})
_BY_WISH = PRIVACY - {Kind.PRIVACY_COMPLAINT, Kind.OBJECTION, Kind.RESTRICTION}
_THREATS = frozenset({Kind.COMPLAINT, Kind.APPEAL})
_QUOTED = re.compile('"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«')
_OPEN = frozenset('"“„«»')


def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, listed("outright", name)))


_NEGATIONS, _UNSETTLED, _SAYS = _folded("negations"), _folded("unsettled"), _folded("says")
_BEFORE = _UNSETTLED | _NEGATIONS | _folded("asks_or_supposes")
_FIRST_PERSON, _SUPPOSING_AFTER = _folded("first_person"), _folded("supposing_after")


def outright(finds: Iterable[Find], letter: Letter, named: Collection[Kind]) -> dict[Kind, FoundKind]:
    """Give what is said outright and is not among the kinds `named`, in its order; `finds` are those of the rules.

    A complaint is spoken for where a narrower one is named, and a wish where another right is.
    """
    found = [*_acts(letter), *(_wished(finds, letter) if PRIVACY.isdisjoint(named) else ())]
    said = [find for find in found if _is_of_the_writer(find, letter)]
    narrow = {find.sentence for find in said if find.kind in _NARROW}
    added: dict[Kind, FoundKind] = {}
    for find in sorted(said, key=lambda one: one.span):
        covered = find.kind is Kind.COMPLAINT and (find.sentence in narrow or not _NARROW.isdisjoint(named))
        if find.kind not in named and not covered:
            added.setdefault(find.kind, FoundKind(find.kind, SURE, (letter.words.literal(*find.span),)))
    return added


def _acts(letter: Letter) -> Iterable[Find]:
    """Give what the turns of phrase for it find."""
    for kind, rule in OUTRIGHT_RULES:
        barred = _UNSETTLED | _NEGATIONS if rule.negatable else _UNSETTLED
        yield from (
            find for find in finds_of([(kind, rule)], letter) if not _has(letter, _act(find.span, letter), barred)
        )


def _act(span: Span, letter: Letter) -> Span:
    """Give the act alone, without what it is about: "I complain" of "I complain about how you handle my data"."""
    first, end = span
    return first, min((to for start, to in letter.chart.get(COMPLAINING, ()) if start == first), default=end)


def _wished(finds: Iterable[Find], letter: Letter) -> Iterable[Find]:
    """Give what the rules find sure enough, right after a wish for it."""
    wishes, personal = letter.chart.get(WISH, []), letter.sentences(OF_ONESELF)
    for find in finds:
        if find.kind in _BY_WISH and find.sure >= PLAIN and find.sentence in personal:
            spans = ((first, find.span[1]) for first, end in wishes if _leads(letter, (first, end), find.span))
            yield from (Find(find.kind, find.sure, span, find.sentence) for span in spans)


def _leads(letter: Letter, wish: Span, wished: Span) -> bool:
    """Say whether a wish stands right before what is wished, and nothing between unsettles it."""
    first, end = wish
    near = first <= wished[0] <= end + FROM_WISH and letter.words.sentence[first] == letter.words.sentence[wished[0]]
    return near and not _has(letter, (first, max(end, wished[0])), _UNSETTLED | _NEGATIONS)


def _has(letter: Letter, span: Span, words: Collection[str]) -> bool:
    return any(word in words for word in letter.words.folded[slice(*span)])


def _is_of_the_writer(find: Find, letter: Letter) -> bool:
    """Say whether the writer does it now: it is not asked about, supposed, told of another, or quoted."""
    return not (
        _is_unsettled(find.span[0], letter)
        or _is_told(find, letter)
        or _is_quoted(letter.words.text[: letter.words.start[find.span[0]]])
        or (find.kind in _THREATS and _is_a_threat(find, letter))
    )


def _is_unsettled(place: int, letter: Letter) -> bool:
    clause = letter.words.clause
    before = range(place - 1, max(-1, place - 1 - BEFORE), -1)
    near = takewhile(lambda at: clause[at] == clause[place], before)
    return any(letter.words.folded[at] in _BEFORE for at in near)


def _is_told(find: Find, letter: Letter) -> bool:
    """Say whether the sentence says before it that somebody else said it."""
    words = letter.words
    of_sentence = takewhile(lambda at: words.sentence[at] == find.sentence, range(find.span[0] - 1, -1, -1))
    return any(
        words.folded[at] in _SAYS and not _FIRST_PERSON.intersection(words.folded[max(0, at - 2) : at])
        for at in of_sentence
    )


def _is_quoted(before: str) -> bool:
    """Say whether a quotation is open at the end of a text, in its last paragraph."""
    return not _OPEN.isdisjoint(_QUOTED.sub("", before.rpartition("\n\n")[2]))


def _is_a_threat(find: Find, letter: Letter) -> bool:
    """Say whether a condition follows it: "I will complain, unless you …"."""
    words = letter.words
    after = range(find.span[1], len(words.folded))
    of_sentence = takewhile(lambda at: words.sentence[at] == find.sentence, after)
    return any(words.folded[at] in _SUPPOSING_AFTER and words.clause[at] != words.clause[at - 1] for at in of_sentence)
