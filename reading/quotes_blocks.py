"""The block that Outlook and others put above quoted mail: "From: Sent: To: Subject:", in any order and language."""

import re
from functools import partial

from reading.shapes import any_of

LONGEST_LABEL = 60
LONGEST_LINE = 600
TALLEST = 16
"""Lines of a block, wrapped lists of recipients included."""
WRAPPED = 3
"""So many lines may a wrapped one take."""
ENOUGH = 3
"""So many different labels make a block, the date's among them; two where an address stands beside them."""

_quotes = partial(any_of, "quotes")
_LABEL = re.compile(
    rf"[\s>*_|]{{0,6}}(?P<label>{_quotes('beside_from')}|(?P<from>{_quotes('from')}))\W{{0,3}}[:：]", re.IGNORECASE
)
_FROM = re.compile(rf"{_quotes('from')}$", re.IGNORECASE)
_DATED = re.compile(rf"{_quotes('dated')}$", re.IGNORECASE)
_ANY_LABEL = re.compile(r"[\s*_]{0,4}\w[\w -]{0,30}[*_]{0,2}\s?:(?!//)")
_FORM_TEXT = re.compile(rf"[\s*_]{{0,4}}{_quotes('form_text')}\W{{0,3}}:", re.IGNORECASE)
_IN_LINE = re.compile(
    rf"(?<!\S)\*{{0,2}}(?P<label>{_quotes('beside_from')}|{_quotes('from')})\s?\*{{0,2}}:(?=[\s*])", re.IGNORECASE
)


class Blocks:
    """The lines of a letter, and where in them such blocks stand."""

    def __init__(self, lines: list[str]) -> None:
        """Read the label of each line, once."""
        self._lines = lines
        self._labels = [_label(line) for line in lines]

    def height(self, at: int) -> int:
        """Give how many lines the block takes that starts here; 0 where none does."""
        first = self._labels[at]
        if not first or not (_FROM.match(first) or _DATED.match(first)):
            return 0
        rows = self._rows(at)
        labels = {self._labels[row] for row in rows}
        if not _is_block(labels, "\n".join(self._lines[row] for row in rows)):
            return 0
        return 0 if self._is_form(rows, certain=len(labels) > ENOUGH) else rows[-1] - at + 1

    def height_below(self, at: int) -> int:
        """Give the height of the block that the next line with words starts."""
        near = range(at + 1, min(at + 1 + WRAPPED, len(self._lines)))
        return next((self.height(row) for row in near if self._lines[row].strip()), 0)

    def _rows(self, at: int) -> list[int]:
        """List the rows of a block: its labels, what they wrap to, and single blank lines left out."""
        rows = [at]
        for row in range(at + 1, min(at + TALLEST, len(self._lines))):
            if self._labels[row]:
                rows.append(row)
            elif row - rows[-1] > WRAPPED or not self._wraps(row):
                break
        return rows

    def _wraps(self, row: int) -> bool:
        """Say whether a line without a label can stand in a block: it is blank, or the line above runs on to it."""
        line = self._lines[row]
        return not line.strip() or bool(self._lines[row - 1].strip() and not _ANY_LABEL.match(line))

    def _is_form(self, rows: list[int], *, certain: bool) -> bool:
        """Say whether it is what a form on a web page sends: the text's own label below, others that no mail has among.

        Where it is `certain` to be a mail's, other labels are those of a program that we do not know.
        """
        end = rows[-1] + 1
        below = next((line for line in self._lines[end : end + WRAPPED] if line.strip()), "")
        near = self._lines[rows[0] : end + 1]
        strange = not certain and any(_ANY_LABEL.match(line) and not _label(line) for line in near)
        return strange or bool(_FORM_TEXT.match(below))


def is_one_line_block(line: str) -> bool:
    """Say whether a whole block stands in one line, as some programs flatten it."""
    if len(line) > LONGEST_LINE or line.count(":") < ENOUGH or not _label(line):
        return False
    labels = {found["label"].lower() for found in _IN_LINE.finditer(line)}
    return len(labels) >= ENOUGH and _is_block(labels, line) and "@" in line


def _label(line: str) -> str:
    """Give the label that a line starts with, "" for none."""
    head = line[:LONGEST_LABEL]
    found = _LABEL.match(head) if ":" in head or "：" in head else None
    return found["label"].lower() if found else ""


def _is_block(labels: set[str], said: str) -> bool:
    """Say whether these labels, different ones, are those of a mail: its date, and enough beside it."""
    if not any(_DATED.match(label) for label in labels):
        return False
    if len(labels) < ENOUGH:
        return len(labels) > 1 and "@" in said
    return "@" in said or any(_FROM.match(label) for label in labels)
