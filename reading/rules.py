"""What the rules find in a letter: kinds of case with how sure each find makes us, and the words that show it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from cases.kind import PRIVACY, Kind
from cases.reading import FoundKind
from reading.letter import Letter
from reading.phrases import Span
from reading.tables import KIND_RULES, Rule

ENOUGH = 0.5
"""A kind less sure than this is not named."""
AS_SURE = 0.9
"""A find of access that is surer than this is no guess from the words for data."""
MOST_SURE = 0.99
MOST_EVIDENCE = 5
ANGER = 0.6
"""Complaint rules no surer than this find feelings; the others find complaints said or bills disputed."""
ASKED = 0.94
"""Access rules surer than this find the right by its name or article."""

GUESSED = 0.79
"""Privacy rules no surer than this guess from a request and data, whatever is requested."""

_COMPLAINTS = frozenset({Kind.COMPLAINT, Kind.PRIVACY_COMPLAINT})
_OBJECTIONS = frozenset({Kind.OBJECTION, Kind.CONSENT_WITHDRAWAL})
_UNKEPT = frozenset({Kind.ERASURE, Kind.OBJECTION})
_ANGERING = PRIVACY | {Kind.APPEAL}
_ACTS_ON_DATA = frozenset({Kind.ERASURE, Kind.RESTRICTION, Kind.RECTIFICATION, Kind.OBJECTION})


@dataclass(frozen=True)
class Find:
    """A rule that holds at one place of a letter."""

    kind: Kind
    sure: float
    span: Span
    sentence: int


Finds = list[Find]


def finds_of(rules: Iterable[tuple[Kind, Rule]], letter: Letter) -> Finds:
    """Give every place of a letter where one of some rules holds."""
    return [
        Find(kind, rule.sure, span, letter.words.sentence[span[0]])
        for kind, rule in rules
        for span in letter.holds(rule)
    ]


def finds_of_kinds(letter: Letter) -> Finds:
    """Give what the rules find in a letter, as far as it stands beside the other finds."""
    finds = finds_of(KIND_RULES, letter)
    for weigh in WEIGHING:
        finds = weigh(finds, letter)
    return finds


def by_rules(finds: Iterable[Find], letter: Letter) -> tuple[FoundKind, ...]:
    """Name the kinds that were found in a letter, in the order in which they are spoken of."""
    by_kind: defaultdict[Kind, Finds] = defaultdict(list)
    for find in sorted(finds, key=lambda one: one.span):
        by_kind[find.kind].append(find)
    found = (_found(kind, of_kind, letter) for kind, of_kind in by_kind.items())
    return tuple(one for one in found if one.confidence >= ENOUGH)


def _found(kind: Kind, finds: Iterable[Find], letter: Letter) -> FoundKind:
    """Add up the finds of a kind that do not lie over one another, the surest first."""
    taken: Finds = []
    doubt = 1.0
    for find in sorted(finds, key=lambda one: (-one.sure, one.span)):
        if not _overlaps(find.span, [other.span for other in taken]):
            taken.append(find)
            doubt *= 1 - find.sure
    evidence = tuple(dict.fromkeys(letter.words.literal(*find.span) for find in taken))[:MOST_EVIDENCE]
    return FoundKind(kind, round(min(1 - doubt, MOST_SURE), 2), evidence)


def _refused_complaints(finds: Finds, letter: Letter) -> Finds:
    """Do not take "I do not want to complain" for a complaint; believe what else sounds like one half as much."""
    refused = letter.chart.get("no_complaint")
    if not refused:
        return finds
    said = letter.sentences("no_complaint")
    return [
        replace(find, sure=find.sure / 2) if find.kind is Kind.COMPLAINT else find
        for find in finds
        if not (find.kind is Kind.COMPLAINT and find.sentence in said)
        and not (find.kind is Kind.PRIVACY_COMPLAINT and _overlaps(find.span, refused))
    ]


def _named_complaints(finds: Finds, letter: Letter) -> Finds:
    """Do not take "my complaint of 4 February" for a new one."""
    named = letter.chart.get("my_complaint", ())
    return [find for find in finds if find.kind not in _COMPLAINTS or not _overlaps(find.span, named)]


def _narrower(finds: Finds, letter: Letter) -> Finds:
    """Take a sentence that complains of privacy, or appeals, for no complaint about a course as well."""
    del letter
    narrow = {find.sentence for find in finds if find.kind in {Kind.PRIVACY_COMPLAINT, Kind.APPEAL}}
    return [find for find in finds if find.kind is not Kind.COMPLAINT or find.sentence not in narrow]


def _angry_requests(finds: Finds, letter: Letter) -> Finds:
    """Beside a privacy request or an appeal, take anger for a complaint only where it is about a course or a bill."""
    if not any(find.kind in _ANGERING for find in finds):
        return finds
    about = letter.sentences("teaching") | letter.sentences("fee")
    return [find for find in finds if find.kind is not Kind.COMPLAINT or find.sure > ANGER or find.sentence in about]


def _covered_access(finds: Finds, letter: Letter) -> Finds:
    """Take "delete everything you have on me", or "send my data to them", for no wish to see it."""
    del letter
    acts = [find.span for find in finds if find.kind in _ACTS_ON_DATA]
    moved = {find.sentence for find in finds if find.kind is Kind.PORTABILITY}
    return [
        find
        for find in finds
        if find.kind is not Kind.ACCESS
        or find.sure > ASKED
        or not (
            find.sentence in moved
            or _overlaps(find.span, [act for act in acts if act[0] <= find.span[0] or find.sure < AS_SURE])
        )
    ]


def _last_resort(finds: Finds, letter: Letter) -> Finds:
    """Guess that access is wanted only where no other right is: "my data" and "please" go with all of them."""
    del letter
    others = {find.kind for find in finds if find.kind in PRIVACY and find.sure > GUESSED}
    return [find for find in finds if find.kind is not Kind.ACCESS or find.sure > GUESSED or not others]


def _kept_data(finds: Finds, letter: Letter) -> Finds:
    """Take "do not delete my data" for no wish to have it deleted, an objection to sharing for no complaint of it."""
    del letter
    kept = [find.span for find in finds if find.kind is Kind.RESTRICTION]
    objected = {find.sentence for find in finds if find.kind in _OBJECTIONS}
    return [
        find
        for find in finds
        if find.sure > ASKED
        or (
            not (find.kind in _UNKEPT and _overlaps(find.span, kept))
            and not (find.kind is Kind.PRIVACY_COMPLAINT and find.sentence in objected)
        )
    ]


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(first < span[1] and span[0] < end for first, end in others)


WEIGHING: tuple[Callable[[Finds, Letter], Finds], ...] = (
    _refused_complaints,
    _named_complaints,
    _narrower,
    _angry_requests,
    _kept_data,
    _covered_access,
    _last_resort,
)
"""How finds bear on each other, in this order."""
