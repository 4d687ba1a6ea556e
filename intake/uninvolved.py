"""Who may have to do with an appeal: nobody who took part in what it is about, nobody with an interest (P-MX-14).

Who is excluded follows from the log of the first case as it is by now, so whoever acts in that case tomorrow is
excluded tomorrow. R-17024-3 asks the same of those who decide, R-EDU-2 of those who look into it.
"""

from dataclasses import replace

from cases.case import Case
from cases.errors import NotAllowed
from cases.involvement import involved, kept_out
from cases.kind import Kind
from cases.policy import Policy
from cases.staff import Staff
from storage import appeals, casebook, decisions, declarations, history
from storage import staff as people
from storage.page import Page


def is_independent(case: Case, policy: Policy) -> bool:
    """Say whether the policy wants nobody involved to handle a case."""
    return case.kind is Kind.APPEAL and policy.rules(case.kind).independent


def as_of_now(page: Page, case: Case, policy: Policy) -> Case:
    """Give a case with everybody excluded who by now is to be; any but such an appeal as it is."""
    if not is_independent(case, policy):
        return case
    staff = people.names(page, case.organisation)
    events = history.of_case(page, case.organisation, case.id)
    interested = declarations.of_case(page, case.organisation, case.id)
    excluded = kept_out(events) | {id_ for id_, interest in interested.items() if interest}
    for one in _judged(page, case):
        excluded |= involved(one, history.of_case(page, one.organisation, one.id), staff)
    return replace(case, excluded=excluded)


def _judged(page: Page, case: Case) -> tuple[Case, ...]:
    """Give what was decided before: the first case, and earlier appeals about it on which somebody has decided."""
    first = casebook.find(page, case.organisation, case.appeal_of) if case.appeal_of else None
    if first is None:
        return ()
    earlier = (one for one in appeals.against(page, case.organisation, first.id) if one.id < case.id)
    return (first, *(one for one in earlier if decisions.of_case(page, one.organisation, one.id)))


def check_uninvolved(page: Page, case: Case, staff: Staff, policy: Policy) -> None:
    """Raise NotAllowed where a person must not handle an appeal, or has not yet declared to have no interest."""
    if not is_independent(case, policy):
        return
    if staff.id in as_of_now(page, case, policy).excluded:
        raise NotAllowed("there is no such case")
    if declarations.of_case(page, case.organisation, case.id).get(staff.id) is not False:
        raise NotAllowed("whoever handles an appeal declares first to have no interest in it (P-MX-14)")


def check_assessed(page: Page, case: Case, policy: Policy) -> None:
    """Raise NotAllowed where an appeal that is to be decided has not had its initial assessment (P-MX-13)."""
    if is_independent(case, policy) and not assessed(page, case):
        raise NotAllowed("an appeal is assessed first, informally: is it complete, can it be solved? (P-MX-13)")


def assessed(page: Page, case: Case) -> bool:
    """Say whether an appeal had its initial assessment."""
    return any(event.verb == "assessed" for event in history.of_case(page, case.organisation, case.id))
