"""Judging a hint that personal data have leaked, and documenting it."""

from cases.breach import JUDGEMENTS, BreachJudgement
from cases.case import Case
from cases.policy import ClockName
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.breach import Judging, judge_breach
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    if not any(one.name is ClockName.BREACH and one.running for one in found.clocks):
        return None
    return (
        Field("judgement", Input.CHOICE, tuple((one, "") for one in JUDGEMENTS[me.policy.role])),
        Field("facts", Input.LONG),
        Field("effects", Input.LONG, required=False),
        Field("remedy", Input.LONG, required=False),
        Field("told_at", Input.INSTANT, required=False),
        Field("high_risk", Input.FLAG, required=False),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    judging = Judging(
        organisation=case.organisation,
        case=case.id,
        judgement=answers.one_of("judgement", BreachJudgement),
        facts=answers.text("facts"),
        effects=answers.text("effects"),
        remedy=answers.text("remedy"),
        told_at=answers.instant("told_at", by.office.zone) if answers.text("told_at") else None,
        high_risk=answers.flag("high_risk"),
    )
    judge_breach(page, judging, by.staff, by.office.policy, by.now)


DEED = Deed("breach", _asks, _do)
