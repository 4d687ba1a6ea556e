"""Whose a processor's case is: the customer's, who decides and is referred to, or the processor's own. Pure."""

from dataclasses import replace

from cases.breach import breach_rule
from cases.case import Case
from cases.kind import Flag
from cases.message import Message
from cases.office import Office
from cases.organisation import Customer, Role
from cases.policy import ClockName, ClockRule, Policy, Start
from cases.relation import OURS, Relation
from handlers.all import handler_of
from handlers.interface import Matter


def is_referable(case: Case, policy: Policy) -> bool:
    """Say whether the policy refers cases of this kind to the customer: those on which it sets a time to do so."""
    return policy.role is Role.PROCESSOR and policy.rules(case.kind).clock(ClockName.REFERRAL) is not None


def is_referred(case: Case, policy: Policy) -> bool:
    """Say whether the customer decides a case and answers its learner (P-MB-01, P-MB-04)."""
    return is_referable(case, policy) and case.relation not in {*OURS, Relation.CONTROLLER}


def is_customers(case: Case, policy: Policy) -> bool:
    """Say whether a case is the customer's own question about a learner (P-MB-05)."""
    return is_referable(case, policy) and case.relation is Relation.CONTROLLER


def clock_rules(case: Case, matter: Matter, policy: Policy) -> tuple[ClockRule, ...]:
    """Give the terms that run from receipt, for whoever the requester is.

    What a customer asks runs the processor's own time, which it is told; a learner's month is the customer's. What the
    processor answers itself waits for no referral. A hint that data have leaked runs its own time, whoever gave it.
    """
    leaked = Flag.BREACH_HINT in matter.reading.flags
    return (*_of_relation(case, matter, policy), *((breach_rule(policy),) if leaked else ()))


def _of_relation(case: Case, matter: Matter, policy: Policy) -> tuple[ClockRule, ...]:
    rules = handler_of(case.kind).clocks(matter, policy)
    if is_customers(case, policy):
        receipt = tuple(rule for rule in rules if rule.name is ClockName.ACKNOWLEDGEMENT)
        asked = (one for one in policy.rules(case.kind).clocks if one.starts is Start.CUSTOMER_REQUEST)
        return (*receipt, *(replace(rule, told=True) for rule in asked))
    if case.relation in OURS:
        return tuple(rule for rule in rules if rule.name is not ClockName.REFERRAL)
    return rules


def customer_of(case: Case, office: Office) -> Customer | None:
    """Find the controller that a case names."""
    return customer_named(case.customer, office.policy)


def customer_named(named: str | None, policy: Policy) -> Customer | None:
    """Find a customer by its subdomain or name."""
    wanted = (named or "").strip().casefold()
    return next(
        (one for one in policy.customers if wanted and wanted in {one.subdomain.casefold(), one.name.casefold()}), None
    )


def customer_writing(message: Message, policy: Policy) -> Customer | None:
    """Find the customer whose own contact wrote a letter; nobody where the sender is perhaps forged."""
    sender = "" if message.perhaps_forged else message.sender.address.casefold()
    return next((one for one in policy.customers if sender and one.contact.casefold() == sender), None)
