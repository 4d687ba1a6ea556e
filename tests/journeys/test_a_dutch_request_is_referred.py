"""Mentor works for others: a request is answered in Dutch, and goes to the customer that decides, once it is named."""

from collections.abc import AsyncIterator
from email.message import EmailMessage

import pytest

from cases.case import Case, Status
from cases.kind import Kind
from cases.policy import ClockName
from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.journeys.correspondence import INZAGE, JAN, answer_to, return_address
from tests.smtp import Caught, a_letter

CUSTOMER = {"subdomain": "voorbeeld", "name": "Voorbeeld Opleidingen", "contact": "privacy@voorbeeld.example"}
PRIVACY = "privacy@poweredbymmentor.nl"
THE_DATE = "uiterlijk op 2 april 2026 (tot en met)"
THE_QUESTION = "Bij welke organisatie volgt u uw opleiding?"
REQUEST = a_letter(INZAGE, subject="Verzoek om inzage", to=PRIVACY, sender=JAN, Message_ID="<inzage@example.nl>")


@pytest.fixture
async def mentor(service: Opens) -> AsyncIterator[Running]:
    """Give the service with one customer of Mentor's."""
    async with service(organisation={"mentor": {"customers": [CUSTOMER]}}) as opened:
        yield opened


async def asked(mentor: Running) -> Caught:
    """Send the request; give what it is answered with."""
    return await mentor.answered(REQUEST, PRIVACY, sender="jan@example.nl")


async def named(mentor: Running) -> Case:
    """Send the request and name the customer; give the case."""
    receipt = await asked(mentor)
    told = answer_to(receipt, "Ik volg de opleiding bij Voorbeeld Opleidingen.\n\nJan de Vries", sender=JAN)
    await mentor.answered(told, return_address(receipt), sender="jan@example.nl")
    (case,) = await mentor.cases("mentor")
    return case


async def released(mentor: Running, case: Case) -> list[Caught]:
    """Let a person release the referral; give the referral and what followed it."""
    before = len(mentor.catcher.letters)
    officer = await mentor.hire("privacy_officer", "mentor")
    await mentor.approve(await mentor.draft(case, "referral"), officer)
    return (await mentor.catcher.wait_for(before + 2))[before:]


async def test_a_dutch_request_is_answered_in_dutch_with_the_date_of_the_law(mentor: Running) -> None:
    receipt = await asked(mentor)
    (case,) = await mentor.cases("mentor")
    assert (case.kind, case.language) == (Kind.ACCESS, "nl")
    assert receipt["Content-Language"] == "nl"
    assert number_in(receipt["Subject"]) == case.number
    assert THE_DATE in receipt.text
    assert "artikel 12, lid 3, van de AVG" in receipt.text


async def test_who_names_no_organisation_is_asked_for_it(mentor: Running) -> None:
    receipt = await asked(mentor)
    (case,) = await mentor.cases("mentor")
    assert case.missing == ("customer",)
    assert THE_QUESTION in receipt.text


async def test_naming_the_organisation_prepares_the_referral_and_sends_nothing_to_it(mentor: Running) -> None:
    case = await named(mentor)
    assert (case.customer, case.missing) == ("voorbeeld", ())
    draft = await mentor.draft(case, "referral")
    assert draft.outgoing.recipient == CUSTOMER["contact"]
    assert mentor.catcher.to(CUSTOMER["contact"]) == []


async def test_released_by_a_person_the_customer_gets_the_request_as_it_came(mentor: Running) -> None:
    case = await named(mentor)
    referral, _ = await released(mentor, case)
    assert referral.recipient == CUSTOMER["contact"]
    assert referral["Auto-Submitted"] == ""
    assert THE_DATE in referral.text
    attached = [part for part in referral.letter.walk() if part.get_filename()]
    assert isinstance(attached[0], EmailMessage)
    assert attached[0].get_content().endswith(REQUEST.split(b"\r\n\r\n", 1)[1])


async def test_the_person_is_told_to_whom_and_when_it_went(mentor: Running) -> None:
    case = await named(mentor)
    _, told = await released(mentor, case)
    assert told.recipient == "jan@example.nl"
    assert number_in(told["Subject"]) == case.number
    assert "Voorbeeld Opleidingen" in told.text
    assert "2 maart 2026" in told.text


async def test_the_referral_stops_its_clock_and_the_month_runs_on(mentor: Running) -> None:
    case = await named(mentor)
    assert ClockName.REFERRAL in await mentor.ticking(case)
    await released(mentor, case)
    assert (await mentor.case(case.number, "mentor")).status is Status.FORWARDED
    ticking = await mentor.ticking(case)
    assert ClockName.REFERRAL not in ticking
    assert ticking[ClockName.ANSWER].due_at.isoformat().startswith("2026-04-02")


async def test_an_organisation_that_is_named_at_once_is_not_asked_for(mentor: Running) -> None:
    text = INZAGE.replace("Met vriendelijke", "Ik volg mijn opleiding bij Voorbeeld Opleidingen.\n\nMet vriendelijke")
    raw = a_letter(text, subject="Verzoek om inzage", to=PRIVACY, sender=JAN)
    receipt = await mentor.answered(raw, PRIVACY, sender="jan@example.nl")
    (case,) = await mentor.cases("mentor")
    assert case.customer == "voorbeeld"
    assert THE_QUESTION not in receipt.text
    assert (await mentor.draft(case, "referral")).outgoing.recipient == CUSTOMER["contact"]
