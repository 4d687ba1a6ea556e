"""Where quoted mail begins: "On … wrote:", the block "From: Sent: To:", "-----Original Message-----".

A head is `sure` where only a mail program writes so; another one is one only where marked lines (">") follow it.
"""

import re
from dataclasses import dataclass
from functools import partial

from reading.quotes_blocks import Blocks, is_one_line_block
from reading.shapes import any_of

LONGEST = 400
"""Characters. A longer head is somebody's sentence, not a mail program's."""
TALLEST = 5
"""Lines that a wrapped "On … wrote:" takes."""
LONGEST_AFTER_WROTE = 200
LONGEST_END = 30
LONGEST_REPLY_ABOVE = 160

_quotes = partial(any_of, "quotes")
_WROTE = rf"(?:(?<!\w){_quotes('wrote')}(?!\w)|{_quotes('wrote_unspaced')})"
_ADDRESS = r"[<(\[][^<>@]{0,120}@[^<>@\s]{1,200}"
_ENDS_WROTE = re.compile(rf"{_WROTE}$", re.IGNORECASE)
_SAYS_WROTE = re.compile(
    rf"(?P<verb>{_WROTE}|(?<=[>)\]] )(?<!\w){_quotes('wrote_behind_address')}(?!\w))"
    rf"(?P<after>.{{0,{LONGEST_AFTER_WROTE}}}?)(?P<end>[:：]|-{{2,}}|$)\W{{0,4}}$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"\W{{0,9}}(?:{_quotes('opens')}\s+\S|在|\w{{2,12}}[.,]{{0,2}}\s+\d|\d{{1,4}}[\s.:/,-])", re.IGNORECASE
)
_OPENS_INSIDE = re.compile(
    rf"(?<=\S)[\s-]*(?<!\w){_quotes('opens_inside')}\s+(?:\w{{2,12}}[.,]{{0,2}}\s+){{0,2}}\d{{1,4}}\b"
)
_DATED_ADDRESS = re.compile(
    rf"\W{{0,9}}(?:\w{{2,12}}[.,]{{1,2}}\s+)?\d.{{6,200}}{_ADDRESS}[>)\]]{{1,2}}\s?[:：]\W{{0,3}}$"
)
_DATED_BARE = re.compile(r"\W{0,9}(?:\w{2,12}[.,]{1,2}\s+)?\d.{6,200}\s[\w.+-]{1,80}@[\w.-]{1,200}[:：]\W{0,3}$")
_DATE_FIRST = re.compile(rf"\W{{0,9}}\d{{4}}[/-]\d\d?[/-]\d\d?(?:\s+\d\d?:\d\d)?\s.{{1,120}}{_ADDRESS}>$")
_QUOTING = re.compile(rf"\W{{0,3}}{_quotes('quoting')}\s.{{0,150}}{_ADDRESS}>\s?[:：]\W{{0,3}}$", re.IGNORECASE)
_GMT_FIRST = re.compile(r"\W{0,9}\d{4}-\d\d-\d\d \d\d?:\d\d GMT[+-]\d\d:\d\d ")
_BRACKETED = re.compile(_ADDRESS)
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.h]\d{2}\b|\s?[ap]\.?m\b)", re.IGNORECASE)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")
_VIA = re.compile(r"\bvia\b", re.IGNORECASE)
_OWN_STORY = re.compile(rf"(?<!\w){_quotes('own_story')}(?!\w)(?! *[<\"])", re.IGNORECASE)
_YOUR_STORY = re.compile(rf"(?<!\w){_quotes('your_story')}(?!\w)(?! *[<\"])", re.IGNORECASE)
_BESIDE_NAME = re.compile(rf"(?<!\w){_quotes('beside_name')}(?!\w)", re.IGNORECASE)
_QUOTED_NAME = re.compile(r"\"[^\"]*\"|\S+@\S+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_ENDS_SENTENCE = re.compile(r"(?:\D\.|[!?:])\s*$")
_RULED = re.compile(rf"\W{{0,60}}+{_quotes('ruled')}\W{{0,60}}$", re.IGNORECASE)
_RULE = re.compile(r"\s*[>*]?\s*[-_=‐–—]{2}|.{0,80}[-_=‐–—]{2}\W*$")
_REPLY_ABOVE = re.compile(
    rf"\W{{0,60}}+(?:{_quotes('please')}\s)?"
    rf"(?:{_quotes('reply_words')}\b.{{0,60}}?{_quotes('reply_above')}|{_quotes('reply_above')}.{{0,10}}{_quotes('reply_words')})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Head:
    """The head of a quotation: so many lines high. `own`: what the person wrote before it on its first line."""

    height: int
    sure: bool
    own: str = ""


def heads(lines: list[str]) -> dict[int, Head]:
    """Give the heads of quotations by the number of their first line, those inside quoted mail too."""
    found: dict[int, Head] = {}
    for end, line in enumerate(lines):
        if len(line) <= LONGEST and (_closes(line) or _GMT_FIRST.match(line)):
            found.update(_attribution(lines, end))
    blocks = Blocks(lines)
    for at, line in enumerate(lines):
        height = _fixed_height(blocks, at, line)
        if height:
            found[at] = Head(height, sure=True)
    return found


def _closes(line: str) -> bool:
    """Say whether an attribution can end with this line, as far as its end tells."""
    end = line[-LONGEST_END:].rstrip(" *_\"'”»")
    if end.endswith((":", "：")) or (end.endswith(">") and "@" in line):
        return True
    return bool(_ENDS_WROTE.search(end.rstrip("- ")))


def is_marked(line: str) -> bool:
    """Say whether a line is marked as quoted by ">"."""
    return line.lstrip().startswith(">")


def _fixed_height(blocks: Blocks, at: int, line: str) -> int:
    """Give the height of a block or a rule that starts here; 0 where none does."""
    if not line or line.isspace():
        return 0
    short = line[:LONGEST]
    if _is_rule(blocks, at, short) or (len(line) <= LONGEST_REPLY_ABOVE and _REPLY_ABOVE.match(line)):
        return 1
    return blocks.height(at) or int(is_one_line_block(line))


def _is_rule(blocks: Blocks, at: int, line: str) -> bool:
    """Say whether "-----Original Message-----" stands here: with its dashes, or above a block."""
    return bool(_RULED.match(line)) and (bool(_RULE.match(line)) or blocks.height_below(at) > 0)


def _attribution(lines: list[str], end: int) -> dict[int, Head]:
    """Give the "On … wrote:" that ends in this line, by its first line; the one that opens nearest above its end."""
    best: dict[int, Head] = {}
    for first in range(end, max(end - TALLEST, -1), -1):
        if first < end and not _wraps(lines, first):
            break
        said = " ".join(line.strip() for line in lines[first : end + 1])
        if len(said) > LONGEST:
            break
        opened = _opened(said)
        if opened and (opened[0] or not best):
            best = {first: Head(end - first + 1, *opened)}
            if opened[0]:
                break
        sure = None if best else _sureness(said)
        best = best if sure is None else {first: Head(end - first + 1, sure)}
    return best


def _wraps(lines: list[str], at: int) -> bool:
    """Say whether a head may run on from this line to the next: no end of a sentence, no gap but above an address."""
    if not lines[at].strip():
        return lines[at + 1].lstrip().startswith("<")
    return not is_marked(lines[at]) and not _ENDS_SENTENCE.search(lines[at][-LONGEST:])


def _opened(said: str) -> tuple[bool, str] | None:
    """Give sureness and the person's own words before it of an attribution that opens in these lines."""
    if _OPENS.match(said):
        sure = _sureness(said)
        return None if sure is None else (sure, "")
    inside = _OPENS_INSIDE.search(said)
    if inside is None:
        return None
    sure = _sureness(said[inside.start() :].lstrip(" -"))
    return None if sure is None else (sure, said[: inside.start()].rstrip(" -"))


def _sureness(said: str) -> bool | None:
    """Say whether lines, put together, are surely an attribution; None where they are none."""
    wrote = _SAYS_WROTE.search(said)
    if wrote is None:
        if _DATED_ADDRESS.match(said) or _DATE_FIRST.match(said) or _QUOTING.match(said):
            return True
        bare = _CLOCK.search(said) and _DATE.search(said) and _DATED_BARE.match(said)
        return True if bare else (False if _GMT_FIRST.match(said) else None)
    if _OWN_STORY.search(said) or (not wrote["end"] and not (_OPENS.match(said) and "@" in said)):
        return None
    return _wrote_surely(said, wrote)


def _wrote_surely(said: str, wrote: re.Match[str]) -> bool | None:
    """Say whether "… wrote:" is a mail program's: it names an address, or a day, a clock time and a name."""
    clock, date = bool(_CLOCK.search(said)), bool(_DATE.search(said))
    if _YOUR_STORY.search(said):
        return False if clock or date else None
    if _BRACKETED.search(said):
        return True
    if ("@" in said or (clock and date)) and _is_name(_named(said, wrote), nickname=clock):
        return True
    return False if clock or date or "@" in said or _VIA.search(said) or wrote["end"].startswith("--") else None


def _named(said: str, wrote: re.Match[str]) -> str:
    """Give what stands around the date of an attribution: the name, behind the verb or between date and verb."""
    after, before = wrote["after"], said[: wrote.start()]
    if not _WORD.search(_BESIDE_NAME.sub("", after)):
        return _DIGIT.split(before)[-1]
    return f"{before} {_DIGIT.split(after)[-1]}" if _DIGIT.search(after) else after


def _is_name(words: str, *, nickname: bool) -> bool:
    """Say whether words can be a name and nothing else: in capitals, or one small word where a `nickname` may be."""
    left = _WORD.findall(_BESIDE_NAME.sub("", _QUOTED_NAME.sub("", words)))
    return (nickname and len(left) == 1) or not any(word[0].islower() for word in left)
