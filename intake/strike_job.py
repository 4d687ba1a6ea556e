"""What is to be struck out of a conversation: all that was decided about any of its letters, in one go.

Letters repeat each other. Whoever judged one of them, it goes from the quotes as well, also in an appeal that this
person is shut out of; but what that appeal says in its own words, and the files that came with it, are for its own
people to judge (P-MX-14, CON-6). What was kept for a claim in a letter stays there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.case import Case
from cases.policy import Policy
from cases.redaction import IN_SUBJECT, Fate, Redaction
from intake.hiding import passage, pieces
from intake.shut_out import closed_beside, said_only_in
from reading.strike import Strike, strike
from storage import arrivals, casebook, messages
from storage.arrivals import Arrival
from storage.messages import Told
from storage.page import Page


@dataclass(frozen=True)
class Decided:
    """What one person decided for one case: what goes, and the letters and cases beside it that are closed to them."""

    strike: Strike
    digests: frozenset[str]
    hidden: frozenset[int]
    closed: frozenset[int]


@dataclass(frozen=True)
class Job:
    """What is to be struck out of a conversation.

    `found` is what was decided and still stands there, `every` are the letters, `decided` what goes because of it, and
    `copies` each letter's arrivals, repeats among them.
    """

    found: tuple[Redaction, ...]
    every: tuple[Told, ...]
    decided: tuple[Decided, ...]
    copies: tuple[tuple[Told, Arrival], ...]

    @property
    def ids(self) -> frozenset[int]:
        """Give the ids of the findings."""
        return frozenset(one.id for one in self.found)

    def of(self, letter: Told) -> Strike:
        """Give what goes from the words of a letter."""
        kept = strike(_kept(letter), pieces(letter), letter.language)
        goes = _of_letter(letter, self.about(letter))
        for one in self.decided:
            theirs = _without(one.strike, kept)
            goes |= _not_said_in(letter.text, theirs) if letter.id in one.hidden else theirs
        return goes

    def parts(self, letter: Told) -> frozenset[int]:
        """Give the parts of the files of a letter that go."""
        digests = self.digests(letter)
        return frozenset(file.part for file in letter.attachments if file.digest in digests)

    def digests(self, letter: Told) -> frozenset[str]:
        """Give the digests of the files that go from a letter, however often they are in it."""
        others = (one.digests for one in self.decided if letter.id not in one.hidden)
        return _digests(letter, self.about(letter)).union(*others)

    def of_ours(self, case: int) -> Strike:
        """Give what goes from our letters about a case."""
        goes = Strike()
        for one in self.decided:
            goes |= Strike() if case in one.closed else one.strike
        return goes

    def about(self, letter: Told) -> tuple[Redaction, ...]:
        """Give what was decided about a letter itself."""
        return tuple(one for one in self.found if one.message == letter.id)


def job_of(page: Page, policy: Policy, message: int) -> Job | None:
    """Give what is to be struck out of a message's conversation; None where nothing is, or the message is gone."""
    organisation = policy.id
    thread = messages.thread_of(page, organisation, message)
    every = messages.of_thread(page, organisation, thread) if thread is not None else ()
    found = tuple(one for letter in every for one in letter.redactions if one.goes)
    if not found:
        return None
    copies = ((letter, one) for letter in every for one in arrivals.of_message(page, organisation, letter.id))
    return Job(found, every, tuple(_decided(page, policy, every, found)), tuple(copies))


def _decided(page: Page, policy: Policy, every: tuple[Told, ...], found: tuple[Redaction, ...]) -> Iterator[Decided]:
    """Sort what goes by who judged it, and for which case."""
    for staff, id_ in dict.fromkeys((one.judged_by or 0, one.case) for one in found):
        mine = [one for one in found if (one.judged_by or 0, one.case) == (staff, id_)]
        goes, digests = Strike(), set[str]()
        for letter in every:
            here = [one for one in mine if one.message == letter.id]
            goes |= _of_letter(letter, here)
            digests |= _digests(letter, here)
        case = casebook.find(page, policy.id, id_)
        hidden, closed = _shut_out(page, case, staff, policy) if case else (frozenset[int](), frozenset[int]())
        yield Decided(goes, frozenset(digests), hidden, closed)


def _shut_out(page: Page, case: Case, staff: int, policy: Policy) -> tuple[frozenset[int], frozenset[int]]:
    closed = closed_beside(page, case, staff, policy)
    hidden = said_only_in(page, case, closed) if closed else frozenset[int]()
    return hidden, frozenset(one.id for one in closed)


def _of_letter(told: Told, found: Iterable[Redaction]) -> Strike:
    """Give the words and numbers of a letter that findings in it are about."""
    marked = tuple(found)
    subject = {one.category for one in marked if one.place == IN_SUBJECT}
    elsewhere = {one.category for one in marked if one.part is None and one.place != IN_SUBJECT}
    passages = frozenset(words for one in marked if (words := passage(told, one)))
    of_subject = strike(subject, (told.subject,), told.language)
    return Strike(passages) | of_subject | strike(elsewhere, pieces(told), told.language)


def _digests(told: Told, found: Iterable[Redaction]) -> frozenset[str]:
    """Give the digests of the files of a letter that findings in it are about."""
    parts = {one.part for one in found}
    return frozenset(file.digest for file in told.attachments if file.part in parts)


def _kept(letter: Told) -> frozenset[str]:
    return frozenset(one.category for one in letter.redactions if one.fate is Fate.KEEP and one.part is None)


def _without(goes: Strike, kept: Strike) -> Strike:
    """Give what goes and has nothing in common with what is kept."""
    if not kept:
        return goes
    words = (one for one in goes.words if not kept.stands_in(one))
    apart = frozenset(one for one in words if not any(_alone(one).stands_in(other) for other in kept.words))
    return Strike(apart, goes.numbers - kept.numbers)


def _not_said_in(text: str, goes: Strike) -> Strike:
    """Give what goes and does not stand in a text."""
    words = frozenset(one for one in goes.words if not _alone(one).stands_in(text))
    return Strike(words, frozenset(one for one in goes.numbers if not Strike(numbers=frozenset({one})).stands_in(text)))


def _alone(words: str) -> Strike:
    return Strike(frozenset({words}))
