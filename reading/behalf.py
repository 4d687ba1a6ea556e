"""For whom somebody writes, and in which role, and whether that person's consent is there (R-PRX-1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from reading.names import leading
from reading.shapes import any_of

OPENING = 260
"""So many characters from the top tell whom a letter is about; relatives named later are part of the story."""
NEAR = 160
LONGEST_NAME = 60

_behalf = partial(any_of, "behalf")
_FOLLOWS = re.compile(r"[ ,:(]{0,3}[^\n]{0,60}")


def _word(*names: str) -> re.Pattern[str]:
    """Find an entry of some lists in a text of small letters, as whole words."""
    return re.compile(rf"\b(?<!-)(?:{'|'.join(map(_behalf, names))})(?![\w-])")


def _of_own(*names: str) -> re.Pattern[str]:
    """Find "my son", "our former employee": an own one, with at most two words between."""
    whose = "|".join(map(_behalf, names))
    return re.compile(rf"\b{_behalf('own')}\s(?:[\w-]{{2,16}}\s){{0,2}}?(?:{whose})(?![\w'’])")


_SAID = {role: _word(role) for role in ("lawyer", "parent", "employer", "other")}
_BEFORE_NAME = {role: _word(f"{role}_name") for role in ("lawyer", "parent", "other")}
_ANY_SAID = _word(*_SAID, *(f"{role}_name" for role in _BEFORE_NAME))
_CHILD, _STAFF, _KIN = _of_own("child"), _of_own("staff"), _of_own("kin")
_AGED = re.compile(
    r"\b(?:[Oo]nze|[Oo]ns|[Vv]ores|[Oo]ur)(?=\s)( [A-ZÆØÅ][\w-]+(?: \(\d\d?\)|, aged \d\d?| på \d\d?\b| van \d\d?\b))"
)
"""Find "our Noor (17)"."""
_KIN_NEEDS = _word("kin_needs")
_THEIRS = _word("theirs")
_TELLS = re.compile(rf"[ ,]{{1,2}}(?:\w+ )?{_behalf('tells')}(?!\w)")
_NOT_FOR = re.compile(rf"(?<!\w){_behalf('not_for')}")
_CONSENT = re.compile(rf"(?<!\w){_behalf('consent')}(?!\w)", re.IGNORECASE)
_ATTACHED = re.compile(rf"(?<!\w){_behalf('attached')}(?!\w)", re.IGNORECASE)
_CONSENTED = re.compile(rf"(?<!\w){_behalf('said')}(?!\w)", re.IGNORECASE)
_HONORIFIC = re.compile(r"^[ ,:(]*(?:(?:af|of|for|til|van|hedder|heet|called|de heer|mevrouw)\s)*", re.IGNORECASE)
_STARTS = re.compile(rf"(?:^|[.!?,:]\s)(?:{_behalf('greeting')}[ ,]{{1,2}})?(?:{_behalf('about')}\s)?$", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"^[ ,:]{0,2}(?:[A-ZÆØÅ][\w-]+|\(\d\d?\)|(?:på|is|er|van|aged?|på snart) \d\d?(?!\d)|(?:de heer|mevrouw|hr\.|fru) )"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n\s*\n")


@dataclass(frozen=True)
class Behalf:
    """Somebody writes for another person: in the `role` of lawyer, parent, employer or other; for whom, where told.

    `declared` says that the letter says so of a relative: "I write for my wife".
    """

    role: str
    for_whom: str | None
    declared: bool = False

    @property
    def certain(self) -> bool:
        """Say whether an ordinary letter is on behalf too: a booking by an employer, or a sick child, is none."""
        told = self.declared or self.for_whom is not None
        return self.role == "lawyer" or (self.role != "employer" and told)


def behalf(text: str) -> Behalf | None:
    """Say in which role somebody writes for another person, or None where they write for themselves.

    `text` is the subject, a blank line and the letter: whom the subject names, the letter is about.
    A relative who is only spoken of is nobody's client: children and staff must be named at the top, other relatives
    with a reason why they do not write themselves.
    """
    small = _small(text)
    for role, pattern in _SAID.items() if _ANY_SAID.search(small) else ():
        for match in (*pattern.finditer(small), *_named_after(role, text, small)):
            if not _NOT_FOR.search(small, max(0, match.start() - 40), match.end() + 12):
                whom = match[0] + _follows(small, match.end())
                related = bool(_CHILD.search(whom) or _KIN.search(whom))
                return Behalf(_refined(role, whom), _named(text, match.end()), declared=related)
    return _at_the_top(text, small)


def consent(text: str) -> str | None:
    """Say whether the consent of the person written for is "attached" to a letter, or only "said" to be given."""
    found = None
    for match in _CONSENT.finditer(text):
        around = _around(text, match)
        if _ATTACHED.search(around):
            return "attached"
        if _CONSENTED.search(around):
            found = "said"
    return found or ("said" if _CONSENTED.search(text) else None)


def _small(text: str) -> str:
    """Give a text in small letters, each in the place of its capital one."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one.lower()[0] for one in text)


