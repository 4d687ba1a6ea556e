"""Mentor with two customers, one of which has left, for the tests of what a processor does."""

from dataclasses import replace
from datetime import date
from typing import Any

from cases.kind import Kind
from cases.learner import Learner
from cases.message import Address, Authentication
from cases.office import Office
from cases.organisation import Customer
from cases.reading import Reading
from cases.term import Term
from tests import registers
from tests.builders import a_reading
from tests.intake.scene import Scene

NOORD = Customer("noord", "Academie Noord", "privacy@noord.example", accounts=Term.parse("2 years"))
ZUID = Customer("zuid", "Academie Zuid", "avg@zuid.example")
GONE = Customer("oost", "Academie Oost", "info@oost.example", ended=date(2026, 1, 31))

GENUINE = Authentication("pass", "pass", "pass", "example.nl", "mx", aligned=True)
FORGED = Authentication("fail", "none", "fail", "example.nl", "mx", policy="reject")
JAN: dict[str, Any] = {
    "sender": Address("Jan de Vries", "jan@example.nl"),
    "return_path": "jan@example.nl",
    "recipients": ("privacy@poweredbymmentor.nl",),
}
"""A letter from Jan; `authentication` says whether his domain vouches for it."""

NOORDS: dict[str, Any] = {"sender": Address("Privacy Noord", NOORD.contact), "return_path": NOORD.contact}
"""A letter from the customer's own contact."""


def with_customers(office: Office) -> Office:
    """Give Mentor's office with its customers."""
    return replace(office, policy=replace(office.policy, customers=(NOORD, ZUID, GONE)))


def of_noord(kind: Kind = Kind.ACCESS, **fields: str) -> Reading:
    """Give a request in Dutch that names the customer."""
    return a_request(kind, customer="noord", **fields)


def a_request(kind: Kind = Kind.ACCESS, **fields: str) -> Reading:
    """Give a request in Dutch with these fields."""
    return a_reading(kind, language="nl", fields={"name": "Jan de Vries", **fields})


async def enrol(scene: Scene, customer: str = "noord", **learner: str) -> None:
    """Put Jan into the register."""
    plain: dict[str, Any] = {
        "reference": "L-1",
        "name": "Jan de Vries",
        "address": "jan@example.nl",
        "username": "jdevries1",
    }
    known = Learner(**{**plain, **learner}, customer=customer)
    await scene.book.run(registers.upsert, "mentor", {known.reference: known}, scene.now)
