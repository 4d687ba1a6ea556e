"""What a person may see of a case, by now: never what belongs to an appeal that they are shut out of (P-MX-14)."""

from dataclasses import replace

from cases.case import Case
from cases.outgoing import OutboxStatus
from cases.staff import sees
from desk.faults import Missing
from desk.visitor import Visitor
from intake.shut_out import closed_to, hidden_from, said, said_only_in
from intake.uninvolved import as_of_now
from storage import casebook, messages, outbox
from storage.dossier import Dossier
from storage.page import Page


def seen(page: Page, case: Case | None, me: Visitor) -> Case:
    """Give a case as it is by now; raise Missing where this person may not see it, whether or not there is one."""
    if case is None or not sees(me.staff, as_of_now(page, case, me.policy), me.policy):
        raise Missing
    return case


def shown(page: Page, found: Dossier, me: Visitor) -> Dossier:
    """Give a dossier as a person may see it: a conversation may also hold an appeal that they are shut out of."""
    found = _with_first(page, found)
    found = _with_seen(page, found, me)
    closed = closed_to(page, found.siblings, me.staff.id, me.policy)
    if not closed:
        return found
    hidden, ids = said_only_in(page, found.case, closed), {case.id for case in closed}
    return replace(
        found,
        told=tuple(one for one in found.told if one.id not in hidden),
        letters=tuple(one for one in found.letters if one.outgoing.case not in ids),
        siblings=tuple(one for one in found.siblings if one.id not in ids),
    )


def _with_seen(page: Page, found: Dossier, me: Visitor) -> Dossier:
    """Give a dossier without cases beside it that a person may not see, and without the numbers of their appeals."""

    def visible(case: Case) -> bool:
        return sees(me.staff, as_of_now(page, case, me.policy), me.policy)

    related = tuple(one for one in found.related if visible(one[0]))
    known = {case.number for case, _ in related} | {case.number for case in found.siblings if visible(case)}
    events = (
        replace(one, data={}) if one.verb == "appealed" and one.data.get("appeal") not in known else one
        for one in found.events
    )
    return replace(found, related=related, events=tuple(events))


def _with_first(page: Page, found: Dossier) -> Dossier:
    """Give the dossier of an appeal with what it is about, where that was said in another conversation.

    Who assesses an appeal sees the case that is appealed as far as this goes, and no other (P-MX-15).
    """
    first = found.first
    if first is None or first.thread == found.case.thread:
        return found
    theirs = said(page, (first,))
    ours = outbox.of_thread(page, first.organisation, first.thread)
    return replace(
        found,
        before=tuple(one for one in messages.of_thread(page, first.organisation, first.thread) if one.id in theirs),
        answers=tuple(one for one in ours if one.outgoing.case == first.id and one.status is OutboxStatus.SENT),
    )


def source_of(page: Page, case: Case, message: int) -> Case:
    """Give the case whose conversation holds a message that stands on a case's page: its own, or the first one."""
    first = casebook.find(page, case.organisation, case.appeal_of) if case.appeal_of else None
    return first if first and message in said(page, (first,)) else case


def hidden_messages(page: Page, case: Case, me: Visitor) -> frozenset[int]:
    """Give the messages of a case's conversation that belong to an appeal which a person is shut out of."""
    return hidden_from(page, case, me.staff.id, me.policy)
