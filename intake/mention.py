"""Whom a note may mention: colleagues who may see its case, and nobody else."""

from cases.case import Case
from cases.errors import NotAllowed
from cases.note import mentioned
from cases.policy import Policy
from cases.staff import Staff, sees
from intake.uninvolved import as_of_now
from storage import staff as people
from storage.page import Page


def may_be_mentioned(page: Page, case: Case, policy: Policy) -> tuple[Staff, ...]:
    """Give the colleagues who may see a case by now."""
    now = as_of_now(page, case, policy)
    return tuple(one for one in _working(page, policy) if sees(one, now, policy))


def mentions(page: Page, case: Case, text: str, by: Staff, policy: Policy) -> tuple[Staff, ...]:
    """Give the colleagues whom a text mentions, but whoever wrote it.

    Raises NotAllowed where it mentions somebody who may not see the case: they could not look, and must not hear of it.
    """
    able = may_be_mentioned(page, case, policy)
    named = tuple(one for one in mentioned(text, able) if one.id != by.id)
    meant = {name for one in named for name in (one.name, one.email)} | {by.name}
    others = [one for one in mentioned(text, _working(page, policy)) if one not in able]
    shut_out = [one.name for one in others if one.name not in meant]
    if shut_out:
        raise NotAllowed(f"{', '.join(shut_out)} may not see this case and cannot be mentioned here")
    return named


def _working(page: Page, policy: Policy) -> tuple[Staff, ...]:
    known = {role.id for role in policy.roles}
    return tuple(one for one in people.working(page, policy.id) if one.role in known)
