"""A small language for what people write, and the finder of it.

A phrase is written as words with spaces between them:

=========  ==================================================================
word       this word, in any spelling that `fold` makes equal
stem*      a word that begins so; *end: a word that ends so
a|b|{c}    any of these
a_b        one word after the other, where any of several may stand: did_not|never
{name}     a concept: any phrase of that name
^          a word with a capital letter inside a sentence: a name
..         up to three other words in between; ...: up to eight; ....: twelve
a & b      both, in either order, up to twelve words between
=========  ==================================================================

A phrase never reaches over the end of a sentence. Long words are also known with one letter wrong.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import chain, islice

from reading.spelling import Speller
from reading.words import Words, fold

Span = tuple[int, int]
Chart = dict[str, list[Span]]
"""Where each concept stands in a text: from word, to before word, in order."""

MOST_FINDS = 64
"""So many places of one phrase are looked at: who writes it more often than that has been understood."""

CAPITAL = "'^"
"""The name of a word with a capital letter."""
SHORT = 4
"""Letters of a word, with the quote mark before it, that is likely to be in any letter."""

_GAPS = {"..": 3, "...": 8, "....": 12}


@dataclass(frozen=True)
class Item:
    """One place of a phrase: any of these names, after at most `gap` other words. `names_id` is the names' own."""

    names: tuple[str, ...]
    gap: int
    names_id: int


@dataclass(frozen=True)
class Phrase:
    """The places of one phrase in order; without a name of the rarest the phrase is not looked for."""

    items: tuple[Item, ...]
    rarest: Item


class Phrases:
    """All concepts, compiled once; `find` looks for every one of them in a text."""

    def __init__(self, concepts: Mapping[str, Sequence[str]], spelt_right: Container[str] = ()) -> None:
        """Compile concepts, each a name and its phrases. Raises ValueError for a phrase that cannot be understood.

        The single words of concepts in `spelt_right` are not looked for misspelt.
        """
        self._speller = Speller()
        self._spelt_right = spelt_right
        self._joined: dict[str, list[Phrase]] = {}
        self._ids: dict[tuple[str, ...], int] = {}
        compiled = {name: self._compile(name, phrases) for name, phrases in concepts.items()}
        self._needs = {name: _concepts(phrases) for name, phrases in compiled.items()}
        if unknown := set().union(*self._needs.values()) - compiled.keys():
            raise ValueError(f"concepts without phrases: {', '.join(sorted(unknown))}")
        self._order = (*self._joined, *TopologicalSorter(self._needs).static_order())
        self._woken: defaultdict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        for concept, phrases in (compiled | self._joined).items():
            for phrase in phrases:
                for name in phrase.rarest.names:
                    self._woken[name].append((concept, phrase))

    @property
    def concepts(self) -> frozenset[str]:
        """Give the names of all concepts."""
        return frozenset(self._order)

    def needed(self, concepts: Iterable[str]) -> tuple[str, ...]:
        """Give all that has to be looked for so that these concepts are found, in the order in which `find` does."""
        needed, wanted = set(self._joined), list(concepts)
        while wanted:
            concept = wanted.pop()
            if concept not in needed:
                needed.add(concept)
                wanted += self._needs[concept]
        return tuple(one for one in self._order if one in needed)

    def find(self, words: Words, barred: Container[tuple[str, str]] = (), needed: Sequence[str] | None = None) -> Chart:
        """Say where each concept stands in a text, or, where `needed` are given, at least each of these.

        `barred` are words that mean no concept here: (word, concept).
        """
        chart = self._spelt(words, barred)
        awake: defaultdict[str, list[Phrase]] = defaultdict(list)
        for name in chart:
            self._wake(name, awake)
        known: dict[int, list[Span]] = {}
        for concept in self._order if needed is None else needed:
            phrases = awake.pop(concept, None)
            if phrases is None:  # most of them, in most letters
                continue
            spans = {span for phrase in phrases for span in _match(phrase.items, chart, known, words.sentence)}
            if spans:
                if concept not in chart:
                    self._wake(concept, awake)
                chart[concept] = sorted(spans.union(chart.get(concept, ())))
        return chart

    def _spelt(self, words: Words, barred: Container[tuple[str, str]]) -> Chart:
        """Say where each name stands that a single word goes by."""
        chart: Chart = {CAPITAL: [(place, place + 1) for place in words.capitals]} if words.capitals else {}
        for place, word in enumerate(words.folded):
            for name in self._speller.names(word):
                if (word, name) not in barred:
                    chart.setdefault(name, []).append((place, place + 1))
        return chart

    def _wake(self, name: str, awake: defaultdict[str, list[Phrase]]) -> None:
        """Have the phrases looked for that cannot stand without this name."""
        for concept, phrase in self._woken.get(name, ()):
            awake[concept].append(phrase)

    def _compile(self, name: str, phrases: Sequence[str]) -> list[Phrase]:
        """Teach the speller the single words of a concept; give its longer phrases."""
        longer: list[Phrase] = []
        for phrase in phrases:
            if set(phrase) & set(" {|"):
                longer.extend(self._phrase(written) for written in _orders(phrase))
            else:
                self._speller.learn(phrase, name, misspelt=name not in self._spelt_right)
        return longer

    def _phrase(self, written: str) -> Phrase:
        items: list[Item] = []
        gap = 0
        for piece in written.split():
            if piece in _GAPS:
                gap = _GAPS[piece]
                continue
            names = tuple(self._name(one) for one in piece.split("|"))
            items.append(Item(names, gap, self._ids.setdefault(names, len(self._ids))))
            gap = 0
        if not items or gap or items[0].gap:
            raise ValueError(f"phrase cannot be understood: {written}")
        return Phrase(tuple(items), min(items, key=_commonness))

    def _name(self, piece: str) -> str:
        """Give the name under which a piece stands in a chart: a concept's, or the word itself behind a quote mark."""
        if piece.startswith("{"):
            return piece[1:-1]
        name = "'" + fold(piece)
        if "_" in piece:
            self._joined[name] = [self._phrase(piece.replace("_", " "))]
        else:
            self._speller.learn(piece, name, misspelt=True)
        return name


