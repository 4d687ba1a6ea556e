"""What of a conversation a person may not have to do with: what belongs to an appeal they are shut out of (P-MX-14)."""

from collections.abc import Iterable

from cases.case import Case
from cases.policy import Policy
from intake.uninvolved import as_of_now
from storage import casebook, history
from storage.page import Page

SAID = frozenset({"received", "heard", "remarked"})
"""Events that name a message which is part of their case."""


def closed_to(page: Page, cases: Iterable[Case], staff: int, policy: Policy) -> tuple[Case, ...]:
    """Give those of some cases that a person is shut out of by now."""
    return tuple(one for one in cases if staff in as_of_now(page, one, policy).excluded)


def closed_beside(page: Page, case: Case, staff: int, policy: Policy) -> tuple[Case, ...]:
    """Give the cases of a case's conversation, beside it, that a person is shut out of by now."""
    others = casebook.of_thread(page, case.organisation, case.thread)
    return closed_to(page, (one for one in others if one.id != case.id), staff, policy)


def hidden_from(page: Page, case: Case, staff: int, policy: Policy) -> frozenset[int]:
    """Give the messages of a case's conversation that belong to an appeal which a person is shut out of."""
    closed = closed_beside(page, case, staff, policy)
    return said_only_in(page, case, closed) if closed else frozenset()


def not_of(page: Page, case: Case) -> frozenset[int]:
    """Give the messages of a case's conversation that belong to other cases only."""
    others = [one for one in casebook.of_thread(page, case.organisation, case.thread) if one.id != case.id]
    return said_only_in(page, case, others) if others else frozenset()


def said_only_in(page: Page, case: Case, closed: Iterable[Case]) -> frozenset[int]:
    """Give what was said in some cases of a conversation only: a further letter is also that of others that heard it.

    The letter in which somebody appeals is the appeal's alone, unless another case began with it as well.
    """
    shut = tuple(closed)
    ids = {one.id for one in shut}
    others = tuple(one for one in casebook.of_thread(page, case.organisation, case.thread) if one.id not in ids)
    began = {one.opened_for for one in shut} - {one.opened_for for one in others}
    return frozenset((said(page, shut) - said(page, others)) | began)


def said(page: Page, cases: Iterable[Case]) -> set[int]:
    """Give the messages that are part of some cases, as their histories tell."""
    events = (event for case in cases for event in history.of_case(page, case.organisation, case.id))
    named = (event.data.get("message") for event in events if event.verb in SAID)
    return {id_ for id_ in named if isinstance(id_, int)}
