"""A conversation by chat as the service holds it, without a database: lines in, what is said and which cases there are.

Lines are read by the real reading, and the cases are those that the real rules open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from bot import dialogue
from bot.dialogue import begin
from bot.says import words
from cases.case import Case
from cases.chat import Dialogue, Gathered, Say, Take, Turn
from cases.kind import Kind
from cases.message import Address, Channel, Judgement, Verdict
from cases.office import Office
from cases.reading import Document, Reading
from intake.consider import consider
from intake.values import Heard, Place
from reading.read import read_text
from tests.builders import AT, a_message

ADMITTED = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)


@dataclass(frozen=True)
class Exchange:
    """One line with what became of it."""

    text: str
    take: Take
    turn: Turn
    opened: tuple[Case, ...]


@dataclass
class Talk:
    """A person and the program."""

    office: Office
    judgement: Judgement = ADMITTED
    gathered: Gathered = field(default_factory=lambda: Gathered((), {}))
    lines: list[Exchange] = field(default_factory=list)
    dialogue: Dialogue = field(default_factory=lambda: Dialogue("da"))
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def begin(cls, office: Office, page: str = "da", judgement: Judgement = ADMITTED) -> "Talk":
        """Greet a person on a page in a language."""
        return cls(office, judgement, dialogue=begin(page, office).dialogue)

    def write(self, text: str, files: int = 0, reading: Reading | None = None) -> Turn:
        """Let the person write a line, perhaps with files."""
        read = reading or read_text(text, self.office.policy)
        read = replace(read, documents=tuple(Document(part + 1) for part in range(files)))
        take = dialogue.take(self.dialogue, read, self.gathered, self.office)
        opened = self._take_in(text, take, files)
        turn = dialogue.turn(take, self.gathered, opened, self.office)
        self.dialogue = turn.dialogue
        self.lines.append(Exchange(text, take, turn, opened))
        return turn

    def _take_in(self, text: str, take: Take, files: int) -> tuple[Case, ...]:
        told = (take.reading or take.kept or read_text(text, self.office.policy)).fields
        self.gathered = replace(self.gathered, told={**self.gathered.told, **told}, files=self.gathered.files + files)
        if take.reading is None:
            return ()
        policy = self.office.policy
        message = a_message(
            channel=Channel.CHAT,
            sender=Address("", ""),
            text=text,
            to=(Address("", policy.addresses[0]),),
            received_at=AT,
        )
        heard = Heard(900 + len(self.lines), message, self.judgement, take.reading)
        outcome = consider(heard, Place(1, cases=self.gathered.cases), self._draw, self.office)
        changed = {change.case.id: change.case for change in outcome.changes}
        opened = tuple(one.case for one in outcome.openings)
        cases = (*(changed.get(case.id, case) for case in self.gathered.cases), *opened)
        dues = {one.case.number: self.office.day(one.told.due_at) for one in outcome.openings if one.told}
        self.gathered = replace(self.gathered, cases=cases, dues={**self.gathered.dues, **dues})
        return opened

    def _draw(self) -> tuple[int, str]:
        number = next(self.numbers)
        return number, f"{self.office.policy.letters}-26-{100000 + number}"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Give the kinds of the cases there are."""
        return tuple(case.kind for case in self.gathered.cases)

    @property
    def said(self) -> list[Say]:
        """Give all that was said, in order."""
        return [say for line in self.lines for say in line.turn.says]

    def shown(self, says: Iterable[Say] | None = None) -> str:
        """Give the words of what was said last."""
        spoken = self.lines[-1].turn.says if says is None else says
        return "\n".join(words(one, self.dialogue.language, self.office, self.gathered.told) for one in spoken)


def names(turn: Turn) -> list[str]:
    """Name what was said to a line: "ask name", "review"."""
    return [" ".join(filter(None, (one.name, one.about.get("what")))) for one in turn.says]
