"""Deciding a case: the ruling, and the grounds where a right is refused."""

from cases.case import Case
from cases.decision import RULINGS, Because, Remedy, Ruling
from cases.kind import Kind
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.decide import Deciding, decide
from replies.grounds import grounds_for
from storage.casebook import LIVE
from storage.decisions import standing
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    case = found.case
    if case.kind not in RULINGS or case.status not in LIVE:
        return None
    known = standing(found.decisions)
    seen = Field("seen", Input.TEXT, value=str(known.id) if known else "", required=False)
    ruling = Field("ruling", Input.CHOICE, tuple((one, "") for one in RULINGS[case.kind]))
    return (seen, ruling, *_more(case, me))


def _more(case: Case, me: Visitor) -> tuple[Field, ...]:
    if case.kind in {Kind.COMPLAINT, Kind.APPEAL}:
        return (Field("remedies", Input.SEVERAL, tuple((one, "") for one in Remedy), required=False),)
    grounds = tuple((one, "") for one in grounds_for(case.kind, me.policy.country))
    asked = Field("grounds", Input.SEVERAL, grounds, required=False)
    return (asked, *_of_erasure(me)) if case.kind is Kind.ERASURE else (asked,)


def _of_erasure(me: Visitor) -> tuple[Field, ...]:
    """Ask what stays, by the policy's names; why the person wants it gone may be noted, and need not (P-ME-05)."""
    kept = tuple((one.what, one.name(me.t.language)) for one in me.policy.retention)
    because = tuple((one, "") for one in Because)
    return (
        Field("kept", Input.SEVERAL, kept, required=False),
        Field("because", Input.CHOICE, because, required=False),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    deciding = Deciding(
        organisation=case.organisation,
        case=case.id,
        ruling=answers.one_of("ruling", Ruling),
        grounds=answers.several("grounds"),
        remedies=tuple(Remedy(one) for one in answers.several("remedies") if one in set(Remedy)),
        seen=answers.number("seen") or None,
        kept=answers.several("kept"),
        because=answers.one_of("because", Because) if answers.text("because") else None,
    )
    decide(page, deciding, by.staff, by.office.policy, by.now)


DEED = Deed("decision", _asks, _do)
