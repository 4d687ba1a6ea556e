"""Quoted mail: what the person wrote this time, apart from what was written before and from signatures.

For the mail programs of our readers, in their languages and those of their neighbours. In doubt nothing is cut: words
too many cost a reader a moment, words too few cost a person an answer.
"""

import re
from dataclasses import dataclass
from functools import partial

from reading.quotes_added import signs_off, undisclaimed, unsigned, unwarned
from reading.quotes_heads import Head, heads, is_marked
from reading.shapes import any_of

LONGEST = 100_000
"""Characters. A longer text is a log or an attack; nothing of it is cut."""
FEW_WORDS = 12
"""So few words with "below" among them mean what is below."""
FEWEST_MARKED = 3
"""So many marked lines are a quotation where nothing else tells that the letter is an answer."""
NEAR = 5
"""Lines below a head in which its first marked line stands."""
LONGEST_LINE = 400
LONGEST_GREETING = 60

_quotes = partial(any_of, "quotes")
_FORWARD = re.compile(rf"\W{{0,40}}{_quotes('forwarded')}\b", re.IGNORECASE)
_FORWARD_SUBJECT = re.compile(rf"\s*{_quotes('forward_subjects')}\s*:", re.IGNORECASE)
_REPLY_SUBJECT = re.compile(rf"\s*{_quotes('reply_subjects')}\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_POINTS_BELOW = re.compile(rf"\b{_quotes('points_below')}\b", re.IGNORECASE)
_GREETS = re.compile(rf"\W{{0,3}}{_quotes('greets')}(?!\w)(?:\s+\w[^.!?,]*[,!:]?|\s*[,!:])\s*$", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:[-_=~*—–]\s?){2,}$|\s*-{4}.{1,40}-{4,}\s*$")
_PIECE_OF_LINK = re.compile(r"\s*\(?(?:https?://\S*|\S*[/=_%&]\S*)[\s)>]*$")


@dataclass(frozen=True)
class Parts:
    """A letter's text taken apart: what the person wrote, the signature under it, and what is quoted."""

    own: str
    signature: str
    quoted: str


def own_words(text: str, subject: str = "") -> str:
    """Give what the person wrote, without quoted earlier mail and signature.

    Never raises, and never gives "" for a text that has words.
    """
    return parts(text, subject).own


def parts(text: str, subject: str = "") -> Parts:
    """Take a tidy text apart. A forward is the matter, so it stays; so does an answer between quoted lines."""
    if len(text) > LONGEST:
        return Parts(text.strip(), "", "")
    runs, quoted = _Splitter(text.split("\n"), subject).split()
    signed = [unsigned(run) for run in runs]
    body = undisclaimed(unwarned([line for run, _ in signed for line in run]))
    own = "\n".join(body).strip()
    if not _stands_alone(own, quoted=bool(quoted)):
        return Parts(text.strip(), "", "")
    signature = "\n".join(line for _, lines in signed for line in lines)
    return Parts(own, signature.strip(), "\n".join(quoted).strip())


def _stands_alone(own: str, *, quoted: bool) -> bool:
    """Say whether what is left says something by itself: not "see below", not a mere greeting and name."""
    if not any(letter.isalnum() for letter in own):
        return False
    if not quoted:
        return True
    if len(own.split()) <= FEW_WORDS and _POINTS_BELOW.search(own):
        return False
    return any(letter.isalnum() for line in _without_courtesies(own.split("\n")) for letter in line)


def _without_courtesies(lines: list[str]) -> list[str]:
    """Leave out the greeting at the top and, from "Kind regards" on, the end."""
    said = [line for line in lines if line.strip()]
    first = 1 if len(said[0]) <= LONGEST_GREETING and _GREETS.match(said[0]) else 0
    return said[first : next((at for at, line in enumerate(said) if signs_off(line)), None)]


def _unruled(lines: list[str]) -> list[str]:
    """Leave out the rule that a mail program drew below the person's words."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _RULE.match(lines[end - 1][:LONGEST_LINE])):
        end -= 1
    return lines[:end]


class _Splitter:
    """Splits lines into runs that the person wrote and those that are quoted."""

    def __init__(self, lines: list[str], subject: str) -> None:
        self._lines = lines
        self._heads = heads(lines)
        self._forwarded = bool(_FORWARD_SUBJECT.match(subject))
        self._marks_quote = self._tells_by_marks(subject)
        self._runs: list[list[str]] = [[]]
        self._quoted: list[str] = []

    def split(self) -> tuple[list[list[str]], list[str]]:
        """Give the runs of the person's lines, parted where something quoted stood between, and the quoted lines."""
        at = 0
        while at < len(self._lines):
            head = self._heads.get(at)
            if self._forwards(at) or (head and self._ends_here(at, head)):
                self._end(at, head)
                break
            at += self._take(at, head)
        return self._runs, self._quoted

    def _take(self, at: int, head: Head | None) -> int:
        """Put the lines at a place where they belong; give how many they are."""
        if head and self._marked_below(at + head.height):
            self._close(head)
            self._quote(at, head.height)
            return head.height
        if self._is_quoted(at):
            self._quote(at, 1)
        else:
            self._runs[-1].append(self._lines[at])
        return 1

    def _end(self, at: int, head: Head | None) -> None:
        """Put all the rest where it belongs: a forwarded letter is the matter, another one is quoted."""
        if head is None or self._forwarded or self._forwards(at):
            self._runs[-1] += self._lines[at:]
            return
        self._close(head)
        self._quoted += self._lines[at:]

    def _close(self, head: Head) -> None:
        """End the person's words above a head: what he wrote before it on its line, without the rule drawn above it."""
        self._runs[-1] = [*_unruled(self._runs[-1]), *([head.own] if head.own else [])]

    def _ends_here(self, at: int, head: Head) -> bool:
        """Say whether everything from here on is quoted or forwarded, since no marks tell where it ends."""
        return self._forwarded or (head.sure and not self._marked_below(at + head.height))

    def _forwards(self, at: int) -> bool:
        """Say whether the line that mail programs put above a forwarded letter stands here."""
        return bool(_FORWARD.match(self._lines[at][:LONGEST_LINE]))

    def _quote(self, at: int, height: int) -> None:
        self._quoted += self._lines[at : at + height]
        if self._runs[-1]:
            self._runs.append([])

    def _is_quoted(self, at: int) -> bool:
        """Say whether a line is quoted: it is marked, or is a piece of a link that was broken between marked lines."""
        if not self._marks_quote:
            return False
        if is_marked(self._lines[at]):
            return True
        around = self._lines[max(at - 1, 0) : at] + self._lines[at + 1 : at + 2]
        return (
            len(around) > 1
            and all(map(is_marked, around))
            and bool(_PIECE_OF_LINK.match(self._lines[at][:LONGEST_LINE]))
        )

    def _marked_below(self, at: int) -> bool:
        """Say whether the next line with words is marked."""
        return next((is_marked(line) for line in self._lines[at : at + NEAR] if line.strip()), False)

    def _tells_by_marks(self, subject: str) -> bool:
        """Say whether marked lines are quoted mail here, not the matter, and not what the person set apart himself."""
        if self._forwarded:
            return False
        if self._heads or _REPLY_SUBJECT.match(subject):
            return True
        marked = [line.lstrip("> ") for line in self._lines if is_marked(line)]
        return bool(heads(marked)) or (not subject.strip() and len(marked) >= FEWEST_MARKED)
