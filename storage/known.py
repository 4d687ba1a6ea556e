"""What is known of an address: from the organisation's register, and from its earlier cases."""

from cases.case import Case
from cases.learner import Known
from storage import casebook, learners, messages
from storage.page import Page


def known(page: Page, case: Case, address: str | None) -> Known:
    """Give what is known of an address that an answer about a case may go to."""
    organisation = case.organisation
    there = learners.by_address(page, organisation, address) if address else ()
    return Known(
        register=bool(there) or learners.has_any(page, organisation),
        learners=there,
        corresponded=_corresponded(page, case, address),
    )


def _corresponded(page: Page, case: Case, address: str | None) -> bool:
    """Say whether the address had a case before, in another conversation, that was not perhaps forged."""
    found = casebook.of_person(page, case.organisation, address) if address else ()
    openers = [one.opened_for for one in found if one.id < case.id and one.thread != case.thread]
    return any(not (one and one.failed) for one in messages.authentications(page, case.organisation, openers))
