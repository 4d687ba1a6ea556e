"""Moving a case to those who can decide more."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.escalate import Escalating, escalate, targets
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    where = targets(found.case, me.policy)
    if found.case.status not in LIVE or not where:
        return None
    names = {queue.id: queue.names.get(me.t.language, queue.id) for queue in me.policy.queues}
    seen = Field("seen", Input.TEXT, value=found.case.queue, required=False)
    return (seen, Field("queue", Input.CHOICE, tuple((id_, names.get(id_, id_)) for id_ in where)))


def _why_not(found: Dossier, me: Visitor) -> str | None:
    return "nowhere" if found.case.status in LIVE and not targets(found.case, me.policy) else None


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    what = Escalating(case.organisation, case.id, answers.needed("queue"), answers.text("seen"))
    escalate(page, what, by.staff, by.office, by.now)


DEED = Deed("escalation", _asks, _do, why_not=_why_not)
