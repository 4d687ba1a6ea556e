"""What programs and servers add to a person's words: signatures, "Sent from my …", lawyers' paragraphs, warnings."""

import re
from functools import partial

from reading.shapes import any_of

LONGEST_SIGNATURE = 25
"""Lines. What is longer below "-- " is no signature."""
WIDEST_SIGNATURE = 100
"""Characters. A bare "--" above wider lines is a stroke that a person drew."""
LONGEST_LINE = 400
BANNER_LINES = 4
_RULES = ("--", "__")

_quotes = partial(any_of, "quotes")
_DEVICE = re.compile(
    rf"\W{{0,5}}(?:{_quotes('sent_from')}(?!\w).{{0,25}}?(?<!\w){_quotes('device')}(?!\w)|{_quotes('get_app')}).{{0,60}}$",
    re.IGNORECASE,
)
_LINK = re.compile(r"\(?<?(?:https?://|mailto:)\S+|\[([^\]]{1,80})\]\(\S+\)", re.IGNORECASE)
_DISCLAIMER = re.compile(rf"\W{{0,5}}{_quotes('disclaimer')}", re.IGNORECASE)
_SIGNS = re.compile(rf"\s*{_quotes('signs')}(?!\w)", re.IGNORECASE)
_BANNER = re.compile(rf"\W{{0,9}}{_quotes('banner')}", re.IGNORECASE)
_LIST_RULE = re.compile(r"_{20,}\s*$")
_LIST = re.compile(r"\bmailing ?list\b", re.IGNORECASE)


def unsigned(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off what stands under "-- ", and drop what a telephone or a mailing list adds."""
    plain = [line for at, line in enumerate(lines) if not _is_device(lines, at)]
    plain = plain[: next((at for at in range(len(plain)) if _starts_list_footer(plain, at)), None)]
    nearest = max(len(plain) - LONGEST_SIGNATURE - 1, 0)
    cut = next((at for at in range(nearest, len(plain)) if _is_signature(plain, at)), None)
    return (plain, []) if cut is None else (plain[:cut], plain[cut + 1 :])


def undisclaimed(lines: list[str]) -> list[str]:
    """Drop a lawyer's paragraph at the end: it speaks of deleting and confidence and means nothing by it."""
    first = next((at for at, line in enumerate(lines) if at and _DISCLAIMER.match(line[:LONGEST_LINE])), None)
    if first is None or any(_SIGNS.match(line) for line in lines[first:]):
        return lines
    return lines[:first]


def unwarned(lines: list[str]) -> list[str]:
    """Drop the paragraph that a mail server puts above letters from outside."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    end = next((at for at in range(first, len(lines)) if not lines[at].strip()), len(lines))
    if 0 < end - first <= BANNER_LINES and _BANNER.match(" ".join(lines[first:end])[:LONGEST_LINE]):
        return lines[end:]
    return lines


def signs_off(line: str) -> bool:
    """Say whether a line starts the end of a letter, "Kind regards"."""
    return bool(_SIGNS.match(line))


def _is_device(lines: list[str], at: int) -> bool:
    """Say whether a telephone added this line: "Sent from my …" by itself, at the end of its paragraph."""
    line = lines[at]
    if not line.strip() or len(line) > LONGEST_LINE or not _DEVICE.match(_LINK.sub(r"\1", line)):
        return False
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return not below.strip() or below[:2] in _RULES or bool(_DEVICE.match(below[:LONGEST_LINE]))


def _starts_list_footer(lines: list[str], at: int) -> bool:
    """Say whether the footer of a mailing list starts here: a rule, and below it the list's name."""
    return (
        bool(_LIST_RULE.match(lines[at])) and at + 1 < len(lines) and bool(_LIST.search(lines[at + 1][:LONGEST_LINE]))
    )


def _is_signature(lines: list[str], at: int) -> bool:
    """Say whether a signature stands below this line: it is "-- "; where it is a bare "--", what is below is narrow."""
    if lines[at].rstrip() != "--":
        return False
    return lines[at] == "-- " or all(len(line) <= WIDEST_SIGNATURE for line in lines[at + 1 :])
