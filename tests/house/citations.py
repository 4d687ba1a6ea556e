"""Finds what the code cites: laws and standards in their fixed form, and rules by their id.

The form is fixed so that it can be found: `GDPR Art. 12(3)`, `Reg. 1182/71 Art. 3(4)`, `RFC 5321 §6.1`, `UAVG art. 46`,
`databeskyttelsesloven § 11(2)`, `Algemene termijnenwet art. 3(1)`, `C-311/18`, `EDPB 01/2022 s. 5.3`. After one article
of the GDPR others may follow: `GDPR Art. 12(4), 15(1)(f)`, `GDPR Art. 21(2) and (3)`.
"""

import re
from collections.abc import Iterator

_ARTICLE = r"\d+(?:\(\w+\))*"
_GDPR = re.compile(rf"GDPR Art\. ({_ARTICLE}(?:(?:,| and|; ?Art\.|,? and Art\.|, Art\.) (?:{_ARTICLE}|(?:\(\w+\))+))*)")
_OTHERS = re.compile(
    rf"(Reg\. 1182/71 Art\. {_ARTICLE}|Algemene termijnenwet art\. {_ARTICLE}|UAVG art\. {_ARTICLE}"
    rf"|databeskyttelsesloven § {_ARTICLE}|AI Act Art\. {_ARTICLE}|EDPB \d+/\d+ s\. [\d.]*\d|\bC-\d+/\d+)",
    re.IGNORECASE,
)
_RFC = re.compile(r"RFC (\d+(?:bis)?)(?: (?:§|section )([\d.]*\d))?")
_RULE = re.compile(r"\b([RP]-[A-Z0-9]+-\d+[a-z]?|(?:CON|AMB)-\d+)\b")
_BREAK = re.compile(r"\s*\n\s*(?:# )?")


def laws(text: str) -> Iterator[str]:
    """Give every law, judgment and standard that a text cites, each as it stands in docs/duties.md."""
    flat = _BREAK.sub(" ", text)
    for found in _GDPR.finditer(flat):
        yield from _articles(found[1])
    for found in _OTHERS.finditer(flat):
        yield _as_listed(found[1])
    for found in _RFC.finditer(flat):
        yield f"RFC {found[1]}" + (f" §{found[2]}" if found[2] else "")


def rules(text: str) -> Iterator[str]:
    """Give the id of every rule that a text cites."""
    return (found[1] for found in _RULE.finditer(text))


def covers(row: str, citation: str) -> bool:
    """Say whether a row is about a citation: the same place, or one inside it ("RFC 5321" covers "RFC 5321 §6.1")."""
    return citation == row or citation.startswith((f"{row}(", f"{row} §", f"{row}."))


def _as_listed(citation: str) -> str:
    """Give a citation with its letters as small as the table has them, whatever sentence it begins."""
    if citation.startswith("Databeskyttelsesloven"):
        return citation.replace("D", "d", 1)
    return citation.replace("Art.", "art.") if citation.startswith("UAVG") else citation


def _articles(written: str) -> Iterator[str]:
    """Give each article of "12(4), 15(1)(f)" or "21(2) and (3)"."""
    article = ""
    for part in re.split(r"[,;]? and |[,;] ", written):
        place = part.removeprefix("and ").removeprefix("Art. ").strip()
        if place.startswith("("):
            # "21(2) and (3)" is another paragraph; "5(1)(c) and (e)" another point of the same one.
            depth = article.count("(")
            stem = re.match(r"\d+" + r"\(\w+\)" * max(depth - place.count("("), 0), article)
            place = f"{stem[0] if stem else article}{place}"
        article = place
        yield f"GDPR Art. {place}"
