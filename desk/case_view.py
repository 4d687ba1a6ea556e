"""What the case page shows, put together from the dossier. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cases.case import TABLE, Case, Event, Move
from cases.clock import Clock
from cases.decision import RULINGS, Decision, Ruling
from cases.files import FileState, infected, state_of
from cases.learner import Learner
from cases.message import Attachment
from cases.note import Note
from cases.outgoing import OutboxStatus
from cases.pause import Pause
from cases.policy import ClockName
from cases.staff import sees
from cases.task import Task
from desk.deeds.all import ALL
from desk.deeds.interface import Barred, Offered, barred, offered
from desk.kept import Kept
from desk.pairs import Eyes, eyes_of
from desk.signing import signed
from desk.turns import Turn, turns_of
from desk.visitor import Visitor
from handlers.complaint import PEOPLECERT
from intake.authority import is_awaited
from intake.drafts import ANSWER
from intake.identity import Doubt, Going, enough, on_file
from intake.restricted import barred as kept_from
from intake.restricted import trusted
from replies.answers import unfinished
from replies.forbidden import NEW_MARK, forbidden, promises_a_new_mark, sentences
from replies.statements import absent, statement
from storage.casebook import LIVE
from storage.decisions import standing as standing_decision
from storage.dossier import Dossier, Ground
from storage.messages import Told
from storage.outbox import Entry


@dataclass(frozen=True)
class Demand:
    """A statement that a letter has to make: whether it does, and the words that would do."""

    id: str
    present: bool
    text: str


@dataclass(frozen=True)
class Draft:
    """A letter that waits for approval, with what was typed into it so far.

    `rule` names the rule that wants a person to look, `note` is what a colleague wrote when sending it back.
    """

    entry: Entry
    subject: str
    body: str
    typed_note: str
    demands: tuple[Demand, ...]
    unfinished: tuple[str, ...]
    forbidden: tuple[str, ...]
    rule: str | None
    note: str | None

    @property
    def is_answer(self) -> bool:
        """Say whether it holds what is personal."""
        return self.entry.outgoing.reply.startswith(ANSWER)

    @property
    def unready(self) -> bool:
        """Say whether its words alone forbid that it leaves."""
        return bool(self.unfinished or self.forbidden) or not all(demand.present for demand in self.demands)

    def sentences(self, rule: str) -> tuple[str, ...]:
        """Give the sentences that break a rule of what no letter says."""
        return sentences(self.body, rule)


@dataclass(frozen=True)
class CaseView:
    """A case page. `may` are the steps that the case's status allows this person.

    `typed` is the letter, as it is by now, that somebody typed into. `doubt` is why no answer may go to the requester,
    `on_file` whom the register has at their address. `trusted`: this person may open restricted files. `eyes` tells of
    the drafts that two people approve, `not_now` of deeds that cannot be done now.
    """

    case: Case
    due_at: datetime | None
    turns: tuple[Turn, ...]
    drafts: tuple[Draft, ...]
    clocks: tuple[Clock, ...]
    events: tuple[Event, ...]
    siblings: tuple[Case, ...]
    related: tuple[tuple[Case, Ground], ...]
    names: dict[int, str]
    waiting: dict[int, datetime]
    may: frozenset[str]
    typed: Entry | None
    doubt: Doubt | None
    on_file: Learner | None
    tasks: tuple[Task, ...]
    decision: Decision | None
    rulings: tuple[Ruling, ...]
    deeds: tuple[Offered, ...]
    pauses: tuple[Pause, ...]
    trusted: bool
    notes: tuple[Note, ...] = ()
    eyes: Mapping[int, Eyes] = field(default_factory=dict)
    not_now: tuple[Barred, ...] = ()

    def left_out(self, draft: Draft) -> bool:
        """Say whether a message that a draft was to carry was taken out of it, as there is a virus in it."""
        noted = (event for event in self.events if event.verb == "original_left_out")
        return any(event.data.get("letter") == draft.entry.id for event in noted)

    def infected(self, told: Told) -> bool:
        """Say whether something was found in a letter that is in none of its files."""
        return infected(told.scanned) and not any(infected(file.verdict) for file in told.attachments)

    def state(self, told: Told, file: Attachment, now: datetime) -> FileState:
        """Say whether a file of a message may be had."""
        kept = kept_from(restricted=file.restricted, erased=bool(file.erased_at), is_trusted=self.trusted)
        return kept or state_of(file.verdict, self.waiting.get(told.id), now)

    @property
    def awaits_consent(self) -> bool:
        """Say whether it is written for another person, whose consent nobody has noted."""
        return is_awaited(self.case)

    @property
    def month_ends(self) -> datetime | None:
        """Give when the controller's month ends, where the processor's running time ends too close to it (CON-4)."""
        runs = any(clock.name is ClockName.PROCESSOR_REPLY and clock.running for clock in self.clocks)
        late = next((event for event in self.events if event.verb == "processor_ends_late"), None)
        return datetime.fromisoformat(str(late.data["month_ends"])) if runs and late else None

    @property
    def explained(self) -> bool:
        """Say whether the draft itself shows why it may not leave."""
        mine = [draft for draft in self.drafts if self.typed and draft.entry.id == self.typed.id]
        return any(draft.unready or (self.doubt and draft.is_answer) for draft in mine)

    @property
    def open_to_edit(self) -> bool:
        """Say whether what was typed stands in an editor on this page."""
        return "approve" in self.may and self.typed is not None and self.typed.status is OutboxStatus.DRAFT


def case_view(found: Dossier, me: Visitor, kept: Kept | None) -> CaseView:
    """Put a case page together for a person, who sees other cases of the conversation only as far as they may."""
    mine = tuple(letter for letter in found.letters if letter.outgoing.case == found.case.id)
    drafts = tuple(letter for letter in mine if letter.status is OutboxStatus.DRAFT)
    tied = {case.id for case, _ in found.related}
    decided = standing_decision(found.decisions)
    going = Going(found.case.requester.address, bool(decided and decided.ruling is Ruling.REFUSED))
    doubted = enough(found.case, found.told, going, found.known, me.policy)
    return CaseView(
        case=found.case,
        due_at=found.due_at,
        turns=turns_of(found, me),
        drafts=tuple(draft_view(letter, me, kept) for letter in drafts),
        clocks=found.clocks,
        events=tuple(reversed(found.events)),
        siblings=tuple(case for case in found.siblings if case.id not in tied and sees(me.staff, case, me.policy)),
        related=found.related,
        names=found.names,
        waiting=found.waiting,
        may=_may(found.case, me) | ({"confirm"} if doubted and not found.case.identity and me.role.approves else set()),
        typed=next((letter for letter in mine if kept and letter.id == kept.letter), None),
        doubt=doubted,
        on_file=on_file(found.case, found.told, found.known, me.policy),
        tasks=found.tasks,
        decision=decided,
        rulings=() if decided else RULINGS.get(found.case.kind, ()),
        deeds=offered(ALL, found, me),
        pauses=found.pauses,
        trusted=trusted(me.staff, found.case, me.policy),
        notes=found.notes,
        eyes=eyes_of(found, drafts, me),
        not_now=barred(ALL, found, me),
    )


def draft_view(entry: Entry, me: Visitor, kept: Kept | None) -> Draft:
    """Give a draft as a person looks at it, with what they typed into it."""
    typed = kept if kept and kept.letter == entry.id else None
    letter = entry.outgoing
    body = typed.body if typed and typed.body else signed(letter.body, letter.language, me)
    note = letter.note
    came_back = entry.version > 1
    return Draft(
        entry=entry,
        subject=typed.subject if typed and typed.subject else letter.subject,
        body=body,
        typed_note=typed.note if typed else "",
        demands=_demands(entry, body, me),
        unfinished=unfinished(body),
        forbidden=(*forbidden(body), *_of_peoplecert(entry, body)),
        rule=None if came_back else note,
        note=note if came_back else None,
    )


def _of_peoplecert(entry: Entry, body: str) -> tuple[str, ...]:
    """Give what the approval refuses in a letter about PeopleCert's exams alone (R-PC-6)."""
    return (NEW_MARK,) if PEOPLECERT in entry.outgoing.statements and promises_a_new_mark(body) else ()


def _demands(entry: Entry, body: str, me: Visitor) -> tuple[Demand, ...]:
    ids, language = entry.outgoing.statements, entry.outgoing.language
    lacking = absent(me.policy, ids, body, language)
    return tuple(Demand(id_, id_ not in lacking, statement(me.policy, id_, language)) for id_ in ids)


def _may(case: Case, me: Visitor) -> frozenset[str]:
    moves = {"release": Move.RELEASE, "close": Move.CLOSE}
    allowed = {name for name, move in moves.items() if (case.status, move) in TABLE and me.role.approves}
    if me.role.approves and case.status in LIVE:
        allowed.add("join")
    if case.assigned_to != me.staff.id and case.status in LIVE:
        allowed.add("assign")
    return frozenset(allowed | ({"approve"} if me.role.approves else set()))
