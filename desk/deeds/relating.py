"""Saying who somebody is to a processor: whose learner, or whom it answers itself (P-MB-04, P-MB-12)."""

from cases.case import Case, Status
from cases.relation import Relation
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.relate import Relating, relate
from intake.relation import is_referable
from intake.suggest import suggested
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    case = found.case
    if not is_referable(case, me.policy) or case.status not in LIVE or case.status is Status.FORWARDED:
        return None
    customers = tuple((one.subdomain, one.name) for one in me.policy.customers)
    guess = suggested(found, me.policy)
    relation = case.relation or (Relation.LEARNER if guess else "")
    return (
        Field("relation", Input.CHOICE, tuple((one, "") for one in Relation), value=relation),
        Field("customer", Input.CHOICE, customers, required=False, value=guess or ""),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    relation = answers.one_of("relation", Relation)
    relating = Relating(case.organisation, case.id, relation, answers.text("customer"))
    relate(page, relating, by.staff, by.office, by.now)


DEED = Deed("relation", _asks, _do)
