"""What is wrong with a person's data and what it should be (GDPR Art. 16), and where data should go (GDPR Art. 20)."""

import re
from collections.abc import Iterator
from functools import partial

from cases.kind import Kind
from reading.letter import Letter
from reading.sentences import sentences
from reading.shapes import any_of, listed
from reading.tables import KIND_RULES

LONGEST_SENTENCE = 400

_corrections = partial(any_of, "corrections")
_V = r"(?P<value>\d[\d./-]{3,19}|[^\n.;!?:]{1,60})"
_PROPOSED = tuple(
    re.compile(rf"(?<!\w){written.replace('{V}', _V)}", re.IGNORECASE if "(?P<value>[A-Z" not in written else 0)
    for written in listed("corrections", "proposed")
)
_ENDS = re.compile(
    r"\s(?:og|and|en|men|but|maar|because|fordi|want|omdat|instead|ikke|niet|not|zodat|so that|så)\s.*$|,\s.*$|\s\(.*$",
    re.IGNORECASE,
)
_STANDS = re.compile(rf"(?<!\w){_corrections('stands')}(?!\w)", re.IGNORECASE)
_WRONG = re.compile(rf"(?<!\w){_corrections('wrong')}(?!\w)", re.IGNORECASE)
_NAME = r"(?P<value>[A-ZÆØÅ][\w&'’-]*(?:[ -](?:[A-ZÆØÅ][\w&'’-]*|&))*)"
_CALLED = re.compile(
    rf"(?i:(?<!\w){_corrections('provider_called')})(?:\s?[,:(]|\s(?:er|is|namelijk|nemlig|called|hedder|heet|genaamd))+\s?\(?[\"'‘“]?{_NAME}"
)
_ITS_CALLED = re.compile(rf"(?i:its called|it's called|hedder|heet|called|genaamd)\s[\"'‘“]?{_NAME}")
_INTO = r"(?:til|naar|aan|to|over på|over op|op|over til|into|on)"
_PASSED = re.compile(
    rf"(?i:(?<!\w){_corrections('switching')})\s[^.\n]{{0,80}}?(?<!\w){_INTO}\s(?:hos\s)?[\"'‘“]?{_NAME}"
)
_PLEASED = re.compile(rf"(?<!\w)(?i:til|naar|aan|to)\s{_NAME}, (?:please|tak|graag)")
_CONTINUED = re.compile(
    rf"(?i:(?<!\w){_corrections('continuing')})\s[^.\n]{{0,60}}?(?<!\w)(?:hos|på|bij|at|with|met|i)\s[\"'‘“]?{_NAME}"
)
_AT = re.compile(rf"(?<!\w)(?:dem hos|hos|bij|at|they at|to|til|naar)\s[\"'‘“]?{_NAME}")
_NO_PROVIDER = frozenset(listed("corrections", "no_provider"))


def what_is_wrong(letter: Letter) -> str | None:
    """Give the sentence that says what stands wrong in a person's data: the first that tells what stands there."""
    told = [one for one in sentences(letter.words) if _STANDS.search(one)]
    both = [one for one in told if _WRONG.search(one)]
    evident = [letter.words.literal_sentence(number) for number in sorted(_evident(letter))]
    found = next(iter([*both, *told, *evident]), None)
    return found[:LONGEST_SENTENCE] if found else None


def proposed_value(text: str) -> str | None:
    """Give what a person's data should be, where the text says so."""
    return next(_proposed(text), None)


def target_provider(text: str) -> str | None:
    """Give the name of the provider that data should be sent to."""
    for pattern in (_CALLED, _ITS_CALLED, _PLEASED, _PASSED, _CONTINUED, _AT):
        for match in pattern.finditer(text):
            name = match["value"].strip(" ).,'’\"")
            if name.split(" ")[0] not in _NO_PROVIDER and len(name) > 1:
                return name
    return None


def _proposed(text: str) -> Iterator[str]:
    for pattern in _PROPOSED:
        for match in pattern.finditer(text):
            value = next(one for one in match.groups() if one is not None)
            plain = _ENDS.sub("", value).strip(" \"'“”«»:,‘’.)")
            if plain:
                yield plain


def _evident(letter: Letter) -> set[int]:
    """Give the sentences that show a rectification."""
    rules = (rule for kind, rule in KIND_RULES if kind is Kind.RECTIFICATION)
    return {letter.words.sentence[first] for rule in rules for first, _ in letter.holds(rule)}
