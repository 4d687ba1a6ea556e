"""A line in its moment: what was asked before it, what is known, and what of it goes to the cases. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.answers import Asked, refuses, renamed, told
from bot.hearing import SHORT, Line
from cases.case import Status
from cases.chat import Dialogue, Gathered, Say, Take
from cases.kind import ORDINARY, Kind
from cases.office import Office
from cases.policy import REQUIREMENTS
from cases.reading import FoundKind, Reading
from intake.follow_up import SURE_ENOUGH

MATTER, REVIEW, DESCRIPTION, EMAIL = "matter", "review", "description", "email"
"""What can be asked beside the requirements of a policy: what it is about, and whether all is right."""
REACH = "reach"
"""An answer by e-mail is offered for a question; that is not the same as to need an address."""
LIKELIER = 0.5
"""So sure a short first line must be read, else it is asked about: less likely than not is invented (cf. R-REC-5)."""
WEIGHABLE = 5
"""Words: a shorter line has no flags that mean anything."""
NAMED = 0.9
"""How sure a noun alone makes us, where somebody was asked what it is about: "klage"."""
ORDINARY_ONE = (FoundKind(Kind.OTHER, 1.0, ()),)
_PERSONAL = ("name", "email", "phone", "customer", "programme", "what_is_wrong", "proposed_value", "authority")
_SELF = ("name", "email", "phone")


@dataclass(frozen=True)
class Moment:
    """One line of a person, with all that counts for how it is taken."""

    dialogue: Dialogue
    reading: Reading
    gathered: Gathered
    office: Office

    @cached_property
    def line(self) -> Line:
        """Give the line as it is heard."""
        return Line.of(self.reading.text)

    @property
    def asked(self) -> Asked:
        """Give the line with the question before it."""
        return Asked(self.line, self.reading, self.office.policy, self.gathered.told, self.dialogue.again)

    @cached_property
    def told(self) -> Mapping[str, str]:
        """Give what the line tells of whoever writes it, asked or not."""
        found = told(self.asked)
        before = self.gathered.told.get("name")
        if before and "name" not in found and (new := renamed(self.line, before)):
            found["name"] = new
        return found

    @cached_property
    def changed(self) -> Mapping[str, str]:
        """Give what the line tells otherwise than the person did before."""
        known = self.gathered.told
        return {
            what: value
            for what, value in self.told.items()
            if what in known and known[what].casefold() != value.casefold()
        }

    @cached_property
    def kinds(self) -> tuple[FoundKind, ...]:
        """Give the kinds that were read in the line.

        A name or an address that somebody gives us, or puts right, is no request to correct what we hold of them (GDPR
        Art. 16). Who does not want to tell what was asked objects to the question, and not to what we do (Art. 21).
        """
        if self.dialogue.asking in REQUIREMENTS and refuses(self.line):
            return ORDINARY_ONE
        asked = self.dialogue.asking is not None or bool(self.gathered.cases)
        mine = bool(self.changed) or (asked and not self.told.keys().isdisjoint(_SELF))
        given = mine and len(self.line.words) <= SHORT and not (self.line.has("on_record") or self.line.has("misspelt"))
        found = tuple(one for one in self.reading.kinds if not (given and one.kind is Kind.RECTIFICATION))
        short = len(self.line.words) <= SHORT
        sure = any(one.kind not in ORDINARY and one.confidence >= SURE_ENOUGH for one in found)
        if short and not sure and self.line.has("complains"):
            return (FoundKind(Kind.COMPLAINT, NAMED, (self.line.text,)),)
        guessed = short and sum(one.confidence for one in found) < LIKELIER
        return ORDINARY_ONE if guessed or not found else found

    @property
    def matters(self) -> tuple[FoundKind, ...]:
        """Give the kinds of matter that the line states, sure enough to open a case in the middle of a talk."""
        return tuple(one for one in self.kinds if one.kind not in ORDINARY and one.confidence >= SURE_ENOUGH)

    @property
    def is_ordinary(self) -> bool:
        """Say whether nothing but a question was read in the line."""
        return all(one.kind is Kind.OTHER for one in self.kinds)

    @property
    def named(self) -> tuple[FoundKind, ...]:
        """Give the kinds that a line names by their nouns and says no more of."""
        return tuple(FoundKind(kind, NAMED, (self.line.text,)) for kind in self.line.named)

    @property
    def has_files(self) -> bool:
        """Say whether papers came with the line."""
        return bool(self.reading.documents)

    def understood(
        self, kinds: Iterable[FoundKind] = (), fields: Mapping[str, str] | None = None, *, whole: bool = False
    ) -> Reading:
        """Give the reading that goes to the cases: of these kinds, else an ordinary one.

        `whole`: the line states something, and all that was read in it counts; else only what it tells of the person
        does. What the person told before goes along, so that a case has it from the beginning.
        """
        found = tuple(kinds) or ORDINARY_ONE
        read = {name: value for name, value in self.reading.fields.items() if whole and name not in _SELF}
        before = {name: value for name, value in self.gathered.told.items() if name in _PERSONAL}
        weighable = len(self.line.words) >= WEIGHABLE
        reading = self.reading
        return replace(
            reading,
            language=self._language,
            kinds=found,
            fields={**read, **before, **self.told, **(fields or {})},
            flags=reading.flags if weighable and whole else frozenset(),
            unsure=reading.unsure and whole,
        )

    @property
    def _language(self) -> str:
        """Give the language that is spoken by now; a name or two words tell none of their own."""
        read, spoken = self.reading.language, self.dialogue.language
        same = self.reading.language_known and self.office.policy.language(read) == spoken
        return read if same else spoken

    def to_cases(self, dialogue: Dialogue | None = None, *says: Say, fields: Mapping[str, str] | None = None) -> Take:
        """Take the line to the cases for what it tells, and for the matters it states beside that."""
        whole = bool(self.matters) or len(self.line.words) > SHORT
        reading = self.understood(self.matters, fields, whole=whole)
        return Take(reading, dialogue or self.dialogue, says)

    def kept(self, dialogue: Dialogue | None = None, *says: Say, fields: Mapping[str, str] | None = None) -> Take:
        """Only keep the line, with what it tells of the person; files go to the cases all the same."""
        if self.has_files:
            return self.to_cases(dialogue, *says, fields=fields)
        return Take(None, dialogue or self.dialogue, says, kept=self.understood(fields=fields))


def going_on(gathered: Gathered) -> tuple[str, ...]:
    """Give what the cases lack, without those that a person looks at first: they are asked nothing."""
    cases = (case for case in gathered.cases if case.status is not Status.HELD)
    missing = dict.fromkeys(name for case in cases for name in case.missing)
    have = {name for name, value in gathered.told.items() if value}
    if gathered.files:
        have |= {"documents"} | ({"authority"} if "consent" in have else set())
    return tuple(name for name in missing if name not in have)
