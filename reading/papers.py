"""What a document probably is, by its name, by the letter that it came with, and by its own words."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import prod

from cases.reading import Document, DocumentKind, Sensitive
from reading.numbers import mask, numbers
from reading.phrases import Chart, Phrases
from reading.words import Words, cut

Sign = tuple[float, str]
"""How sure one sign alone makes us (0 to 1), and the words that show it."""
Signs = Mapping[DocumentKind, Sequence[Sign]]

NAMED, BY_FILE = 0.8, 0.55
"""Of a file's name: that it says what people call such a paper; that it has a word that only names of files have."""
TITLED, SPOKEN_OF, HELD, MATCHED = 0.75, 0.35, 0.22, 0.5
"""Of its content: what it is called in its first words, or further down; what stands in such papers."""
FIRST_WORDS = 30
"""So many words of a paper may be its title."""
MOST_SIGNS = 5
"""So many different things of one sort that stand in a paper count."""
LEAST = 0.3
"""Below this, a document is none of the kinds."""
FEWEST_WORDS = 5
"""Content with fewer words says nothing."""
MANY_WORDS = 30
"""Content with so many words, none of which says what it was named for, speaks against its name."""
DOUBT = 0.4
"""How much of what speaks for another kind speaks against the first."""
MOST_EVIDENCE, LONGEST_EVIDENCE = 4, 80

_SENSITIVE = {
    DocumentKind.IDENTITY_COPY: Sensitive("identity_copy", "identity_copy"),
    DocumentKind.MEDICAL_CERTIFICATE: Sensitive("health", "health"),
}
_TABLES = tomllib.loads(files("reading").joinpath("wording", "papers.toml").read_text("utf-8"))
_LETTER: dict[str, list[str]] = _TABLES.pop("letter")
KINDS = tuple(map(DocumentKind, _TABLES))
_PATTERNS = {
    DocumentKind(kind): tuple((shown, re.compile(written, re.IGNORECASE)) for shown, written in table["patterns"])
    for kind, table in _TABLES.items()
}
PAPERS = Phrases(
    {f"{kind}_{part}": table[part] for kind, table in _TABLES.items() for part in ("named", "holds")} | _LETTER,
    {f"{kind}_holds" for kind in KINDS},
)
FILES = Phrases({kind: table["file"] for kind, table in _TABLES.items()}, KINDS)
"""Words of names of files; apart, as their short stems ("læge*") would hide misspelt words of papers."""
_HUMP = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|_")


def signs_of_name(names: Sequence[str]) -> dict[DocumentKind, list[Sign]]:
    """Say what the names of a file, and of those in it where it is an archive, are signs of."""
    words = cut("\n\n".join(_HUMP.sub(" ", name) for name in names))
    named, filed = PAPERS.find(words), FILES.find(words)
    found: dict[DocumentKind, list[Sign]] = {}
    for kind in KINDS:
        signs = [(NAMED, said) for said in _said(f"{kind}_named", named, words)[:1]]
        signs += [(BY_FILE, said) for said in _said(kind, filed, words)[:1] if not signs]
        if signs:
            found[kind] = signs
    return found


def signs_of_content(text: str) -> dict[DocumentKind, list[Sign]]:
    """Say what the words in a document are signs of."""
    words = cut(text)
    chart = PAPERS.find(words)
    return {kind: signs for kind in KINDS if (signs := list(_in_content(kind, chart, words)))}


def _in_content(kind: DocumentKind, chart: Chart, words: Words) -> list[Sign]:
    named = chart.get(f"{kind}_named", [])
    signs = [(TITLED if first < FIRST_WORDS else SPOKEN_OF, words.literal(first, last)) for first, last in named[:1]]
    signs += [(MATCHED, shown) for shown, pattern in _PATTERNS[kind] if pattern.search(words.text)]
    return signs + [(HELD, said) for said in _said(f"{kind}_holds", chart, words)[:MOST_SIGNS]]


@dataclass(frozen=True)
class Mention:
    """A paper that a letter says is attached, by which words, and how many words from where it says so."""

    kind: DocumentKind
    said: str
    distance: int


