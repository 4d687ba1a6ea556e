"""What no letter of ours may say, whoever wrote it."""

import re
from collections.abc import Callable

_SENTENCE = re.compile(r"(?<=[.!?])(?<!\bnr\.)(?<!\d\.)\s+|(?<!:)\n\s*\n")

_NUMBER = re.compile(
    r"\b(cpr|cpr-?n(ummer|r)\w*|person-?(nummer|nr)\w*|bsn|bsn-?nummer|burgerservicenummer|sofi-?nummer"
    r"|(national|civil|personal)( identi\w+| registration)? number|social security number)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(sende?|indsend\w*|fremsend\w*|medsend\w*|vedlæg\w*|oplyse?|angive?|opgive?|skrive?|brug for|skal bruge"
    r"|behøver|mangler|hvad er|stuur|sturen|geef|geven|vermeld|vermelden|noem|noemen|mail ons|nodig|missen|wat is"
    r"|send|provide|give|tell us|state your|quote|enter|need|require|what is)\b",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"\b(kopi\w*|fotokopi\w*|(ind)?scan\w*|foto\w*|billeder?|skan\w*|afbeelding\w*|cop(y|ies)|photo\w*|pictures?)\b"
    r"[^.!?]{0,60}\b(pas|passet|kørekort\w*|sundhedskort\w*|sygesikrings\w*|legitimation\w*|id-?(kort|bevis|papir)\w*"
    r"|paspoort\w*|rijbewij\w+|identiteits(bewij\w+|kaart\w*|document\w*)|legitimatie\w*|passports?"
    r"|(driving|driver'?s) licen[cs]es?|identity (cards?|documents?|papers?)|proof of identity|id cards?|photo id)\b"
    r"|\b(paskopi\w*|paspoortkopie\w*|kopie-?(id|paspoort))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(ikke|aldrig|uden|streget|maske\w*|skjul\w*|skjult|overstreg\w*|slør\w*|slettet"
    r"|niet|nooit|geen|zonder|onleesbaar|afgeschermd|doorgehaald|weggelakt|gewist|verwijderd"
    r"|not|never|no|without|mask\w*|black\w*|hid|hidden|redact\w*|deleted|erased|removed)\b|n['’]t\b",
    re.IGNORECASE,
)
_OLD_LAW = re.compile(
    r"\bpersondatalov(en|ens)?\b|\blov(en)? nr\.? ?429\b|\bwet bescherming persoonsgegevens\b|\bwbp\b", re.IGNORECASE
)
_REPLACED = re.compile(
    r"\b(afløst|erstatte\w*|ophæv\w*|gælder ikke|tidligere|vervangen|ingetrokken|vervallen|replaced|repealed|former)\b",
    re.IGNORECASE,
)
_SHIELD = re.compile(r"\bprivacy[ -]?shield\b", re.IGNORECASE)
_ODR = re.compile(r"ec\.europa\.eu/(consumers/)?odr\b|\bodr[ -]plat+form", re.IGNORECASE)


def _asks_for_a_national_number(sentence: str) -> bool:
    return bool(_NUMBER.search(sentence) and _ASKS.search(sentence)) and not _DENIES.search(sentence)


def _asks_for_an_identity_copy(sentence: str) -> bool:
    return bool(_COPY.search(sentence) and _ASKS.search(sentence)) and not _DENIES.search(sentence)


def _cites_repealed_law(sentence: str) -> bool:
    return bool(_OLD_LAW.search(sentence)) and not _REPLACED.search(sentence)


def _relies_on_privacy_shield(sentence: str) -> bool:
    return bool(_SHIELD.search(sentence))


def _links_the_odr_platform(sentence: str) -> bool:
    return bool(_ODR.search(sentence))


RULES: dict[str, Callable[[str], bool]] = {
    "asks_for_a_national_number": _asks_for_a_national_number,
    "asks_for_an_identity_copy": _asks_for_an_identity_copy,
    "cites_repealed_law": _cites_repealed_law,
    "relies_on_privacy_shield": _relies_on_privacy_shield,
    "links_the_odr_platform": _links_the_odr_platform,
}
"""Each rule looks at one sentence.

==========================  ======================================================================================
asks_for_a_national_number  CPR and BSN are never asked for (databeskyttelsesloven § 11(2), UAVG art. 46, CON-3)
asks_for_an_identity_copy   there is always something less intrusive (R-ID-1, R-ID-2)
cites_repealed_law          persondataloven was replaced in 2018 (CON-1); saying so is allowed
relies_on_privacy_shield    invalid since C-311/18 (CON-9)
links_the_odr_platform      closed on 20 July 2025 (R-EU-1)
==========================  ======================================================================================
"""


_MARKED_ANEW = re.compile(
    r"\b(omrett\w*|ombedøm\w*|omvurder\w*|genbedøm\w*|(rette[st]?|rettet|bedømme[st]?|bedømt|vurdere[st]?|vurderet)"
    r" (igen|på ny|om)|ny (bedømmelse|vurdering|rettelse)|anden censor"
    r"|her(beoord|corrig|correct|nakijk)\w*|opnieuw (\w+ )?(nagekeken|nakijken|nagezien|beoordeeld|beoordelen)"
    r"|re-?(mark|grade|grading|score|scoring|assess)\w*|(mark|grade|assess)(ed|ing)? (\w+ )?(again|anew))\b",
    re.IGNORECASE,
)
_TELLS_HOW = re.compile(
    r"\b(bede|bed|anmode|appel\w*|ask|request|apply|appeal\w*|vragen|verzoeken|bezwaar|beroep)\b", re.IGNORECASE
)


NEW_MARK = "promises_a_new_mark"
"""The name of what only a letter about PeopleCert's exams must not say."""


def promises_a_new_mark(body: str) -> bool:
    """Say whether a letter promises that an exam is marked again: with PeopleCert's, that is not ours (R-PC-6).

    To deny it, or to tell how PeopleCert is asked for it, promises nothing.
    """
    return any(map(_promises_a_new_mark, _SENTENCE.split(body)))


def _promises_a_new_mark(sentence: str) -> bool:
    return bool(_MARKED_ANEW.search(sentence)) and not (_DENIES.search(sentence) or _TELLS_HOW.search(sentence))


def sentences(body: str, rule: str) -> tuple[str, ...]:
    """Give the sentences of a letter that break a rule."""
    broken = _promises_a_new_mark if rule == NEW_MARK else RULES[rule]
    return tuple(sentence.strip() for sentence in _SENTENCE.split(body) if broken(sentence))


def forbidden(body: str) -> tuple[str, ...]:
    """Give the names of the rules that a letter breaks, in the order of RULES; none means that it may leave."""
    every = _SENTENCE.split(body)
    return tuple(name for name, broken in RULES.items() if any(map(broken, every)))
