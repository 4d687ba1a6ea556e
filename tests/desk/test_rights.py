"""Rights at the desk: each act is one small form on the case's page."""

import pytest
from httpx import AsyncClient, Response

from cases.case import Case
from cases.kind import Flag, Kind
from cases.staff import Staff
from tests.builders import a_reading
from tests.desk.scene import Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def about(scene: Scene, kind: Kind, organisation: str, **reading: object) -> tuple[Case, Staff]:
    """Let Anna use a right; give the case and somebody who decides about it."""
    received = await scene.hear(reading=a_reading(kind, **reading), organisation=organisation)
    return received.opened[0], await scene.hire("privacy_officer", organisation=organisation, language="en")


async def done(browser: AsyncClient, case: Case, deed: str, **form: str) -> Response:
    """Fill in the form of a deed, as it stands on the page, and send it."""
    action = f"/desk/cases/{case.number}/deeds/{deed}"
    hidden = fields(await browser.get(f"/desk/cases/{case.number}"), action)
    return await browser.post(action, data={**hidden, **form}, follow_redirects=True)


async def test_an_erasure_is_decided_with_what_stays_and_perhaps_why(scene: Scene) -> None:
    case, officer = await about(scene, Kind.ERASURE, "metier")
    browser = await scene.at_desk(officer)
    form = {"ruling": "partly_granted", "grounds.still_needed": "1"}
    refused = await done(browser, case, "decision", **form, **{"kept.course-records": "1"})
    assert refused.status_code == 422
    assert "P-ME-10" in refused.text
    page = await done(browser, case, "decision", **form, **{"kept.case-files": "1", "because": "unlawful"})
    assert "Processed unlawfully" in page.text
    assert "Tell the recipient: Certificeringspartner" in page.text


async def test_a_restriction_is_lifted_by_a_letter_first(scene: Scene) -> None:
    case, officer = await about(scene, Kind.RESTRICTION, "metier")
    browser = await scene.at_desk(officer)
    assert "/deeds/lifting" not in (await browser.get(f"/desk/cases/{case.number}")).text
    await done(browser, case, "decision", ruling="granted")
    page = await done(browser, case, "lifting", reason="accuracy_checked", lifted="2026-03-16")
    assert "Nothing has been lifted yet" in page.text
    assert "16. marts 2026 ophæver vi begrænsningen" in page.text


async def test_an_objection_is_told_its_consequence_and_settled(scene: Scene) -> None:
    flags = frozenset({Flag.CERTIFICATION_DISCLOSURE})
    case, officer = await about(scene, Kind.OBJECTION, "metier", flags=flags, text="Nej til videregivelse.")
    browser = await scene.at_desk(officer)
    page = await done(browser, case, "standing", standing="booked")
    assert "bortfalder tilmeldingen" in page.text
    early = await done(browser, case, "settlement", outcome="confirmed")
    assert early.status_code == 422
    assert "P-ME-08" in early.text
    settled = await done(browser, case, "settlement", outcome="misread")
    assert "Stop the processing" in settled.text
    noted = await done(browser, case, "objection", **{"matter.marketing": "1"})
    assert "Stop marketing" in noted.text


async def test_data_go_to_another_provider_and_something_ends(scene: Scene) -> None:
    case, officer = await about(scene, Kind.PORTABILITY, "jensenskurser")
    browser = await scene.at_desk(officer)
    page = await done(browser, case, "porting", target="provider", provider="Lærerhuset")
    assert "Hand over the data: Lærerhuset" in page.text
    ended = await done(browser, case, "occurrence", event="service_ended", day="2026-03-02")
    assert "The service is no longer offered, 2 March 2026" in ended.text