def _commonness(item: Item) -> tuple[bool, bool, int]:
    """Rank an item: concepts are common, short words too, and one of many is commoner than one of few."""
    concepts = any(not name.startswith("'") for name in item.names)
    return concepts, min(map(len, item.names)) <= SHORT, len(item.names)


def _orders(phrase: str) -> tuple[str, ...]:
    one, both, other = phrase.partition(" & ")
    return (f"{one} .... {other}", f"{other} .... {one}") if both else (phrase,)


def _concepts(phrases: list[Phrase]) -> set[str]:
    names = {name for phrase in phrases for item in phrase.items for name in item.names}
    return {name for name in names if not name.startswith("'")}


def _match(
    items: tuple[Item, ...], chart: Chart, known: dict[int, list[Span]], sentence: tuple[int, ...]
) -> Iterable[Span]:
    """Give the places of a phrase: from each first word the nearest following ones.

    `known` are the places of names that were looked up before: whatever a phrase names has been found by then.
    """
    places: list[list[Span]] = []
    for item in items:
        spans = known.get(item.names_id)
        if spans is None:
            spans = known[item.names_id] = _places(item, chart)
        if not spans:
            return ()
        places.append(spans)
    return islice(_walk(items, places, sentence), MOST_FINDS)


def _places(item: Item, chart: Chart) -> list[Span]:
    found = [chart[name] for name in item.names if name in chart]
    if len(found) > 1:
        return sorted(set(chain.from_iterable(found)))
    return found[0] if found else []


def _walk(items: tuple[Item, ...], places: list[list[Span]], sentence: tuple[int, ...]) -> Iterator[Span]:
    for first, end in places[0]:
        for item, spans in zip(items[1:], places[1:], strict=True):
            at = bisect_left(spans, (end, 0))
            if at == len(spans) or spans[at][0] > end + item.gap or sentence[spans[at][0]] != sentence[first]:
                break
            end = spans[at][1]  # noqa: PLW2901 - the end moves on as the phrase is followed
        else:
            yield first, end
