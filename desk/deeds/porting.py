"""Noting to whom portable data go: to the person, or straight to another provider (P-JK-05)."""

from cases.case import Case
from cases.kind import Kind
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.port import Porting, Target, port
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.kind is not Kind.PORTABILITY or found.case.status not in LIVE:
        return None
    wished = next((one.reading.fields.get("target_provider", "") for one in found.told), "")
    target = Target.PROVIDER if wished else Target.PERSON
    return (
        Field("target", Input.CHOICE, tuple((one, "") for one in Target), value=target),
        Field("provider", Input.TEXT, required=False, value=wished),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    porting = Porting(case.organisation, case.id, answers.one_of("target", Target), answers.text("provider"))
    port(page, porting, by.staff, by.office.policy, by.now)


DEED = Deed("porting", _asks, _do)
