"""Noting that whoever the policy names was consulted before a case is given to a person (P-MX-06)."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input, named
from desk.visitor import Visitor
from intake.consult import Adviser, Consulting, awaited, consult, is_adviser
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def waiting(found: Dossier, me: Visitor) -> Adviser | None:
    """Give who has to be consulted before this person may give the case to another; None where nobody has."""
    adviser = awaited(found.case, me.policy, found.colleagues, found.events)
    return adviser if adviser and not is_adviser(me.staff, adviser) else None


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    adviser = waiting(found, me) if found.case.status in LIVE else None
    if adviser is None:
        return None
    role = next(role.names.get(me.t.language, role.id) for role in me.policy.roles if role.id == adviser.role)
    return (
        Field("person", Input.CHOICE, named(adviser.people, me) or (("0", role),)),
        Field("at", Input.INSTANT, required=False),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    consulting = Consulting(
        organisation=case.organisation,
        case=case.id,
        person=answers.number("person") or None,
        at=answers.instant("at", by.office.zone) if answers.text("at") else by.now,
    )
    consult(page, consulting, by.staff, by.office.policy, by.now)


DEED = Deed("consultation", _asks, _do)
