"""A person approves a draft: only then it may leave, and only if it says what it must."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cases.case import Event
from cases.decision import RULINGS, Decision, Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.files import LONG
from cases.message import Channel
from cases.outgoing import OutboxStatus
from cases.policy import Policy
from cases.staff import Staff, role_of, sees
from handlers.complaint import PEOPLECERT
from intake.authority import check_authority
from intake.decide import Deciding, decide, tells
from intake.drafts import ANSWER
from intake.four_eyes import Pair, complete, find_pair, is_repeated, note_first
from intake.identity import WHY, Going, enough
from intake.leaving import leaves_at
from intake.postpone import check_leaves_in_time
from intake.processor import check_answerer
from intake.uninvolved import as_of_now, check_uninvolved
from replies.answers import unfinished
from replies.differing import changed, difference
from replies.forbidden import forbidden, promises_a_new_mark
from replies.statements import absent
from storage import casebook, decisions, history, looks, messages, outbox, seen_drafts, typed
from storage.known import known
from storage.outbox import Entry
from storage.page import Page

Said = Mapping[str, str | int | None]


@dataclass(frozen=True)
class Approval:
    """A draft as the person saw it (`version`) and as it is to leave; `ruling` where it is decided with it.

    `undo` is how long it may be taken back before it leaves.
    """

    organisation: str
    letter: int
    version: int
    subject: str
    body: str
    ruling: Ruling | None = None
    undo: timedelta = timedelta(0)


def approve(page: Page, approval: Approval, staff: Staff, policy: Policy, now: datetime) -> bool:
    """Let a draft leave as it was edited; say whether it does: of two who have to approve it, the first is noted.

    Raises AlreadyDone where somebody else was first, and NotAllowed where the role may not approve, nobody has decided
    what the answer tells, a demanded statement is missing, a place is still to be filled in, what goes along is not
    checked yet, nobody made sure that the answer goes to whoever asked, or the person was the first of two who have to
    approve it. Nothing is changed then.
    """
    if _noted_already(page, approval, staff, policy):
        return False
    entry = draft_of(page, approval.organisation, approval.letter, approval.version)
    check_approver(page, entry, staff, policy)
    check_leaves_in_time(page, entry, now)
    _check_matter(page, entry, policy)
    decision = _decided(page, entry, (approval, staff), policy, now)
    found = _again(page, entry)
    _check_words(found, approval, policy)
    _check_originals(page, entry, now)
    _check_recipient(page, entry, policy)
    leaves = complete(_pair(page, found, policy), found, (_one_line(approval.subject), approval.body.strip()), staff)
    said = _as_typed(page, found, approval)
    if not leaves:
        outbox.edit(page, approval.organisation, entry.id, note=None)
        note_first(page, entry, staff, said, now)
        return False
    if decision:
        decisions.told(page, approval.organisation, decision, entry.id)
    _release(page, entry, staff, (now, leaves_at(page, entry.outgoing, approval.undo, now)), said)
    return True


def let_out(page: Page, entry: Entry, staff: Staff, now: datetime) -> None:
    """Let a draft leave at once that a person answers for, and note who."""
    _release(page, entry, staff, (now, now), {})


def _release(page: Page, entry: Entry, staff: Staff, when: tuple[datetime, datetime], said: Said) -> None:
    now, leaves = when
    outbox.release(page, entry, f"staff {staff.id}", now, leaves)
    told = {"letter": entry.id, "reply": entry.outgoing.reply, **said}
    event = Event(now, "approved", f"staff {staff.id}", told)
    history.record(page, entry.outgoing.organisation, entry.outgoing.case, (event,))
    seen_drafts.forget(page, entry.outgoing.organisation, (entry.outgoing.case, entry.id))


def _noted_already(page: Page, approval: Approval, staff: Staff, policy: Policy) -> bool:
    """Say whether a person sends the first of two approvals again; raise NotAllowed where they would be both."""
    if named := outbox.find(page, approval.organisation, approval.letter):
        casebook.find(page, approval.organisation, named.outgoing.case, to_change=True)
    entry = outbox.find(page, approval.organisation, approval.letter)
    if entry is None or entry.status is not OutboxStatus.DRAFT:
        return False
    return is_repeated(_pair(page, entry, policy), entry, (approval.body, approval.version), staff)


def _pair(page: Page, entry: Entry, policy: Policy) -> Pair | None:
    case = casebook.find(page, entry.outgoing.organisation, entry.outgoing.case)
    return find_pair(page, as_of_now(page, case, policy), entry, policy) if case else None


def _as_typed(page: Page, entry: Entry, approval: Approval) -> Said:
    """Let a letter have the words that were approved; give how many were changed and their digest, never the words."""
    organisation, body = entry.outgoing.organisation, approval.body.strip()
    prepared = typed.prepared(page, organisation, (entry.id,)).get(entry.id, entry.outgoing.body)
    words = {"subject": _one_line(approval.subject), "body": body, "prepared": prepared}
    outbox.edit(page, organisation, entry.id, **words)
    return {"changed": changed(difference(prepared, body)), "digest": sha256(body.encode()).hexdigest()}


def draft_of(page: Page, organisation: str, letter: int, version: int) -> Entry:
    """Give a draft to change; raise NotAllowed where there is none, AlreadyDone where it has moved on.

    Its case is taken first, as every use case does that changes its drafts: who is second sees what the first did.
    """
    if named := outbox.find(page, organisation, letter):
        casebook.find(page, organisation, named.outgoing.case, to_change=True)
    entry = outbox.find(page, organisation, letter, to_change=True)
    if entry is None:
        raise NotAllowed("there is no such letter")
    if entry.status is not OutboxStatus.DRAFT:
        raise AlreadyDone(f"this letter is already {entry.status}")
    if entry.version != version:
        raise AlreadyDone("somebody else has changed this draft since you opened it")
    return entry


def check_approver(page: Page, entry: Entry, staff: Staff, policy: Policy) -> None:
    """Raise NotAllowed unless a person sees the case of a letter, and may answer for it."""
    found = casebook.find(page, staff.organisation, entry.outgoing.case)
    case = as_of_now(page, found, policy) if found else None
    if case is None or entry.outgoing.organisation != staff.organisation or not sees(staff, case, policy):
        raise NotAllowed("there is no such letter")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role {staff.role} may not approve letters")
    check_uninvolved(page, case, staff, policy)
    if entry.outgoing.recipient is None and not entry.outgoing.channel.is_chat:
        raise NotAllowed("nobody knows where this letter is to go; find an address first")


def _decided(page: Page, entry: Entry, by: tuple[Approval, Staff], policy: Policy, now: datetime) -> Decision | None:
    """Give the decision that an answer tells, which may be made with its approval; raise NotAllowed without one."""
    approval, staff = by
    case = casebook.find(page, staff.organisation, entry.outgoing.case)
    if case is None or not tells(entry) or case.kind not in RULINGS:
        return None
    standing = decisions.standing(decisions.of_case(page, case.organisation, case.id))
    if standing:
        return standing
    if approval.ruling is None:
        raise NotAllowed(f"say first what is decided: {', '.join(RULINGS[case.kind])}")
    return decide(page, Deciding(case.organisation, case.id, approval.ruling), staff, policy, now)


def _again(page: Page, entry: Entry) -> Entry:
    """Give a letter as it is after the decision, which may demand more of it."""
    return outbox.find(page, entry.outgoing.organisation, entry.id) or entry


def _check_words(entry: Entry, approval: Approval, policy: Policy) -> None:
    outgoing = entry.outgoing
    lacking = absent(policy, outgoing.statements, approval.body, outgoing.language)
    if lacking:
        raise NotAllowed(f"the letter must still say: {', '.join(lacking)}")
    if places := unfinished(approval.body):
        raise NotAllowed(f"still to be filled in: {'; '.join(places)}")
    if words := forbidden(approval.body):
        raise NotAllowed(f"the letter must not say: {', '.join(words)}")
    if PEOPLECERT in outgoing.statements and promises_a_new_mark(approval.body):
        raise NotAllowed("the letter must not promise that PeopleCert's exam is marked again (R-PC-6)")
    if not approval.subject.strip() or not approval.body.strip():
        raise NotAllowed("a letter needs a subject and a text")


def _check_originals(page: Page, entry: Entry, now: datetime) -> None:
    """Raise NotAllowed while the virus scanner may still find something in a letter that this one carries on."""
    waiting = looks.waiting(page, entry.outgoing.organisation, entry.outgoing.attach)
    if any(now - since < LONG for since in waiting.values()):
        raise NotAllowed("the letter that goes along is still being checked for viruses; try again in a minute")


def _check_matter(page: Page, entry: Entry, policy: Policy) -> None:
    """Raise NotAllowed where the customer decides and not we, or the person whom it is about has not consented."""
    outgoing = entry.outgoing
    if case := casebook.find(page, outgoing.organisation, outgoing.case):
        check_answerer(case, outgoing.reply, policy)
        told = messages.of_thread(page, outgoing.organisation, outgoing.thread)
        check_authority(case, outgoing.reply, outgoing.recipient, told)


def _check_recipient(page: Page, entry: Entry, policy: Policy) -> None:
    """Raise NotAllowed where an answer would go to somebody who perhaps never asked (R-EM-83, R-ID-4)."""
    outgoing = entry.outgoing
    case = casebook.find(page, outgoing.organisation, outgoing.case)
    if case is None or outgoing.channel is not Channel.MAIL or not outgoing.reply.startswith(ANSWER):
        return
    told = messages.of_thread(page, outgoing.organisation, outgoing.thread)
    about = known(page, case, outgoing.recipient)
    going = Going(outgoing.recipient, decisions.refuses(page, case.organisation, case.id))
    if why := enough(case, told, going, about, policy):
        raise NotAllowed(WHY[why])


def _one_line(subject: str) -> str:
    return " ".join(subject.split())
