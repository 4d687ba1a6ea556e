"""What a line of chat says of the conversation itself: yes, stop, "a person, please". The matter is for `reading`.

A line is understood by the phrases that cover it, so that "klopt niet" is a no and "stop using my data" is no "stop".
What is said in the middle of a sentence is found by patterns. Tables: `bot/hearing.toml`.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from cases.kind import Kind
from reading.tidy import tidy

LONGEST = 1_000
"""So many characters of a line are looked at here; what people say of the conversation is short."""
LONGEST_LETTER = 50_000
"""So many characters are looked at for what must not be missed wherever it stands."""
SHORT = 14
"""Words: in a longer line "I tried to speak to somebody" is part of a story."""

SAYING = 8
"""Words: in a longer line "who are you" or "why" is not all that is said."""
ALIKE = 0.82
"""So alike (0 to 1) is a word that was mistyped to what was meant."""

_TABLES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("hearing.toml").read_text("utf-8"))
_SIGNS = {ord(sign): f" {word} " for word, signs in _TABLES["signs"].items() for sign in signs}
_PATTERNS = {name: re.compile("|".join(one)) for name, one in _TABLES["patterns"].items()}
_NO_WORD = re.compile(r"[^\w'@.+-]+|(?<!\w)[.'+-]+|[.'+-]+(?!\w)|_+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_PEOPLE = _TABLES["mistyped"]["human"]
_TOLD_OF = frozenset(_TABLES["told_of"]["words"])
_KIND = "kind "
_BESIDE_KINDS = frozenset({"filler", "courtesy", "no", "yes", "withdraw", "hello", "thanks", "idle"})
_WISHES = {"en": "english", "da": "danish", "nl": "dutch"}


def _meanings() -> dict[str, frozenset[str]]:
    """Give what each phrase may mean; a noun that names a kind of case means that kind."""
    found: dict[str, set[str]] = {}
    for table in (_TABLES["phrases"], {f"{_KIND}{kind}": nouns for kind, nouns in _TABLES["kinds"].items()}):
        for meaning, phrases in table.items():
            for phrase in phrases:
                found.setdefault(_drawn_in(phrase), set()).add(meaning)
    return {phrase: frozenset(meanings) for phrase, meanings in found.items()}


def _drawn_in(text: str) -> str:
    """Write "jaaaa" as "ja"."""
    return _DRAWN_OUT.sub(r"\1", text)


_MEANINGS = _meanings()
_MOST_WORDS = max(len(phrase.split()) for phrase in _MEANINGS)


@dataclass(frozen=True)
class Line:
    """A line as it is heard.

    `text` is what was written, tidied; `words` are its words in small letters, without signs. `phrases` is what each
    phrase in it may mean, `lead` those before the first word that belongs to none, and `rest` such words.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[frozenset[str], ...]
    lead: tuple[frozenset[str], ...]
    rest: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Line":
        """Hear what was written."""
        whole = tidy(text).strip()
        words = tuple(plain(whole[:LONGEST]).split())
        return cls(whole, words, *_covered(words))

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands there that can be read: signs, or nothing at all."""
        return not self.words and not any(sign.isalnum() for sign in self.text)

    def is_only(self, meaning: str, *beside: str) -> bool:
        """Say whether a line says this and no more, but for courtesies and what may stand `beside` it."""
        return any(meaning in phrase for phrase in self.phrases) and self.is_among(meaning, *beside)

    def is_among(self, *meanings: str) -> bool:
        """Say whether all that a line says is among these, whichever it is."""
        allowed = {*meanings, "courtesy"}
        return bool(self.phrases) and not self.rest and all(allowed & phrase for phrase in self.phrases)

    def begins(self, *meanings: str) -> bool:
        """Say whether a line begins with one of these, whatever follows; courtesies do not count."""
        first = next((one for one in self.lead if "courtesy" not in one), frozenset[str]())
        return not first.isdisjoint(meanings)

    def has(self, pattern: str) -> bool:
        """Say whether a pattern of the table is found in a line."""
        return _PATTERNS[pattern].search(" ".join(self.words)) is not None

    @cached_property
    def named(self) -> tuple[Kind, ...]:
        """Give the kinds that a line names by their nouns, where it says nothing else: "I just want access"."""
        kinds = [[one for one in sorted(phrase) if one.startswith(_KIND)] for phrase in self.phrases]
        aside = all(found or _BESIDE_KINDS & phrase for found, phrase in zip(kinds, self.phrases, strict=True))
        if self.rest or not aside:
            return ()
        return tuple(dict.fromkeys(Kind(one.removeprefix(_KIND)) for found in kinds for one in found))

    @property
    def is_in_distress(self) -> bool:
        """Say whether somebody writes that they do not want to live; in a line of any length."""
        return _PATTERNS["distress"].search(plain(self.text[:LONGEST_LETTER])) is not None

    @property
    def is_about_themselves(self) -> bool:
        """Say whether a line only says what it is that somebody has told: "that is my e-mail"."""
        said = any(self.has(f"about_{one}") for one in ("email", "name", "phone"))
        return said and all(word in _TOLD_OF for word in self.rest) and not self.asks

    @property
    def asks(self) -> bool:
        """Say whether a line is a question, with its sign or without."""
        return self.text.rstrip(" )\"'").endswith("?") or self.has("asks")

    @property
    def asks_who(self) -> bool:
        """Say whether somebody asks who, or what, they are writing to."""
        return self.is_only("robot", "hello", "idle") or (len(self.words) <= SAYING and self.has("robot"))

    @property
    def asks_why(self) -> bool:
        """Say whether somebody asks what we want to know a thing for."""
        return self.is_only("why", "hello", "no", "idle") or (len(self.words) <= SAYING and self.has("why"))

    @property
    def agrees(self) -> bool:
        """Say whether somebody says that something is right: a yes, and nothing that takes from it."""
        if self.is_only("yes", "thanks", "bye", "idle"):
            return True
        plainly = self.begins("yes") and len(self.words) <= SAYING and not self.asks
        return plainly and not (self.has("correction") or any("no" in one for one in self.phrases) or self.has("but"))

    @property
    def wants_human(self) -> bool:
        """Say whether somebody asks for a person of the organisation (R-AI-7)."""
        if self.asks_who:
            return False
        if self.is_only("human", "hello", "yes", "no", "filler", "idle") or self._is_nearly_human:
            return True
        return len(self.words) <= SHORT and self.has("human") and not self.has("not_human")

    @property
    def _is_nearly_human(self) -> bool:
        """Say whether the one word of a line is one for a person with a letter wrong: this way must not be missed."""
        return len(self.rest) == 1 and not self.phrases and bool(get_close_matches(self.rest[0], _PEOPLE, 1, ALIKE))

    @property
    def wants_stop(self) -> bool:
        """Say whether somebody wants no more questions."""
        return self.is_only("stop", "thanks", "bye", "no", "yes")

    @property
    def withdraws(self) -> bool:
        """Say whether somebody takes back what they asked for; a consent taken back is a matter of its own."""
        if self.has("not_withdraw"):
            return False
        said = any("withdraw" in phrase for phrase in self.phrases)
        covered = said and (bool(self.named) or self.is_among("withdraw", "filler", "no", "thanks"))
        begins = "withdraw" in next((one for one in self.lead if not {"no", "courtesy"} & one), ())
        return covered or begins or (len(self.words) <= SHORT and self.has("withdraw"))

    @property
    def language(self) -> str | None:
        """Give the language (ISO 639-1) that a line asks to be spoken to in, or None."""
        said = (code for code, wish in _WISHES.items() if self.is_only(wish, "hello", "no", "yes", "thanks"))
        asked = (code for code, wish in _WISHES.items() if len(self.words) <= SHORT and self.has(wish))
        return next(chain(said, asked), None)


def shape(name: str) -> re.Pattern[str]:
    """Give how something is written inside a line, by its name in the table; case is ignored."""
    return re.compile(_TABLES["shapes"][name], re.IGNORECASE | re.DOTALL)


def plain(text: str) -> str:
    """Give a text in small letters without signs and decoration; a thumb up is a yes."""
    folded = unicodedata.normalize("NFKC", text.translate(_SIGNS)).casefold().replace("’", "'")
    return _drawn_in(" ".join(_NO_WORD.sub(" ", folded).split()))


_Phrases = tuple[frozenset[str], ...]


def _covered(words: tuple[str, ...]) -> tuple[_Phrases, _Phrases, tuple[str, ...]]:
    """Cover words by phrases, the longest first; give what these mean, those that lead, and the words left over."""
    phrases: list[frozenset[str]] = []
    rest: list[str] = []
    at = lead = 0
    while at < len(words):
        lengths = range(min(_MOST_WORDS, len(words) - at), 0, -1)
        length = next((many for many in lengths if " ".join(words[at : at + many]) in _MEANINGS), 0)
        if length:
            phrases.append(_MEANINGS[" ".join(words[at : at + length])])
            lead = lead if rest else len(phrases)
        else:
            rest.append(words[at])
        at += length or 1
    return tuple(phrases), tuple(phrases[:lead]), tuple(rest)
