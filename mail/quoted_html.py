"""Quoted mail in HTML: the blocks that mail programs draw a line beside get ">" in the text, as in plain mail.

So an answer below or between them stays apart from what it answers. A block that a person indented himself is left as
it is, and so is HTML whose blocks do not close: then nobody can say where the quoted words end.
"""

import re

from lxml.html import HtmlElement

DEEPEST = 9
"""Levels of marks; what is quoted deeper is marked as this deep."""

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use (Unicode 23.5): no letter has a use for them
_BEGINS = re.compile(r"<blockquote\b", re.IGNORECASE)
_ENDS = re.compile(r"</blockquote\b", re.IGNORECASE)
_CLASS = re.compile(r"gmail_quote|quote$|quoted?\b|moz-cite", re.IGNORECASE)
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)
_PIECES = re.compile(f"([{_OPEN}{_CLOSE}])")
_MANY_BREAKS = re.compile(r"\n\s*\n\s*")


def put_borders(page: HtmlElement, html: str) -> None:
    """Put a sign where each quoted block of a page begins and ends, which stays when it is laid out as text.

    `html` is what the page was parsed from.
    """
    if len(_BEGINS.findall(html)) != len(_ENDS.findall(html)):
        return
    for block in page.iter("blockquote"):
        if not _is_quoted(block):
            continue
        block.text = _OPEN + (block.text or "")
        if len(block):
            block[-1].tail = (block[-1].tail or "") + _CLOSE
        else:
            block.text += _CLOSE


def with_marks(text: str) -> str:
    """Turn the signs in a laid out text into ">" before each line between them, one for each level."""
    lines: list[str] = []
    depth = 0
    for piece in _PIECES.split(text):
        if piece in {_OPEN, _CLOSE}:
            depth = max(0, depth + (1 if piece == _OPEN else -1))
        elif depth:
            lines += _marked(piece, min(depth, DEEPEST))
        else:
            lines += piece.split("\n")
    return "\n".join(lines)


def _is_quoted(block: HtmlElement) -> bool:
    """Say whether a mail program made this block around quoted mail."""
    style = block.get("style", "")[:2_000]
    if _INDENTED.search(style):
        return False
    if block.get("type", "").lower() == "cite" or block.get("cite") or "border-left" in style.lower():
        return True
    return bool(_CLASS.search(block.get("class", "")[:200]))


def _marked(piece: str, depth: int) -> list[str]:
    """Mark the lines of one piece, blank ones at its ends left out."""
    body = _MANY_BREAKS.sub("\n\n", piece.strip())
    return [f"{'>' * depth} {line.strip()}".rstrip() for line in body.split("\n")] if body else []
