"""Who writes: the name under the letter, the name the person says, the name beside the address."""

import re
from collections.abc import Iterator

LONGEST_NAME = 60
LONGEST_TITLE = 22
UNSAID_LINES = 4
LAST_LINES = 14
"""The end of a letter, where signatures stand."""

_CLOSING = re.compile(
    r"^\W{0,5}(?:(?:med|de|mange|rigtig|bedste|kærlige?|venlige?|venligste|god|hav en|på forhånd)\s+)*(?:mvh|m\.v\.h|vh|v\.h|kh|dbh|bh|hilsen|hilsner|hilsener|venligst|hilsnerne|hils|tak|takker)\b(?:\s+(?:fra|og hilsen|på forhånd))?"
    r"|^\W{0,5}(?:(?:met|hartelijke?|vriendelijke?|vriendelijk|beste|warme|veel|alvast|lieve|hoogachtende?|zonnige|nogmaals)\s+)*(?:mvg|m\.v\.g|gr|grtz|grt|groet|groeten|groetjes|groetend|hoogachtend|dank|bedankt|dankend|vriendelijke groet)\b(?:\s+(?:van|en|bij voorbaat|u wel))?"
    r"|^\W{0,5}(?:(?:with|kind|best|warm|many|kindest|warmest|all the|yours|very|sincere|regards and)\s+)*(?:regards|rgds|br|best|wishes|cheers|thanks|thank you|thx|sincerely|faithfully|truly|respectfully|love)\b(?:\s+(?:so much|very much|again|in advance|yours|and regards|truly))?",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:mit navn er|jeg hedder|mit fulde navn er|mijn naam is|ik heet|ik ben genaamd|my name is|my full name is|i am called)\s+(?P<said>[^\n,.;:!?()]{2,60})"
    r"|^[^\w\n]{0,5}(?:navn|fulde navn|naam|volledige naam|name|full name|deltagernavn)\s*[:=]\s*(?P<field>[^\n,;()]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
_SLASH = re.compile(r"(?:^|\s)(?:/|//|~|-{1,2}|–|—)\s?(?P<name>[^\W\d_][^\n/,;:!?]{1,40})$")
_TITLE = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|drs|ing|ir|mw|mevr|mevrouw|dhr|de heer|hr|fru|advokat|advocaat|politiassistent|hoofdagent|case officer|cand\.?\w+|prof)\.?\s+", re.I
)
_COMPANY = re.compile(
    r"(?:^|\s)(?:a/s|aps|i/s|p/s|k/s|b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|gmbh|ltd|llp|inc|plc|co|ab|as|stichting|gemeente|kommune|kursus\w*|academy|akademie?|advokat(?:er|firma\w*)|advocaten|partnere?|partners|solicitors|bogholderi\w*|administration\w*|administratie|kundeservice|klantenservice|support|service\w*|team\w*|info|hr|sales|afdeling|firma|bedrijf|university|college|school|familien?)(?:\.|\s|,|$)|&|@|www|http",
    re.I,
)
_PARTICLES = frozenset("van de der den von af el la le 't ter ten te bin al di da dos du zu zur og en and".split())
_NO_NAME = frozenset(
    "hej hi hello dear kære beste geachte hallo hoi goedemorgen goedemiddag dag tak bedankt thanks thank mvh hilsen groet groeten regards"
    " best ps p.s sendt sent verzonden vedhæftet bijlage attached tlf tel mobil kandidatnummer from deltager kursist student cursist klage klacht complaint"
    " jeg ik i we vi wij jullie please venligst graag please danmark denmark nederland netherlands fortrolig ja nej nee yes no ok okay".split()
)
_FULL_STOP = re.compile(r"(?<=\w\w)[.!]+$|!+$")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")


def name(text: str, shown: str, ours: frozenset[str] = frozenset()) -> str | None:
    """Give the writer's name, or None. `text` has the signature; `shown` is the name beside the address.

    `ours` are names (small letters) that are nobody's who writes to us: the organisation's.
    """
    candidates = [one for one in _candidates(text, shown) if one.casefold() not in ours]
    if not candidates:
        return None
    first = candidates[0]
    fuller = (one for one in candidates[1:] if one.casefold().startswith(first.casefold() + " "))
    return next(fuller, first)


def _candidates(text: str, shown: str) -> Iterator[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    raw = [match["said"] or match["field"] for match in _SAID.finditer(text)]
    raw += list(_signed(lines[-LAST_LINES:]))
    for one in (*raw, _turned(shown)):
        if found := likely(one):
            yield found
    yield from _unsaid(lines)


def _unsaid(lines: list[str]) -> Iterator[str]:
    """Give a name that stands alone among the last lines without any closing: a full one, or the very last line."""
    for at, line in enumerate(reversed(lines[-UNSAID_LINES:])):
        found = likely(line)
        if found and len(line) - len(found) <= LONGEST_TITLE and (not at or " " in found):
            yield found


def _signed(lines: list[str]) -> Iterator[str]:
    """Give what stands behind or under a closing formula, the last one first."""
    for at in reversed(range(len(lines))):
        closing = _CLOSING.match(lines[at])
        if closing:
            yield _lowered(lines[at][closing.end() :].lstrip(" ,.!-/"))
            yield from lines[at + 1 : at + 3]
        elif slash := _SLASH.search(lines[at]):
            yield _lowered(slash["name"])


def _lowered(written: str) -> str:
    """Let a name in small letters pass where it can be nothing else: right behind the closing."""
    words = written.split()
    if 1 <= len(words) <= 2 and written.islower() and not _NO_NAME.intersection(words):
        return f"={written}"
    return written


def _turned(shown: str) -> str:
    """Turn "Holm, Anna" round."""
    last, comma, first = shown.strip().strip("'\"").partition(", ")
    return f"{first} {last}" if comma and first and " " not in first.strip() else last if not comma else shown


def likely(written: str) -> str | None:
    """Give a written name without title and remarks, or None where it is none: a company, an address, a sentence."""
    if written.startswith("="):
        return written[1:]
    plain = re.split(r"\s*[(|<]|\s+[-–—/]\s+|,|\s{3,}", written.strip().strip("*_~-–—/'\"“”"), maxsplit=1)[0]
    plain = _TITLE.sub("", _FULL_STOP.sub("", plain.strip()))
    words = plain.split()
    if not 1 <= len(words) <= 6 or len(plain) > LONGEST_NAME or _COMPANY.search(plain):
        return None
    return plain if _are_name(words) else None


def _are_name(words: list[str]) -> bool:
    if words[0].casefold() in _NO_NAME or words[0].casefold() in _PARTICLES - {"van", "de", "el", "la", "al", "di", "da"}:
        return False
    if not all(_TOKEN.fullmatch(word) for word in words):
        return False
    capital = [word[0].isupper() or word.casefold() in _PARTICLES for word in words]
    return all(capital) and any(word[0].isupper() for word in words) and not any(word.casefold() in _NO_NAME for word in words)
