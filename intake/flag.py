"""A person sees that a complaint is about PeopleCert's decision: the candidate is told, and so must the answer say."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Flag, Kind
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from handlers.complaint import PEOPLECERT
from intake.assign import case_to_decide
from intake.candidate import tell_candidate
from intake.drafts import ANSWER, answer_words
from replies.statements import absent
from storage import casebook, outbox
from storage.outbox import Entry
from storage.page import Page


@dataclass(frozen=True)
class Flagging:
    """Which flag a case is given."""

    organisation: str
    case: int
    flag: Flag = Flag.PEOPLECERT_DECISION


def flag(page: Page, flagging: Flagging, staff: Staff, office: Office, now: datetime) -> None:
    """Flag a complaint, tell the person at once, and let the drafted answer say what it then must.

    Raises NotAllowed for another flag or kind, or where the policy promises nothing for it; AlreadyDone where the case
    has the flag.
    """
    case = case_to_decide(page, flagging.organisation, flagging.case, staff, office.policy)
    if flagging.flag is not Flag.PEOPLECERT_DECISION or case.kind is not Kind.COMPLAINT:
        raise NotAllowed(f"{flagging.flag} is no flag that a person gives to {case.kind}")
    if PEOPLECERT not in office.policy.statements:
        raise NotAllowed(f'the policy of {office.policy.name} has no statement "{PEOPLECERT}" to tell the person')
    if flagging.flag in case.flags:
        raise AlreadyDone("the case has this flag already")
    flagged = replace(case, flags=case.flags | {flagging.flag})
    casebook.save(page, flagged, (Event(now, "flagged", f"staff {staff.id}", {"flag": flagging.flag}),))
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        if entry.outgoing.case == case.id and entry.status is OutboxStatus.DRAFT:
            _demand(page, entry, flagged, office)
    tell_candidate(page, flagged, office, now)


def _demand(page: Page, entry: Entry, case: Case, office: Office) -> None:
    """Let a drafted answer demand the statement; it is written anew where nobody has worked on it yet."""
    outgoing = entry.outgoing
    if not outgoing.reply.startswith(ANSWER):
        return
    demanded = tuple(dict.fromkeys((*outgoing.statements, PEOPLECERT)))
    lacks = absent(office.policy, (PEOPLECERT,), outgoing.body, outgoing.language)
    anew = entry.version == 1 and lacks
    body = answer_words(case, demanded, office.policy, outgoing.channel).body if anew else outgoing.body
    outbox.edit(page, case.organisation, entry.id, statements=list(demanded), body=body)
