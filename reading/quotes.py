"""Quoted mail: what the person wrote this time, apart from what was written before and from signatures.

Danish, Dutch, English, German, Swedish and Norwegian mail programs. In doubt nothing is cut: words too many cost a reader a moment, words
too few cost a person an answer.
"""

import re
from dataclasses import dataclass

LONGEST_HEADER = 400
"""A longer line is somebody's sentence, not a mail program's."""

_ATTRIBUTION = re.compile(
    r"^\W{0,3}(?:"
    r"(?:den|på|d\.|op|on|am|le|(?:man|tir|ons|tor|fre|lør|søn)[a-zø]*\.?)\b.{3,200}?\b(?:skrev|schreef|wrote|schrieb|geschreven|skrivit|écrit)\b"
    r"|.{2,160}?\b(?:skrev|schreef|wrote|schrieb|skrev följande)\b.{0,20}(?:den|op|on|am|kl\.?|d\.)?.{0,80}?\d"
    r").{0,200}?:\W{0,3}$",
    re.IGNORECASE,
)
_OWN_STORY = re.compile(r"\b(?:skrev jeg|jeg skrev|schreef ik|ik schreef|i wrote|ich schrieb|schrieb ich|skrev jag|du skrev|i skrev|you wrote|u schreef)\b(?! *<)", re.I)
_MACHINE = re.compile(r"\d{1,2}[:.]\d{2}|@|<")
_HEADER = re.compile(
    r"^\W{0,3}(?:fra|van|from|von|från|afsender|afzender)\W{0,3}:\W{0,3}\S", re.IGNORECASE
)
_HEADER_NEXT = re.compile(
    r"^\W{0,3}(?:sendt|dato|til|emne|verzonden|verstuurd|datum|aan|onderwerp|sent|date|to|subject|gesendet|an|betreff|skickat|ämne|cc)\W{0,3}:",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^\W{2,}(?:oprindelig (?:meddelelse|besked|mail)|original (?:message|meddelelse)|oorspronkelijk bericht|original appointment"
    r"|ursprüngliche nachricht|ursprungligt meddelande|opprinnelig melding|besvar over denne linje|reply above this line)\W{2,}$",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"^\W*(?:please type your reply above this line|skriv dit svar over denne linje|typ uw antwoord boven deze (?:lijn|regel))\W*$", re.I)
_FORWARD = re.compile(
    r"^\W*(?:forwarded message|begin forwarded message|videresendt (?:meddelelse|besked|mail)|start på videresendt (?:besked|meddelelse)"
    r"|doorgestuurd bericht|begin doorgestuurd bericht|weitergeleitete nachricht|vidarebefordrat (?:meddelande|brev)|videresendt melding)\b",
    re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(r"^\s*(?:fw|fwd|vs|vb|wg|doorst|videresendt|tr)\s*:", re.IGNORECASE)
_DEVICE = re.compile(
    r"^\W*(?:sendt fra (?:min|mit|outlook|mail|yahoo|gmail|protonmail|proton)|sendt med|hent outlook|(?:verzonden|verstuurd) (?:vanaf|met|via|vanuit)|download outlook"
    r"|outlook voor|sent from (?:my|mail|outlook|yahoo|proton)|sent via|get outlook|von meinem|gesendet (?:von|mit)|skickat från|sendt fra)\b.{0,80}$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^\W*(?:denne (?:e-?mail|mail|meddelelse)\b.{0,80}\b(?:fortrolig|kun beregnet|bestemt for)|hvis du (?:ved en fejl )?(?:har )?modtage[tr] denne (?:e-?mail|mail)"
    r"|(?:dit|deze) (?:e-?mail)?(?:bericht|mail)?\b.{0,80}\b(?:vertrouwelijk|uitsluitend bestemd)|de informatie (?:verzonden met|in) di?t|aan dit bericht kunnen geen rechten"
    r"|this (?:e-?mail|message|communication)\b.{0,120}\b(?:confidential|privileged|intended)|the information (?:contained )?in this (?:e-?mail|message)|confidentiality notice|if you (?:are not the intended|have received this (?:e-?mail|message)? ?in error)|disclaimer\b"
    r"|diese e-?mail\b.{0,80}\bvertraulich)",
    re.IGNORECASE,
)
_POINTS_BELOW = re.compile(r"\b(?:nedenfor|nedenstående|herunder|hieronder|onderstaand\w*|zie onder|below|beneath|fyi|nb|t\.?o|orientering|ter info)\b", re.I)
_FEW_WORDS = 12


@dataclass(frozen=True)
class Parts:
    """A letter's text taken apart: what the person wrote, the signature under it, and what is quoted."""

    own: str
    signature: str
    quoted: str


def own_words(text: str, subject: str = "") -> str:
    """Give what the person wrote, without quoted earlier mail and signature. Never raises; never gives "" for a text with words."""
    return parts(text, subject).own


def parts(text: str, subject: str = "") -> Parts:
    """Take a tidy text apart. A forward is the matter, so it stays; so does an answer between quoted lines."""
    lines = text.split("\n")
    kept, quoted = _unquoted(lines, forwarded=bool(_FORWARD_SUBJECT.match(subject)))
    body, signature = _unsigned(kept)
    own = "\n".join(_undisclaimed(body)).strip()
    if not _says_something(own, quoted):
        return Parts(text.strip(), "", "")
    return Parts(own, "\n".join(signature).strip(), "\n".join(quoted).strip())


def _says_something(own: str, quoted: list[str]) -> bool:
    """Say whether what is left can stand alone; "see below" cannot."""
    words = own.split()
    if not any(letter.isalnum() for letter in own):
        return False
    return not (quoted and len(words) <= _FEW_WORDS and _POINTS_BELOW.search(own))


def _unquoted(lines: list[str], *, forwarded: bool) -> tuple[list[str], list[str]]:
    """Split lines into those the person wrote and those quoted."""
    kept: list[str] = []
    quoted: list[str] = []
    at = 0
    while at < len(lines):
        if _FORWARD.match(lines[at][:LONGEST_HEADER]) or (forwarded and _starts_block(lines, at)):
            return kept + lines[at:], quoted
        height = _header_height(lines, at)
        if height and not _marked(lines, at + height):
            return kept, quoted + lines[at:]
        if height or lines[at].lstrip().startswith(">"):
            quoted += lines[at : at + max(height, 1)]
        else:
            kept.append(lines[at])
        at += max(height, 1)
    return kept, quoted


def _header_height(lines: list[str], at: int) -> int:
    """Give how many lines the header of a quotation takes that starts here; 0 where none does."""
    line = lines[at]
    if not line.strip() or len(line) > LONGEST_HEADER:
        return 0
    if _LINE.match(line) or _ABOVE.match(line) or _starts_block(lines, at):
        return 1
    return next((height for height in (1, 2, 3) if _attributes(lines[at : at + height])), 0)


def _attributes(lines: list[str]) -> bool:
    """Say whether lines are "On … wrote:", however they were wrapped, and no sentence of the person's own."""
    joined = " ".join(line.strip() for line in lines)
    if len(joined) > LONGEST_HEADER or not joined.rstrip(" *_").endswith(":") or _OWN_STORY.search(joined):
        return False
    return bool(_MACHINE.search(joined) and _ATTRIBUTION.match(joined))


def _starts_block(lines: list[str], at: int) -> bool:
    """Say whether "From:" starts here, with "Sent:" or its like among the next lines."""
    if not _HEADER.match(lines[at][:LONGEST_HEADER]):
        return False
    return sum(bool(_HEADER_NEXT.match(line[:LONGEST_HEADER])) for line in lines[at + 1 : at + 6]) >= 2


def _marked(lines: list[str], at: int) -> bool:
    """Say whether the next line with words is marked as quoted by ">"."""
    return next((line.lstrip().startswith(">") for line in lines[at : at + 5] if line.strip()), False)


def _unsigned(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off what stands under "-- ", and drop what a telephone adds."""
    plain = [line for line in lines if not _DEVICE.match(line[:LONGEST_HEADER])]
    cut = next((at for at, line in enumerate(plain) if line.rstrip() == "--" and at), None)
    if cut is None or len(plain) - cut > 25:
        return plain, []
    return plain[:cut], plain[cut + 1 :]


def _undisclaimed(lines: list[str]) -> list[str]:
    """Drop a lawyer's paragraph at the end: it speaks of deleting and confidence and means nothing by it."""
    first = next((at for at, line in enumerate(lines) if at and _DISCLAIMER.match(line[:LONGEST_HEADER])), None)
    if first is None or any(_looks_signed(line) for line in lines[first:]):
        return lines
    return lines[:first]


def _looks_signed(line: str) -> bool:
    return bool(re.match(r"\s*(?:mvh|venlig hilsen|med venlig hilsen|hilsen|met vriendelijke groet|groet|regards|kind regards|sincerely)\b", line, re.I))
