"""Appointing somebody from outside to assess an appeal, for a time (P-MX-15)."""

from cases.case import Case
from cases.kind import Kind
from cases.organisation import Sight
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.invite import Inviting, invite
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    outside = any(role.sight is Sight.ONE_CASE for role in me.policy.roles)
    if found.case.kind is not Kind.APPEAL or found.case.status not in LIVE or not outside:
        return None
    return (Field("name", Input.TEXT), Field("email", Input.TEXT), Field("until", Input.DAY))


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    inviting = Inviting(
        organisation=case.organisation,
        case=case.id,
        email=answers.needed("email"),
        name=answers.needed("name"),
        until=answers.day("until"),
    )
    invite(page, inviting, by.staff, by.office, by.now)


DEED = Deed("invitation", _asks, _do)
