"""A small language for what people write, and the finder of it.

A phrase is written as words with spaces between them:

=========  ==================================================================
word       this word, in any spelling that `fold` makes equal
stem*      a word that begins so; *end: a word that ends so
a|b|{c}    any of these
a_b        one word after the other, where any of several may stand: did_not|never
{name}     a concept: any phrase of that name
..         up to three other words in between; ...: up to eight; ....: twelve
a & b      both, in either order, up to twelve other words between
=========  ==================================================================

A phrase never reaches over the end of a sentence. Long words are also known with one letter wrong.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import islice

from reading.spelling import Speller
from reading.words import Words, fold

Span = tuple[int, int]
Chart = dict[str, list[Span]]
"""Where each concept stands in a text: from word, to before word, in order."""

MOST_FINDS = 64
"""So many places of one phrase are looked at: who writes it more often than that has been understood."""

_GAPS = {"..": 3, "...": 8, "....": 12}


@dataclass(frozen=True)
class Item:
    """One place of a phrase: any of these names, after at most `gap` other words."""

    names: tuple[str, ...]
    gap: int


class Phrases:
    """All concepts, compiled once; `find` looks for every one of them in a text."""

    def __init__(self, concepts: Mapping[str, Sequence[str]], spelt_right: Container[str] = ()) -> None:
        """Compile concepts, each a name and its phrases. Raises ValueError for a phrase that cannot be understood.

        The single words of concepts in `spelt_right` are not looked for misspelt.
        """
        self._speller = Speller()
        self._spelt_right = spelt_right
        self._joined: dict[str, tuple[tuple[Item, ...], ...]] = {}
        compiled = {name: self._compile(name, phrases) for name, phrases in concepts.items()}
        needs = {name: _concepts(sequences) for name, sequences in compiled.items()}
        if unknown := set().union(*needs.values()) - compiled.keys():
            raise ValueError(f"concepts without phrases: {', '.join(sorted(unknown))}")
        order = TopologicalSorter(needs).static_order()
        self._order = (*self._joined.items(), *((name, compiled[name]) for name in order if compiled[name]))

    def find(self, words: Words) -> Chart:
        """Say where each concept stands in a text."""
        chart: Chart = {}
        for place, word in enumerate(words.folded):
            for atom in self._speller.atoms(word):
                chart.setdefault(atom, []).append((place, place + 1))
        for name, sequences in self._order:
            found = {span for sequence in sequences for span in _match(sequence, chart, words.sentence)}
            if found:
                chart[name] = sorted(found.union(chart.get(name, ())))
        return chart

    def _compile(self, name: str, phrases: Sequence[str]) -> tuple[tuple[Item, ...], ...]:
        """Teach the speller the single words of a concept; give its longer phrases."""
        longer: list[tuple[Item, ...]] = []
        for phrase in phrases:
            if set(phrase) & set(" {|"):
                longer.extend(self._items(written) for written in _orders(phrase))
            else:
                self._speller.learn(phrase, name, misspelt=name not in self._spelt_right)
        return tuple(longer)

    def _items(self, phrase: str) -> tuple[Item, ...]:
        items: list[Item] = []
        gap = 0
        for piece in phrase.split():
            if piece in _GAPS:
                gap = _GAPS[piece]
                continue
            items.append(Item(tuple(self._name(one) for one in piece.split("|")), gap))
            gap = 0
        if not items or gap or items[0].gap:
            raise ValueError(f"phrase cannot be understood: {phrase}")
        return tuple(items)

    def _name(self, piece: str) -> str:
        """Give the name under which a piece stands in a chart: a concept's, or the word itself behind a quote mark."""
        if piece.startswith("{"):
            return piece[1:-1]
        name = "'" + fold(piece)
        if "_" in piece:
            self._joined[name] = (self._items(piece.replace("_", " ")),)
            return name
        self._speller.learn(piece, name, misspelt=True)
        return name


def _orders(phrase: str) -> tuple[str, ...]:
    one, both, other = phrase.partition(" & ")
    return (f"{one} .... {other}", f"{other} .... {one}") if both else (phrase,)


def _concepts(sequences: tuple[tuple[Item, ...], ...]) -> set[str]:
    names = {name for sequence in sequences for item in sequence for name in item.names}
    return {name for name in names if not name.startswith("'")}


def _match(items: tuple[Item, ...], chart: Chart, sentence: tuple[int, ...]) -> Iterator[Span]:
    """Give the places of a phrase: from each first word the nearest following ones."""
    places = [_places(item, chart) for item in items]
    return islice(_walk(items, places, sentence), MOST_FINDS) if all(places) else iter(())


def _places(item: Item, chart: Chart) -> list[Span]:
    if len(item.names) == 1:
        return chart.get(item.names[0], [])
    return sorted({span for name in item.names for span in chart.get(name, ())})


def _walk(items: tuple[Item, ...], places: list[list[Span]], sentence: tuple[int, ...]) -> Iterator[Span]:
    for first, end in places[0]:
        for item, spans in zip(items[1:], places[1:], strict=True):
            at = bisect_left(spans, (end, 0))
            if at == len(spans) or spans[at][0] > end + item.gap or sentence[spans[at][0]] != sentence[first]:
                break
            end = spans[at][1]  # noqa: PLW2901 - the end moves on as the phrase is followed
        else:
            yield first, end
