"""A text in pieces that Telegram takes: split between paragraphs, else between lines, sentences or words. Pure."""

from collections.abc import Iterator

LONGEST = 4096
"""Units of UTF-16 in one message, which is how Telegram counts (Bot API, sendMessage)."""

BETWEEN = ("\n\n", "\n", ". ", " ")
"""Where a text is split, the best place first."""


def pieces(text: str) -> tuple[str, ...]:
    """Give a text as messages of Telegram, in order; none where there is nothing to read in it."""
    return tuple(_pieces(text.strip()))


def units(text: str) -> int:
    """Say how long Telegram takes a text to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _pieces(rest: str) -> Iterator[str]:
    while units(rest) > LONGEST:
        end = _end(_fitting(rest))
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def _fitting(text: str) -> str:
    """Give as much of the beginning as fits into one message, no character cut in two."""
    cut = text[:LONGEST].encode("utf-16-le", "surrogatepass")[: 2 * LONGEST]
    return cut.decode("utf-16-le", "ignore")


def _end(fitting: str) -> int:
    """Give where a piece ends best; a place in its first half would leave a heading alone."""
    for between in BETWEEN:
        found = fitting.rfind(between)
        if found > len(fitting) // 2:
            return found + len(between)
    return len(fitting)
