"""Noting that the customer asked about its learner: the processor's own time runs from then (P-MB-05)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.relation import OURS
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.customer_asked import CHANNELS, Asked, customer_asked
from intake.relation import customer_named, is_referable
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    case = found.case
    if not is_referable(case, me.policy) or case.relation in OURS or case.status not in LIVE:
        return None
    wrote = _last_letter(found, me)
    return (
        Field("at", Input.INSTANT, value=wrote),
        Field("route", Input.CHOICE, tuple((one, me.t.name("route", one)) for one in CHANNELS), value="mail"),
        Field("direct", Input.FLAG, required=False, value="1" if case.direct else ""),
        Field("person_asked", Input.DAY, required=False),
    )


def _last_letter(found: Dossier, me: Visitor) -> str:
    """Give when the customer wrote last, as the field shows it: that is perhaps its request; "" where it never did."""
    customer = customer_named(found.case.customer, me.policy)
    theirs = [one.at for one in found.told if customer and one.sender_address.casefold() == customer.contact.casefold()]
    return _local(theirs[-1], me) if theirs else ""


def _local(at: datetime, me: Visitor) -> str:
    return at.astimezone(ZoneInfo(me.policy.zone)).strftime("%Y-%m-%dT%H:%M")


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    asked = Asked(
        organisation=case.organisation,
        case=case.id,
        at=answers.instant("at", by.office.zone),
        route=answers.text("route"),
        direct=answers.flag("direct"),
        person_asked=answers.day("person_asked") if answers.text("person_asked") else None,
    )
    customer_asked(page, asked, by.staff, by.office, by.now)


DEED = Deed("customer_asked", _asks, _do)
