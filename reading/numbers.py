"""National numbers and health in a text: found, to be masked, never repeated (databeskyttelsesloven § 11, UAVG art. 46).

A Danish CPR number has no check digit any more, and one in eleven nine-digit numbers passes the Dutch test: what decides is the
nearest word before the number.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from cases.reading import Sensitive

CPR_SHOWN = "••••••-••••"
BSN_SHOWN = "•••••••••"
HEALTH_SHOWN = "health"
LABEL_REACH = 60
"""So many characters before a number its name is looked for, on the same line."""

_CPR = re.compile(r"(?<!\d)(?<![+]\d\d )(?<![+]\d\d)(\d\d)([ .]?)(\d\d)\2(\d\d)( ?[-–—] ?| ?)(\d{4})(?!\d)")
_BSN = re.compile(r"(?<!\d)(?<![.,]\d)(\d{8,9}|\d{4}\.\d\d\.\d{3}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4} \d\d \d{3})(?!\d)")
_CPR_NAMED = re.compile(
    r"cpr|person-?\s?n(?:umme)?r|personnummer|persnr|p-?nr\b|fødselsnummer|id-?(?:nummer|nr)|civil registration|national id|social security|født", re.I
)
_BSN_NAMED = re.compile(
    r"\bbsn\b|bsn-|burger-?\s?service|sofi|persoonsnummer|citizen service|identiteitsnummer|persoonlijk nummer|service number", re.I
)
_OTHER_NAMED = re.compile(
    r"ordre|order|faktura|factuur|invoice|bestil|bestel|booking|kunde-?n|klant|customer|kandidat|kandidaat|candidate|tlf|tel\b|telefo|mobil|phone|ring|bel |call"
    r"|cvr|kvk|ean|isbn|konto|rekening|account|iban|reg\.?nr|sag|zaak|case|ref|medlem|kursus-?n|cursus-?n|course n|certifi|bevis|licens|licen|serie|serial|ticket|kvittering|receipt|elev-?n|student|studie|cursist|deelnemer|deltager|mob\b|gsm|fax|whatsapp|@|id\b|nummer|number|nr",
    re.I,
)
_HEALTH = re.compile(
    r"\b(?:læge(?:erklæring|attest|besøg|ligt)\w*|sygemeld\w*|sygdom\w*|diagnos\w*|handicap\w*|ordblind\w*|dysle[kc]s\w*|adhd|autis\w*|allergi\w*|depression\w*|angst(?:lidelse)?"
    r"|gravid\w*|kræft\w*|helbred\w*|medicin(?:ering|sk)?|stress(?:sygemeldt)|hospital\w*|indlagt|operation(?:en)?|epilepsi\w*|diabetes|medische? \w+|doktersverklaring\w*|artsenverklaring\w*|ziekte\w*"
    r"|ziekmelding|zwanger\w*|gehandicapt\w*|beperking door|kanker|burn-?out|depressie\w*|ziekenhuis\w*|huisarts\w*|allergie\w*|gezondheid\w*|medical (?:certificate|condition|situation|reasons?|note|history|records?)"
    r"|doctor'?s (?:note|certificate)|diagnosis|diagnosed|disabilit\w+|disabled|pregnan\w+|cancer|allerg\w+|surgery|illness|mental health|health (?:condition|issues?|problems?|data))\b",
    re.I,
)


@dataclass(frozen=True)
class Number:
    """A national number at a place of a text."""

    category: str
    first: int
    last: int

    @property
    def shown(self) -> str:
        """Give what is shown in its place."""
        return CPR_SHOWN if self.category == "cpr" else BSN_SHOWN


def sensitive(text: str, language: str = "da") -> tuple[Sensitive, ...]:
    """Name what is sensitive in a text: each national number once, and health where it is spoken of."""
    seen = {(number.category, text[number.first : number.last]): number for number in numbers(text, language)}
    found = [Sensitive(number.category, number.shown) for number in seen.values()]
    return (*found, *([Sensitive("health", HEALTH_SHOWN)] if _HEALTH.search(text) else []))


def mask(text: str, language: str = "da") -> str:
    """Give a text with its national numbers masked. Masking twice changes nothing."""
    while found := tuple(numbers(text, language)):
        for number in reversed(found):
            text = text[: number.first] + number.shown + text[number.last :]
    return text


def numbers(text: str, language: str = "da") -> Iterator[Number]:
    """Find the national numbers of a text, in order, none over another."""
    end = 0
    found = [Number("cpr", *match.span()) for match in _CPR.finditer(text) if _is_cpr(match, text, language)]
    found += [Number("bsn", *match.span()) for match in _BSN.finditer(text) if _is_bsn(match, text)]
    for number in sorted(found, key=lambda one: (one.first, -one.last)):
        if number.first >= end:
            yield number
            end = number.last


def _is_cpr(match: re.Match[str], text: str, language: str) -> bool:
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    if not (1 <= month <= 12 and 1 <= day <= monthrange(2000 + year, month)[1]):
        return False
    named = _named(text, match.start(), _CPR_NAMED)
    if named is not None:
        return named
    parted = match[5].strip() != "" and not match[2]
    return parted or (match[5] == "" and not match[2] and language == "da")


def _is_bsn(match: re.Match[str], text: str) -> bool:
    digits = re.sub(r"\D", "", match[0]).zfill(9)
    weighed = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    after = text[match.end() : match.end() + 20].split("\n")[0]
    return weighed % 11 == 0 and int(digits) > 0 and bool(_named(text, match.start(), _BSN_NAMED) or _BSN_NAMED.search(after))


def _named(text: str, first: int, own: re.Pattern[str]) -> bool | None:
    """Say whether the nearest name before a number is its own (True), another's (False), or there is none."""
    before = text[max(0, first - LABEL_REACH) : first].rsplit("\n\n", 1)[-1]
    mine = max((match.end() for match in own.finditer(before)), default=-1)
    other = max((match.end() for match in _OTHER_NAMED.finditer(before)), default=-1)
    if mine < 0 and other < 0:
        return None
    return mine >= other or other - mine <= 12 and mine >= 0
