"""Noting the consent of a person whom somebody else writes for (P-AL-02, R-PRX-2)."""

from cases.case import Case
from cases.kind import Flag
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.authority import WAYS, Consent, record_authority
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    case = found.case
    if Flag.ON_BEHALF not in case.flags or case.authority or case.status not in LIVE:
        return None
    letters = tuple(
        (str(one.id), f"{one.sender_address or one.sender_name}, {one.at:%Y-%m-%d}: {one.subject}"[:100])
        for one in found.told
    )
    return (
        Field("way", Input.CHOICE, tuple((one, me.t.name("way", one)) for one in WAYS)),
        Field("message", Input.CHOICE, letters, required=False),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    consent = Consent(case.organisation, case.id, answers.text("way"), answers.number("message") or None)
    record_authority(page, consent, by.staff, by.office.policy, by.now)


DEED = Deed("authority", _asks, _do)