def _named_after(role: str, text: str, small: str) -> Iterator[re.Match[str]]:
    """Find the words of a role that count only before a name: "namens Ewa", "mother of Noah"."""
    for match in _BEFORE_NAME[role].finditer(small) if role in _BEFORE_NAME else ():
        if text[match.end() + 1 : match.end() + 2].isupper():
            yield match


def _at_the_top(text: str, small: str) -> Behalf | None:
    for role, pattern in (("parent", _CHILD), ("employer", _STAFF)):
        for match in pattern.finditer(small, 0, OPENING):
            if not _TELLS.match(small, match.end()) and (_is_matter(text, match) or _THEIRS.search(small)):
                return Behalf(role, _any_named(pattern, text, small))
    relative = _KIN.search(small, 0, OPENING)
    if relative and _is_helped(small, relative):
        return Behalf("other", _any_named(_KIN, text, small))
    aged = _AGED.search(text, 0, OPENING)
    return Behalf("parent", _named(text, aged.start(1))) if aged else None


def _any_named(pattern: re.Pattern[str], text: str, small: str) -> str | None:
    """Give the name of the first one at the top who has a name: a subject often says "our son" only."""
    names = (_named(text, match.end()) for match in pattern.finditer(small, 0, OPENING))
    return next(filter(None, names), None)


def _is_helped(small: str, relative: re.Match[str]) -> bool:
    """Say whether a relative does not write for themselves, or a letter is about what is theirs."""
    if _KIN_NEEDS.search(small, max(0, relative.start() - NEAR), relative.end() + NEAR):
        return True
    return not _TELLS.match(small, relative.end()) and bool(_THEIRS.search(small))


def _is_matter(text: str, match: re.Match[str]) -> bool:
    """Say whether a letter is about the child or the employee it names, not only tells of them."""
    line = text[: match.start()].rsplit("\n", 1)[-1]
    follows = _follows(text, match.end())
    return bool(_STARTS.search(line) or _INTRODUCED.search(follows) or "\n" not in text[: match.start()])


def _refined(role: str, whom: str) -> str:
    """Give the role that "on behalf of my daughter" tells more of than its first words."""
    if role == "other":
        return "parent" if _CHILD.search(whom) else "employer" if _STAFF.search(whom) else role
    return role


def _follows(text: str, place: int) -> str:
    """Give what stands right behind a place, in its line."""
    found = _FOLLOWS.match(text, place)
    return found[0] if found else ""


def _named(text: str, place: int) -> str | None:
    """Give the name of the person written for, where it stands right behind: "my son Adil turned 16"."""
    follows = _follows(text, place)
    for pattern in (_CHILD, _STAFF, _KIN):
        nearer = pattern.search(_small(follows))
        if nearer:
            follows = _follows(text, place + nearer.end())
            break
    name = leading(_HONORIFIC.sub("", follows)[:LONGEST_NAME])
    return name if name and name[0].isupper() and not follows.isupper() else None


def _around(text: str, match: re.Match[str]) -> str:
    """Give the sentence a word stands in, or what of it is near."""
    before = _SENTENCE_END.split(text[max(0, match.start() - NEAR) : match.start()])[-1]
    after = _SENTENCE_END.split(text[match.end() : match.end() + NEAR])[0]
    return f"{before} {match[0]} {after}"
