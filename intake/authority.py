"""Somebody writes for another person: nobody hears anything of that person before their consent is there (P-AL-02).

Clocks run on meanwhile. Only a person of the staff can say that a consent is one (R-PRX-2), or what is in a child's
interest (R-PRX-3); a portal, an employer and a lawyer are third parties like everybody else (R-PRX-4, R-PRX-5).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import ORDINARY, Flag
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_to_decide
from intake.drafts import ANSWER
from intake.letter import to_other
from replies.authority_request import Facts
from storage import casebook, history, learners, messages, outbox
from storage.messages import Told
from storage.page import Page
from storage.readdress import readdress

REQUEST = "authority_request"

SHOWN, WROTE = "consent_shown", "person_wrote"
WAYS = (SHOWN, WROTE, "on_paper", "guardian")
"""How it can be known that somebody may act for another: their consent came with a letter, they wrote themselves, it
came by post, or the law lets the one act for the other (R-PRX-3). All in writing; e-mail is enough (P-AL-02)."""

UNWRITTEN = (
    "this is written for somebody else, whose written consent nobody has confirmed (P-AL-02, R-PRX-2): note the consent"
    " first, or answer that person directly"
)


@dataclass(frozen=True)
class Consent:
    """In which of WAYS a person saw that the sender may act for another; `message` is the letter that shows it."""

    organisation: str
    case: int
    way: str
    message: int | None = None


@dataclass(frozen=True)
class Reaching:
    """The address at which the person themself is written to; `on_file`: the staff know it from their own records."""

    organisation: str
    case: int
    address: str
    on_file: bool = False


def is_awaited(case: Case) -> bool:
    """Say whether a case waits for the consent of the person it is about: it is written for them by somebody else."""
    return Flag.ON_BEHALF in case.flags and case.authority is None and case.kind not in ORDINARY


def check_authority(case: Case, reply: str, recipient: str | None, told: Sequence[Told]) -> None:
    """Raise NotAllowed where an answer would go to somebody whose authority nobody has confirmed.

    To whoever has written in the conversation it waits for the consent; the person may be answered directly (R-PRX-2).
    """
    wrote = {one.sender_address.casefold() for one in told} | {(case.requester.address or "").casefold()}
    if reply.startswith(ANSWER) and is_awaited(case) and (recipient or "").casefold() in wrote:
        raise NotAllowed(UNWRITTEN)


def record_authority(page: Page, consent: Consent, staff: Staff, policy: Policy, now: datetime) -> None:
    """Note that the sender may act for the person they write for, for all their cases of the conversation.

    Raises NotAllowed where nobody writes for another, there is no such way, or the letter named does not show it;
    AlreadyDone where it is noted.
    """
    case = case_to_decide(page, consent.organisation, consent.case, staff, policy)
    if Flag.ON_BEHALF not in case.flags:
        raise NotAllowed("nobody writes for another person here")
    if case.authority:
        raise AlreadyDone("the consent is noted already")
    _check(page, case, consent)
    data: dict[str, str | int | None] = {"way": consent.way, "message": consent.message}
    event = Event(now, "authority_recorded", f"staff {staff.id}", data)
    for one in casebook.of_thread(page, case.organisation, case.thread, to_change=True):
        if one.requester.address == case.requester.address and Flag.ON_BEHALF in one.flags:
            casebook.save(page, _authorised(one, consent), (event,))


def request_authority(page: Page, reaching: Reaching, staff: Staff, office: Office, now: datetime) -> None:
    """Draft the question to the person themself: may this one act for you? A person releases it.

    Nothing of the matter is in it. Raises NotAllowed where nobody writes for another, or the address is one that only
    the letters name (R-ID-4).
    """
    case = case_to_decide(page, reaching.organisation, reaching.case, staff, office.policy)
    if not is_awaited(case):
        raise NotAllowed("no consent is waited for here")
    address, name = _known(page, case, reaching)
    cause = f"to {address}"
    if outbox.has(page, case.organisation, case.id, REQUEST, cause):
        raise AlreadyDone("this person has been asked already")
    policy = office.policy
    facts = Facts(case.number, policy.name, policy.contact, name, case.requester.name)
    letter = to_other(address, case, facts, cause, now)
    outbox.put(page, letter, office.domain, now)
    history.record(page, case.organisation, case.id, (Event(now, "authority_asked", f"staff {staff.id}"),))


def answer_person(page: Page, reaching: Reaching, staff: Staff, policy: Policy, now: datetime) -> None:
    """Let the drafted answer go to the person themself, and not to who writes for them (R-PRX-2, R-PRX-4).

    Raises NotAllowed where nobody writes for another, the address is one that only the letters name, or no answer is
    drafted; AlreadyDone where it goes there already.
    """
    case = case_to_decide(page, reaching.organisation, reaching.case, staff, policy)
    if Flag.ON_BEHALF not in case.flags:
        raise NotAllowed("nobody writes for another person here")
    address, _ = _known(page, case, reaching)
    every = outbox.of_thread(page, case.organisation, case.thread)
    drafts = [one for one in every if one.outgoing.case == case.id and one.status is OutboxStatus.DRAFT]
    answer = next((one for one in drafts if one.outgoing.reply.startswith(ANSWER)), None)
    if answer is None:
        raise NotAllowed("no answer is drafted that could go to the person")
    if (answer.outgoing.recipient or "").casefold() == address:
        raise AlreadyDone("the answer goes to that address already")
    readdress(page, answer, address)
    event = Event(now, "redirected", f"staff {staff.id}", {"letter": answer.id})
    history.record(page, case.organisation, case.id, (event,))


def _authorised(case: Case, consent: Consent) -> Case:
    return replace(
        case,
        authority=" ".join(filter(None, (consent.way, str(consent.message or "")))),
        met=case.met | {"authority"},
        missing=tuple(name for name in case.missing if name != "authority"),
    )


def _check(page: Page, case: Case, consent: Consent) -> None:
    if consent.way not in WAYS:
        raise NotAllowed(f'"{consent.way}" shows no consent; expected one of {", ".join(WAYS)}')
    if consent.way not in {SHOWN, WROTE}:
        return
    told = {one.id: one for one in messages.of_thread(page, case.organisation, case.thread)}
    letter = told.get(consent.message or 0)
    if letter is None:
        raise NotAllowed("choose the letter that shows the consent (P-AL-02)")
    if consent.way == WROTE and letter.sender_address.casefold() == (case.requester.address or "").casefold():
        raise NotAllowed("that letter is from who writes for the person; the person themself wrote none of theirs")


def _known(page: Page, case: Case, reaching: Reaching) -> tuple[str, str | None]:
    """Give the address and the name that the register has for it; raise NotAllowed for one that is not known."""
    address = reaching.address.strip().lower()
    if "@" not in address or " " in address:
        raise NotAllowed(f'"{address}" is no e-mail address')
    if address == (case.requester.address or "").casefold():
        raise NotAllowed("that is the address of who writes for the person")
    there = learners.by_address(page, case.organisation, address)
    if there:
        return address, there[0].name if len(there) == 1 else None
    told = messages.of_thread(page, case.organisation, case.thread)
    if not reaching.on_file or any(address in one.whole.casefold() for one in told):
        raise NotAllowed("write only to an address that your own records have, never to one from the letter (R-ID-4)")
    return address, None
