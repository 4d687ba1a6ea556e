"""A person whom an organisation knows from its own register, and what that says of an address (R-ID-1). Pure."""

import re
from dataclasses import dataclass
from datetime import date

FEWEST = 2
"""So many things that only they know show who somebody is."""

LAST = 8
"""So many digits, from the end, two telephone numbers are compared by."""


@dataclass(frozen=True)
class Course:
    """A course that somebody takes or took, as the register names it; a date is None where the register has none."""

    name: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Learner:
    """Somebody in the register. `reference` is theirs alone there; `address` is the address on file, in lower case.

    `customer` is the controller that a processor keeps them for (P-MB-13).
    """

    reference: str
    name: str
    address: str
    phone: str | None = None
    username: str | None = None
    customer: str | None = None
    courses: tuple[Course, ...] = ()


@dataclass(frozen=True)
class Stated:
    """What somebody says of themselves that only they should know; blanks and None are nothing.

    A name and a programme are not among it: others know them too (P-AL-15).
    """

    reference: str = ""
    username: str = ""
    phone: str = ""
    day: date | None = None

    def fits(self, learner: Learner) -> bool:
        """Say whether it shows who they are: two things and more, all right, their reference or user name with them."""
        reference, username, phone = folded(self.reference), folded(self.username), folded(self.phone)
        days = {day for course in learner.courses for day in (course.start, course.end)}
        said = [
            fits
            for stated, fits in (
                (reference, reference == folded(learner.reference)),
                (username, username == folded(learner.username or "")),
                (phone, _same_number(phone, learner.phone or "")),
                (self.day, self.day in days),
            )
            if stated
        ]
        return len(said) >= FEWEST and all(said) and bool(reference or username)


@dataclass(frozen=True)
class Known:
    """What is known of an address before anybody looks into a matter.

    `register`: the organisation has imported one; `learners` are those whose address on file it is; `corresponded`: a
    case of theirs came from it before, and nothing spoke against it then.
    """

    register: bool = False
    learners: tuple[Learner, ...] = ()
    corresponded: bool = False

    def person(self, name: str | None) -> Learner | None:
        """Give the one learner that the address stands for, unless somebody of quite another name writes from it.

        None where it is on file for several, as an employer's or a family's: it says nothing of which of them writes.
        """
        alone = self.learners[0] if len(self.learners) == 1 else None
        return alone if alone and (not name or _alike(name, alone.name)) else None


def _alike(one: str, other: str) -> bool:
    """Say whether two names have a word in common: Anna Holm may write as Anna, or have married."""
    words = folded(one).replace("-", " ").split(), folded(other).replace("-", " ").split()
    return bool({word for word in words[0] if len(word) > 1} & set(words[1]))


def _same_number(one: str, other: str) -> bool:
    """Say whether two telephone numbers are the same, whether or not the country's number is written before them."""
    ends = [re.sub(r"\D", "", written)[-LAST:] for written in (one, other)]
    return len(ends[0]) == LAST and ends[0] == ends[1]


def folded(text: str) -> str:
    """Give a text as two of them are compared by: capitals and blanks make no difference."""
    return " ".join(text.split()).casefold()
