"""The language of a letter as a whole: of what the person wrote, of the request in it, and of what is quoted."""

import re
from collections.abc import Iterable, Iterator

from cases.reading import FoundKind
from reading.language import FEW_WORDS, Language, language
from reading.quotes import Parts
from reading.shapes import any_of

_ANSWERS = re.compile(rf"\s*{any_of('quotes', 'reply_subjects')}\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_QUOTATION = re.compile('"[^"]{1,400}"|“[^”]{1,400}”|„[^“”]{1,400}[“”]|»[^«]{1,400}«|«[^»]{1,400}»')
_ENDS = (".", "!", "?", "\n\n")


def spoken_in(said: Parts, subject: str, languages: tuple[str, ...]) -> Language:
    """Tell the language of what the person wrote; the subject helps where that is too short, if it is theirs."""
    own = language(said.own, languages)
    if own.known or not subject or _ANSWERS.match(subject):
        return own
    return language(f"{said.own}\n{subject}", languages)


def asked_in(own: str, first: FoundKind, spoken: Language, languages: tuple[str, ...]) -> Language:
    """Tell the language that something is asked in: the letter's, but where every sentence of it is in another of ours.

    So does a person who writes two lines above a long mail in another language, and not one who quotes a sentence.
    """
    told = {language(sentence, languages) for sentence in _sentences(first.evidence, _QUOTATION.sub(" ", own))}
    asked = {one.code for one in told if one.known}
    return Language(asked.pop(), known=True) if len(asked) == 1 and asked <= set(languages) else spoken


def quoted_in(said: Parts, languages: tuple[str, ...]) -> str | None:
    """Tell the language of what is quoted, None where nothing is or it cannot be told."""
    told = language(said.quoted, languages) if said.quoted else None
    return told.code if told and told.known else None


def _sentences(evidence: Iterable[str], text: str) -> Iterator[str]:
    """Give the sentences in which words of the letter stand, the very short ones left out."""
    for words in evidence:
        first = text.find(words)
        if first >= 0:
            begin = max(text.rfind(end, 0, first) for end in _ENDS) + 1
            after = [place for end in _ENDS if (place := text.find(end, first + len(words))) >= 0]
            sentence = text[begin : min(after, default=None)]
            if len(sentence.split()) > FEW_WORDS:
                yield sentence
