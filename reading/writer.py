"""Who writes: the name under the letter, the name the person says, the name beside the address."""

import re
from collections.abc import Iterator
from functools import partial

from reading.names import leading, leading_small, likely, small
from reading.shapes import any_of

LAST_LINES = 14
"""The end of a letter, where signatures stand."""
BLOCK_LINES = 7
WIDEST = 70
"""Characters of a line that may belong to a signature."""
MOST_BLOCK_WORDS = 9
SENTENCE_WORDS = 4
"""A line of more words that ends like a sentence is one."""
BELOW = 3
LONGEST_SAID = 80
TAIL = 140
"""So many characters at the end of a line may hold "regards, Anna"."""
OPENING = 160
"""So many characters at either end of a letter in which people say who they are: "it's Monique from …"."""
SMALL_OPENING = 60
WEAK_LINES = 4
"""Thanks are a closing only among so many last lines; higher up they thank somebody."""

_names = partial(any_of, "names")
_AROUND = rf"\W{{0,5}}(?:{_names('before_closing')}\s+){{0,4}}"
_BEHIND = rf"(?![\w-])(?:[ ,]{{0,2}}{_names('after_closing')}\b){{0,2}}"
_CLOSING = re.compile(rf"^{_AROUND}{_names('closing')}{_BEHIND}", re.IGNORECASE)
_WEAK = re.compile(rf"^{_AROUND}{_names('weak_closing')}{_BEHIND}", re.IGNORECASE)
_INSIDE = re.compile(rf"(?:^|[\s.,;!?)]){_names('closing')}(?![\w-])[ ,.:;!-]{{0,4}}(?=\S)", re.IGNORECASE)
_INSIDE_WEAK = re.compile(
    rf"(?:[.;!?)…,]\s)(?:{_names('before_closing')}\s+){{0,4}}{_names('weak_closing')}[ ,.:;!-]{{1,4}}(?=\S)",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?:^|\s)(?:/|//|~|-{1,2}|–|—)\s?(?P<name>[^\W\d_][^\n/,;:!?]{1,40})$")
_FROM = re.compile(r"^(?:fra|van|from|af|uit|out)\s+(?=[^\W\d_])", re.IGNORECASE)
_SAID = re.compile(rf"(?<!\w){_names('said')}\s+(?P<said>[^\n;:!?()]{{2,{LONGEST_SAID}}})", re.IGNORECASE)
_SAID_BARE = re.compile(
    rf"(?:^|[.!?,;\n]\s?){_names('said_bare')}\s+(?P<said>[^\n;:!?()]{{2,{LONGEST_SAID}}})", re.IGNORECASE
)
_IS_HERE = re.compile(
    r"(?:^|[.!?,;:)\n]\s{0,2}|^\w{2,14}[ ,!]{1,2}|\w{2,14},?\s)"
    rf"{_names('is_here')}\s(?P<said>[^\n;:!?()]{{2,{LONGEST_SAID}}})",
    re.IGNORECASE,
)
_HERE = re.compile(
    rf"^(?:\w{{2,14}}[ ,!]{{1,3}})??(?P<name>[^\W\d_][\w'’.-]{{1,20}}(?: [^\W\d_][\w'’.-]{{0,20}}){{0,3}}),?"
    rf" {_names('is_here_behind')}(?!\w)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    rf"^[^\w\n]{{0,5}}{_names('field')}[ ]?[:=][ ]{{0,3}}(?P<field>[^\n,;()]{{2,60}})", re.IGNORECASE | re.MULTILINE
)
_SIGNS_FOR = re.compile(rf"^{_names('signs_for')}\s*", re.IGNORECASE)
_OF_FIRM = re.compile(r"^.{2,50}\sv/\s?(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.?!:;,…][\"')]*$")
_NO_NAME_LINE = re.compile(r"[,!?:]$")
_LAST_WORDS = re.compile(
    rf"(?:[.!?…)\"”:]|\s-)[\W\d_]*\s(?P<name>(?:{_names('title')}\.?\s|[^\W\d_]\.\s?){{0,6}}[^\W\d_][^.!?…:;()\n]{{0,60}}"
    r"(?:\b\w\.)?)(?P<behind>[\W\d_]*)$",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\s*(?:,?\s*(?:tlf|tel|mob|mobil|mobiel|phone|t)\b.{0,4})?[+(]?(?:\d[ ()./-]{0,3}){8,15}$", re.IGNORECASE
)
_SMALL_HERE = re.compile(
    rf"(?<!\w){_names('is_here_small')}\s(?P<said>[^\W\d_]+)\s{_names('small_place')}\s", re.IGNORECASE
)
_GOES_ON = re.compile(rf"^(?:$|[,.](?! ?{_names('who')}\b)|{_names('goes_on')}\b)")


def name(text: str, shown: str, ours: frozenset[str] = frozenset()) -> str | None:
    """Give the writer's name, or None. `text` has the signature; `shown` is the name beside the address.

    A first name under the letter is completed from elsewhere. `ours` are names (small letters) that are nobody's who
    writes to us: the organisation's.
    """
    candidates = (one for one in _candidates(text, shown) if one.casefold() not in ours)
    first = next(candidates, None)
    if first is None or " " in first:
        return first
    fuller = (one for one in candidates if one.casefold().startswith(first.casefold() + " "))
    return next(fuller, first)


def _candidates(text: str, shown: str) -> Iterator[str]:
    lines = [line.strip() for line in text[-20_000:].split("\n") if line.strip()]
    yield from _signed(lines[-LAST_LINES:])
    yield from _told(text)
    yield from filter(None, (likely(match["field"]) for match in _FIELD.finditer(text)))
    yield from _under(lines[-LAST_LINES:])
    yield from _at_the_end(lines[-2:])
    yield from _introduced(text)
    yield from filter(None, [likely(_turned(shown))])
    yield from _greeted_from(lines[-LAST_LINES:])


def _signed(lines: list[str]) -> Iterator[str]:
    """Give the names behind or under a closing formula, the last one first."""
    for at in reversed(range(len(lines))):
        line = _BEYOND.sub("", lines[at])
        closing = closes(line, weak=at >= len(lines) - WEAK_LINES)
        if closing:
            yield from _behind(line[closing.end() :].lstrip(" .!-/:*"), lines[at + 1 : at + 1 + BELOW])
        else:
            yield from _inside(line[-TAIL:], last=at == len(lines) - 1)


def _behind(rest: str, below: list[str]) -> Iterator[str]:
    """Give the name that stands behind a closing, and the one below it: first where a comma sends us there."""
    behind = [small(piece) or likely(piece) for piece in _pieces(rest)] if len(rest) <= WIDEST else []
    under = [
        likely(_OF_FIRM.sub("", line)) or (small(line) if not at else None)
        for at, line in enumerate(below)
        if not _NO_NAME_LINE.search(line)
    ]
    yield from filter(None, [*under, *behind] if rest.endswith(",") else [*behind, *under])


def _pieces(rest: str) -> list[str]:
    """Give what stands between commas behind a closing; a place that greetings come from is nobody's name."""
    if _FROM.match(rest):
        return rest.split(",")[1:]
    plain = rest.lstrip(" ,.!-/:*")
    return [plain, *plain.split(",")[1:]]


def _greeted_from(lines: list[str]) -> Iterator[str]:
    """Give the name in "greetings from Anna", which may be that of a town as well."""
    for line in reversed(lines):
        closing = _CLOSING.match(line[:WIDEST])
        rest = line[closing.end() :].lstrip(" .!-/:*") if closing else ""
        if _FROM.match(rest):
            plain = _FROM.sub("", rest)
            yield from filter(None, [small(plain) or likely(plain)])


def _inside(line: str, *, last: bool) -> Iterator[str]:
    """Give the name behind a closing inside the last line, as people write from telephones, or behind a stroke."""
    found = [*_INSIDE.finditer(line), *(_INSIDE_WEAK.finditer(line) if last else ())]
    if found:
        rest = line[max(match.end() for match in found) :]
        yield from filter(None, (small(piece) or likely(piece) for piece in _pieces(rest)))
    slash = _SLASH.search(line)
    if slash:
        yield from filter(None, [likely(slash["name"])])


def _told(text: str) -> Iterator[str]:
    """Give the names a person says are theirs."""
    for match in _SAID.finditer(text):
        yield from filter(None, [leading(match["said"]) or leading_small(match["said"])])
    for match in _SAID_BARE.finditer(text):
        yield from filter(None, [leading(match["said"])])


def _under(lines: list[str]) -> Iterator[str]:
    """Give the names that stand under a letter without any closing: full ones before single words."""
    block: list[str] = []
    for line in reversed(lines[-BLOCK_LINES:]):
        if not may_sign(line):
            break
        block.insert(0, line)
    if len(block) == len(lines):
        block = block[1:]
    signers = [likely(_SIGNS_FOR.sub("", line)) for line in block if _SIGNS_FOR.match(line)]
    names = [likely(_OF_FIRM.sub("", line)) for line in block if not _NO_NAME_LINE.search(line)]
    found = [one for one in (*signers, *names) if one]
    yield from sorted(found, key=lambda one: " " not in one)


def closes(line: str, *, weak: bool) -> re.Match[str] | None:
    """Find a closing formula at the beginning of a line; with `weak` also thanks, which close where they are last."""
    return _CLOSING.match(line[:WIDEST]) or (_WEAK.match(line[:WIDEST]) if weak else None)


def may_sign(line: str) -> bool:
    """Say whether a line is short enough to belong to a signature, and no sentence."""
    words = len(line.split())
    return (
        len(line) <= WIDEST
        and words <= MOST_BLOCK_WORDS
        and not (words > SENTENCE_WORDS and _ENDS_SENTENCE.search(line))
    )


def _at_the_end(lines: list[str]) -> Iterator[str]:
    """Give the name that is the last words of the letter, behind the last sentence."""
    for line in reversed(lines):
        match = _LAST_WORDS.search(_BEYOND.sub("", line[-TAIL:]))
        found = likely(match["name"]) if match else None
        if match and found and (" " in found or not match["behind"].startswith((".", "!", "?"))):
            yield found


def _introduced(text: str) -> Iterator[str]:
    """Give the names with which people begin or end a line of chat: "it's Monique from …", "Kim her"."""
    for part in (text[:OPENING], text[-OPENING:]):
        for match in _IS_HERE.finditer(part):
            found = leading(match["said"])
            if found and _GOES_ON.match(match["said"].strip()[len(found) :].strip()):
                yield found
    here = _HERE.match(text.lstrip()[:OPENING])
    yield from filter(None, [likely(here["name"]) or small(here["name"])] if here else [])
    yield from filter(None, (leading_small(match["said"]) for match in _SMALL_HERE.finditer(text[:SMALL_OPENING])))


def _turned(shown: str) -> str:
    """Turn "Holm, Anna" round."""
    plain = shown.strip().strip("'\"")
    last, comma, first = plain.partition(", ")
    return f"{first} {last}" if comma and " " not in first.strip() else plain
