"""Which customer a request is perhaps for: a suggestion to staff, who decide; nothing is referred by it. Pure."""

from collections.abc import Callable, Iterator

from cases.address import domain_of
from cases.organisation import Customer
from cases.policy import Policy
from intake.relation import customer_named
from storage.dossier import Dossier

LONG_ENOUGH = 5
"""So many letters a word of a customer's name needs to say anything: "The" and "for" are in every letter."""


def suggested(found: Dossier, policy: Policy) -> str | None:
    """Give the subdomain of the customer that most speaks for, or None where nothing speaks for just one.

    First what the case names, then the register, then the domain that somebody writes from, then a word of a
    customer's name in what they wrote.
    """
    for clue in CLUES:
        named = {one.subdomain for one in clue(found, policy)}
        if len(named) == 1:
            return named.pop()
    return None


def _by_case(found: Dossier, policy: Policy) -> Iterator[Customer]:
    if customer := customer_named(found.case.customer, policy):
        yield customer


def _by_register(found: Dossier, policy: Policy) -> Iterator[Customer]:
    for learner in found.known.learners:
        if customer := customer_named(learner.customer, policy):
            yield customer


def _by_domain(found: Dossier, policy: Policy) -> Iterator[Customer]:
    domains = {domain_of(one.sender_address) for one in found.told if one.sender_address}
    yield from (one for one in policy.customers if domain_of(one.contact) in domains)


def _by_words(found: Dossier, policy: Policy) -> Iterator[Customer]:
    said = set(" ".join([*(one.whole for one in found.told), found.case.customer or ""]).casefold().split())
    said = {word.strip(".,;:!?()\"'") for word in said}
    for one in policy.customers:
        own = {word for word in (*one.name.casefold().split(), one.subdomain.casefold()) if len(word) >= LONG_ENOUGH}
        if own & said:
            yield one


CLUES: tuple[Callable[[Dossier, Policy], Iterator[Customer]], ...] = (_by_case, _by_register, _by_domain, _by_words)
"""What can speak for a customer, the strongest first."""
