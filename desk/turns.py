"""The conversation on a case's page: what was said and written in one order, and how much is shown at once. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from cases.disguise import Disguise
from cases.message import Channel
from cases.outgoing import OutboxStatus
from desk.correcting import Correctable, correctable
from desk.marking import Piece, marked
from desk.standing import Standing, disguised, standing
from desk.visitor import Visitor
from intake.hiding import Hide, hiding, shown
from intake.identity_link import veiled
from storage.dossier import Dossier
from storage.messages import Told
from storage.outbox import Entry

TO_STAFF = "staff_notice"
"""The reply that goes to our own people and is no part of the conversation."""

AT_ONCE = 12
"""So many turns are shown at once, the newest of them."""

LETTERS_AT_ONCE = 24_000
"""So many letters of text they have together, unless the newest alone has more."""


@dataclass(frozen=True)
class Turn:
    """One thing said in the conversation: theirs (`told`, with marked `pieces`) or ours (`letter`).

    National numbers are masked in everything that is theirs (databeskyttelsesloven § 11, UAVG art. 46). `tongue` is its
    language (ISO 639-1) where that is not the case's, so that staff do not overlook that the answer is in another.
    `is_now`: the case was corrected to something that was not read in the letter.
    """

    at: datetime
    told: Told | None = None
    letter: Entry | None = None
    subject: str = ""
    pieces: tuple[Piece, ...] = ()
    quoted: str | None = None
    standing: Standing | None = None
    disguise: Disguise | None = None
    tongue: str | None = None
    correctable: Correctable | None = None
    is_now: bool = False

    @property
    def in_chat(self) -> bool:
        """Say whether it is a line of a conversation by chat."""
        return (Channel(self.told.channel) if self.told else self.letter.outgoing.channel).is_chat  # type: ignore[union-attr]  # it is one of both

    @property
    def length(self) -> int:
        """Give how many letters it takes on a page."""
        ours = len(self.letter.outgoing.body) if self.letter else 0
        return ours + sum(len(piece.text) for piece in self.pieces) + len(self.quoted or "")


@dataclass(frozen=True)
class Talk:
    """As much of a conversation as a page shows: `groups` of turns, those of a chat together, oldest first.

    `first` is what began it, where the groups do not reach back to it; `before` so many turns stand between, `after` so
    many are newer than the groups. `start` is the place of the first turn in the groups.
    """

    groups: tuple[tuple[Turn, ...], ...]
    first: Turn | None
    before: int
    after: int
    start: int

    @property
    def newest(self) -> Turn | None:
        """Give the last turn that is shown."""
        return self.groups[-1][-1] if self.groups else None


def talk_of(turns: tuple[Turn, ...], until: int | None = None) -> Talk:
    """Choose what is shown: the newest turns, or those before a place, up to AT_ONCE and LETTERS_AT_ONCE."""
    end = min(until, len(turns)) if until else len(turns)
    start, length = end, 0
    while start and end - start < AT_ONCE and (start == end or length + turns[start - 1].length <= LETTERS_AT_ONCE):
        start -= 1
        length += turns[start].length
    first = turns[0] if start else None
    return Talk(
        groups=tuple(_grouped(turns[start:end])),
        first=first,
        before=start - (1 if first else 0),
        after=len(turns) - end,
        start=start,
    )


def _grouped(turns: tuple[Turn, ...]) -> Iterator[tuple[Turn, ...]]:
    """Give the turns, each for itself, but those together that follow one another in a chat."""
    for in_chat, some in groupby(turns, lambda turn: turn.in_chat):
        if in_chat:
            yield tuple(some)
        else:
            yield from ((turn,) for turn in some)


def turns_of(found: Dossier, me: Visitor) -> tuple[Turn, ...]:
    """Give everything that was said and written, as a person may see it, oldest first."""
    hide = hiding(*found.before, *found.told)
    before = [replace(_theirs(told, found, me, hide), correctable=None) for told in found.before]
    theirs = [_theirs(told, found, me, hide) for told in found.told]
    answers = [letter for letter in found.answers if letter.outgoing.reply != TO_STAFF]
    ours = [_ours(one, hide) for one in (*answers, *(letter for letter in found.letters if _shown(letter, found)))]
    return tuple(sorted((*before, *theirs, *ours), key=lambda turn: turn.at))


def _theirs(told: Told, found: Dossier, me: Visitor, hide: Hide) -> Turn:
    masked = shown(told, hide)
    kinds = masked.reading.kinds
    evidence = [words for kind in kinds for words in kind.evidence]
    return Turn(
        at=told.at,
        told=masked,
        subject=masked.subject,
        pieces=marked(masked.text, evidence),
        quoted=masked.whole if told.whole.strip() != told.text.strip() else None,
        standing=standing(told, found.case, known=_is_known(found)),
        disguise=disguised(told, me.policy),
        correctable=correctable(told, found.case, me, hide),
        is_now=told.id == found.case.opened_for and found.case.kind not in {kind.kind for kind in kinds},
        tongue=told.language if told.reading.language_known and told.language != found.case.language else None,
    )


def _is_known(found: Dossier) -> bool:
    """Say whether the requester is known from before; where there is a register, that alone says less than it."""
    return found.known.corresponded and bool(found.known.learners or not found.known.register)


def _ours(letter: Entry, hide: Hide) -> Turn:
    words = letter.outgoing
    masked = replace(words, subject=hide(words.subject), body=veiled(hide(words.body)))
    return Turn(letter.sent_at or letter.created_at, letter=replace(letter, outgoing=masked))


def _shown(letter: Entry, found: Dossier) -> bool:
    """Ours of this case; of its siblings only what left without a person, such as the receipt that names them all."""
    if letter.status in {OutboxStatus.DRAFT, OutboxStatus.DROPPED} or letter.outgoing.reply == TO_STAFF:
        return False
    return letter.outgoing.case == found.case.id or letter.approved_by is None
