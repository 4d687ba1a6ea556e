"""Writing down on which basis somebody outside the organisation may be shown a case (P-MX-20)."""

from zoneinfo import ZoneInfo

from cases.case import Case
from cases.disclosure import DisclosureBasis
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.disclose import Disclosing, disclose
from replies.words import clock_time, day
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.messages import Told
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    if found.case.status not in LIVE:
        return None
    ours = (found.case.requester.address or "").casefold()
    theirs = tuple(one for one in found.told if ours and one.sender_address.casefold() == ours)
    return (
        Field("recipient", Input.TEXT),
        Field("basis", Input.CHOICE, tuple((one, "") for one in DisclosureBasis)),
        Field("message", Input.CHOICE, tuple((str(one.id), _when(one, me)) for one in theirs), required=False),
    )


def _when(told: Told, me: Visitor) -> str:
    """Name a letter by when it came: what stands in it may be sensitive."""
    at = told.at.astimezone(ZoneInfo(me.policy.zone))
    return me.t("when.at", day=day(at, me.t.language), time=clock_time(at, me.t.language))


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    disclosing = Disclosing(
        organisation=case.organisation,
        case=case.id,
        recipient=answers.needed("recipient"),
        basis=answers.one_of("basis", DisclosureBasis),
        message=answers.number("message") or None,
    )
    disclose(page, disclosing, by.staff, by.office.policy, by.now)


DEED = Deed("disclosure", _asks, _do)
