"""The language of a text: Danish, Dutch and English, with their neighbours known so that they are not taken for them."""

import re

import eldc

LOOKED_AT = 3_000
"""So many characters are enough to tell."""
FEWEST_WORDS = 2
"""One word alone cannot be told ("Tak", "Hi")."""
OWN = 0.04
"""What each telling word adds to a language's score (0 to 1), and what being one of the organisation's languages does."""
MOST_OWN = 5
CERTAIN = 0.6
"""Below this the text is in no language that we know."""

_KNOWN = ("da", "nl", "en", "de", "sv", "no", "fr", "es", "it", "pt", "pl", "ro", "tr", "uk", "ru", "ar", "fi", "is")
eldc.init()
_detector = eldc.instance()
_detector.set_languages(list(_KNOWN))
_detector.set_scores(6)

_TELLING = {
    word: language
    for language, words in {
        "da": "jeg ikke af hvad hvor hvornår nogle noget mig dig jeres også efter blev blive være kursus slet slette venlig hilsen mvh tak undervisning gerne hej uge oplysninger fået udtræk vedhæftet mail min mit mine godt lige",
        "no": "ikke jeg hva noen noe meg deg deres også etter ble bli være kurs opplysninger innsyn hvor hilsen takk dere slett",
        "sv": "jag inte av vad var när några mig dig också efter blev bli vara kurs uppgifter hej tack hälsning ni era mina",
        "nl": "ik niet het een van jullie mijn wat hoe wanneer met graag bedankt groet groeten mvg cursus gegevens verwijder verwijderen voor zijn aub dank hallo",
        "de": "ich nicht das ein von ihr mein was wie wann mit gerne danke gruß grüße kurs daten löschen für sind bitte und",
        "en": "i the my you your what how when with please thanks regards course data delete for are is and of to it me info account",
    }.items()
    for word in words.split()
}
_SHARED = {"ikke", "jeg", "hvor", "hilsen", "også", "mig", "dig", "efter", "blev", "være"}
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*|[\d/.:+()-]{4,}")


def language(text: str, languages: tuple[str, ...]) -> str:
    """Give the ISO 639-1 code of a text's language; the first of `languages` where it is too short to tell."""
    words = _WORD.findall(_ADDRESS.sub(" ", text[:LOOKED_AT]).lower())
    if len(words) < FEWEST_WORDS:
        return languages[0]
    scores: dict[str, float] = dict(_detector.detect_details(" ".join(words)).scores)
    for code, count in _own(words).items():
        scores[code] = scores.get(code, 0.0) + OWN * min(count, MOST_OWN)
    for code in languages:
        scores[code] = scores.get(code, 0.0) + OWN
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= CERTAIN else languages[0]


def _own(words: list[str]) -> dict[str, int]:
    """Count the words that one language has and its neighbours have not."""
    counts: dict[str, int] = {}
    for word in set(words):
        if word in _TELLING and word not in _SHARED:
            counts[_TELLING[word]] = counts.get(_TELLING[word], 0) + 1
    return counts
