"""Judging what is sensitive in a case's letters: strike it out, or keep it because a claim needs it (CON-6)."""

from cases.case import Case
from cases.redaction import Fate
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.strike_out import Judging, judge
from replies.words import day
from storage.dossier import Dossier
from storage.messages import Told
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    waiting = [(one, told) for told in found.told for one in told.redactions if one.fate is None]
    if not waiting and not (me.policy.strikes_out and found.told):
        return None
    named = tuple((str(one.id), _named(one.category, one.part, told, me)) for one, told in waiting)
    findings = (Field("findings", Input.SEVERAL, named, required=False),) if named else ()
    fate = Field("fate", Input.CHOICE, tuple((one, "") for one in Fate), value=Fate.STRIKE_OUT)
    return (*findings, fate, Field("passages", Input.LONG, required=False))


def _named(category: str, part: int | None, told: Told, me: Visitor) -> str:
    where = me.t("redaction.in_text") if part is None else me.t("redaction.in_file", part=part)
    return f"{me.t.name('sensitive', category)}: {where}, {day(told.at, me.t.language)}"


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    findings = answers.several("findings")
    judging = Judging(
        organisation=case.organisation,
        case=case.id,
        fate=answers.one_of("fate", Fate),
        redactions=tuple(int(one) for one in findings if one.isascii() and one.isdecimal()),
        passages=tuple(line.strip() for line in answers.text("passages").splitlines() if line.strip()),
    )
    judge(page, judging, by.staff, by.office.policy, by.now)


DEED = Deed("strike_out", _asks, _do)