def mentions(words: Words) -> tuple[Mention, ...]:
    """Give the papers that a letter says are attached, each kind once, in the order in which it names them."""
    chart = PAPERS.find(words)
    points: dict[int, int] = {}
    for first, _ in chart.get("attached", ()):
        points.setdefault(words.sentence[first], first)
    for first, _ in chart.get("absent", ()):
        points.pop(words.sentence[first], None)
    found = [
        (span, kind) for kind in KINDS for span in chart.get(f"{kind}_named", ()) if words.sentence[span[0]] in points
    ]
    others = {words.sentence[first] for (first, _), kind in found if kind is not DocumentKind.SIGNED_LETTER}
    said: dict[DocumentKind, Mention] = {}
    for (first, last), kind in sorted(found):
        sentence = words.sentence[first]
        # "The consent, with a signature, is attached" speaks of one paper.
        if kind is not DocumentKind.SIGNED_LETTER or sentence not in others:
            said.setdefault(kind, Mention(kind, words.literal(first, last), abs(first - points[sentence])))
    return tuple(said.values())


def judged(part: int, signs: Signs, *, read: bool = False) -> Document:
    """Say what a document probably is by all signs together; OTHER where they say too little."""
    ranked = sorted(((1 - prod(1 - sure for sure, _ in found), kind) for kind, found in signs.items()), reverse=True)
    first, second = (*ranked, (0.0, DocumentKind.OTHER), (0.0, DocumentKind.OTHER))[:2]
    if first[0] < LEAST:
        return Document(part, confidence=round(1 - first[0], 3), read=read)
    return Document(part, first[1], round(first[0] * (1 - DOUBT * second[0]), 3), _evidence(signs[first[1]]), read)


def with_content(known: Document, text: str) -> Document:
    """Give a document whose content was read, by all that is known of it; its content counts for more than its name."""
    found = judged(known.part, signs_of_content(text), read=True)
    if len(text.split()) < FEWEST_WORDS:
        return known
    if found.kind is known.kind is not DocumentKind.OTHER:
        return _agreed(known, found)
    if found.kind is DocumentKind.OTHER and known.kind is not DocumentKind.OTHER:
        doubt = DOUBT if len(text.split()) >= MANY_WORDS else 0.0
        return Document(known.part, known.kind, round(known.confidence * (1 - doubt), 3), known.evidence, read=True)
    if known.kind is not DocumentKind.OTHER and known.confidence > found.confidence * (1 + DOUBT):
        return Document(known.part, known.kind, known.confidence, known.evidence, read=True)
    return found


def of_numbers(text: str, language: str) -> tuple[Sensitive, ...]:
    """Name the national numbers in a document, each once; never the numbers themselves."""
    found = {(one.category, one.digits): Sensitive(one.category, one.shown) for one in numbers(text, language)}
    return tuple(dict.fromkeys(found.values()))


def with_kinds(known: Iterable[Sensitive], documents: Iterable[Document]) -> tuple[Sensitive, ...]:
    """Add to what is sensitive in a letter what its documents are sensitive for by what they are."""
    found = (seen for one in documents for kind, seen in _SENSITIVE.items() if one.is_probably(kind))
    return tuple(dict.fromkeys((*known, *found)))


def _agreed(known: Document, found: Document) -> Document:
    sure = 1 - (1 - known.confidence) * (1 - found.confidence)
    words = tuple(dict.fromkeys((*known.evidence, *found.evidence)))[:MOST_EVIDENCE]
    return Document(known.part, known.kind, round(sure, 3), words, read=True)


def _said(concept: str, chart: Chart, words: Words) -> list[str]:
    """Give the different words that a concept stands in a text by."""
    said = {" ".join(words.folded[first:last]): words.literal(first, last) for first, last in chart.get(concept, ())}
    return list(said.values())


def _evidence(signs: Sequence[Sign]) -> tuple[str, ...]:
    said = (" ".join(mask(words).split())[:LONGEST_EVIDENCE] for _, words in sorted(signs, reverse=True))
    return tuple(dict.fromkeys(said))[:MOST_EVIDENCE]
