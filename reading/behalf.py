"""For whom somebody writes, and in which role, and whether that person's consent is there (R-PRX-1)."""

import re
from dataclasses import dataclass
from functools import partial

from reading.names import leading
from reading.shapes import any_of

OPENING = 260
"""So many characters from the top tell whom a letter is about; relatives named later are part of the story."""
NEAR = 160
LONGEST_NAME = 60

_behalf = partial(any_of, "behalf")
_FOLLOWS = r"(?P<follows>[ ,:(]{0,3}[^\n]{0,60})"


def _said(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_behalf(name)}(?![\w-]){_FOLLOWS}", re.IGNORECASE)


def _of_own(name: str) -> re.Pattern[str]:
    """Find "my son", "our former employee": an own one, with at most two words between."""
    return re.compile(
        rf"(?<!\w){_behalf('own')}\s(?:[\w-]{{2,16}}\s){{0,2}}?{_behalf(name)}(?![\w'’]){_FOLLOWS}", re.IGNORECASE
    )


_SAID = {role: _said(role) for role in ("lawyer", "parent", "employer", "other")}
_CHILD, _STAFF, _KIN = _of_own("child"), _of_own("staff"), _of_own("kin")
_KIN_NEEDS = re.compile(rf"(?<!\w){_behalf('kin_needs')}(?!\w)", re.IGNORECASE)
_NOT_FOR = re.compile(rf"(?<!\w){_behalf('not_for')}", re.IGNORECASE)
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
    """Somebody writes for another person: in the `role` of lawyer, parent, employer or other; for whom, where told."""

    role: str
    for_whom: str | None

    @property
    def certain(self) -> bool:
        """Say whether an ordinary letter is on behalf too: a booking by an employer, or a sick child, is none."""
        return self.role == "lawyer" or (self.role != "employer" and self.for_whom is not None)


def behalf(text: str) -> Behalf | None:
    """Say in which role somebody writes for another person, or None where they write for themselves.

    `text` is the subject, a blank line and the letter: whom the subject names, the letter is about.
    A relative who is only spoken of is nobody's client: children and staff must be named at the top, other relatives
    with a reason why they do not write themselves.
    """
    for role, pattern in _SAID.items():
        for match in pattern.finditer(text):
            if not _NOT_FOR.search(text[max(0, match.start() - 40) : match.end()]):
                return Behalf(_refined(role, match[0]), _named(match["follows"]))
    return _at_the_top(text)


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


def _at_the_top(text: str) -> Behalf | None:
    top = text[:OPENING]
    for role, pattern in (("parent", _CHILD), ("employer", _STAFF)):
        for match in pattern.finditer(top):
            if _is_matter(text, match):
                return Behalf(role, _named(match["follows"]))
    relative = _KIN.search(top)
    if relative and _KIN_NEEDS.search(text[max(0, relative.start() - NEAR) : relative.end() + NEAR]):
        return Behalf("other", _named(relative["follows"]))
    return None


def _is_matter(text: str, match: re.Match[str]) -> bool:
    """Say whether a letter is about the child or the employee it names, not only tells of them."""
    line = text[: match.start()].rsplit("\n", 1)[-1]
    return bool(_STARTS.search(line) or _INTRODUCED.search(match["follows"]) or "\n" not in text[: match.start()])


def _refined(role: str, said: str) -> str:
    """Give the role that "on behalf of my daughter" tells more of than its first words."""
    if role == "other" and _CHILD.search(said):
        return "parent"
    return "employer" if role == "other" and _STAFF.search(said) else role


def _named(follows: str) -> str | None:
    """Give the name of the person written for, where it stands right behind: "my son Adil turned 16"."""
    for pattern in (_CHILD, _STAFF, _KIN):
        nearer = pattern.search(follows)
        if nearer:
            follows = nearer["follows"]
    name = leading(_HONORIFIC.sub("", follows)[:LONGEST_NAME])
    return name if name and name[0].isupper() else None


def _around(text: str, match: re.Match[str]) -> str:
    """Give the sentence a word stands in, or what of it is near."""
    before = _SENTENCE_END.split(text[max(0, match.start() - NEAR) : match.start()])[-1]
    after = _SENTENCE_END.split(text[match.end() : match.end() + NEAR])[0]
    return f"{before} {match[0]} {after}"
