"""Whose learner wrote: what the register of learners and the list of customers tell of a letter (P-MB-04, P-MB-13)."""

from collections.abc import Iterable

from cases.learner import Learner
from cases.office import Office
from cases.organisation import Role
from cases.policy import Policy
from intake.relation import customer_named, customer_writing
from intake.values import Heard, Whose
from storage import learners
from storage.page import Page

KEYS = ("username", "their_reference", "candidate")
"""What a letter may name that the register knows a learner by: never an identity paper (P-MB-13, R-ID-2)."""


def find_whose(page: Page, heard: Heard, office: Office) -> Whose:
    """Look up whose learner wrote, where the organisation works for others; nothing where it does not.

    An address that is perhaps forged is nobody's.
    """
    policy = office.policy
    if policy.role is not Role.PROCESSOR:
        return Whose()
    message = heard.message
    sender = "" if message.perhaps_forged else message.sender.address
    known = learners.by_address(page, policy.id, sender) if sender else ()
    keys = [heard.reading.fields[key] for key in KEYS if heard.reading.fields.get(key)]
    named = _customers((one for key in keys for one in learners.find(page, policy.id, key)), policy)
    writes = customer_writing(message, policy)
    return Whose(
        on_file=_customers(known, policy),
        named=next(iter(named)) if len(named) == 1 else None,
        writes=writes.subdomain if writes else None,
    )


def _customers(found: Iterable[Learner], policy: Policy) -> frozenset[str]:
    customers = (customer_named(one.customer, policy) for one in found)
    return frozenset(customer.subdomain for customer in customers if customer)
