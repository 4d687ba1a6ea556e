"""A learner asks, the customer decides: a request goes through Mentor, and the customer asks in its turn."""

from collections.abc import AsyncIterator

import pytest

from cases.case import Status
from cases.policy import ClockName
from tests.at_work import Running
from tests.conftest import Opens
from tests.journeys.correspondence import INZAGE, JAN, answer_to, return_address
from tests.smtp import a_letter

CUSTOMER = {"subdomain": "voorbeeld", "name": "Voorbeeld Opleidingen", "contact": "privacy@voorbeeld.example"}
PRIVACY = "privacy@poweredbymmentor.nl"
SAYS_SO = INZAGE.replace("Met vriendelijke", "Ik volg mijn opleiding bij Voorbeeld Opleidingen.\n\nMet vriendelijke")
GENUINE = "mx.mentor.example; dmarc=pass header.from={0}; spf=pass smtp.mailfrom={0}"
THEIR_QUESTION = (
    "Goedemiddag,\n\nOnze cursist Jan de Vries verzoekt om inzage. Kunt u ons laten weten welke persoonsgegevens u van "
    "hem verwerkt?\n\nMet vriendelijke groet,\nVoorbeeld Opleidingen"
)


def looked_at(letter: bytes, domain: str) -> bytes:
    """Give a letter as Mentor's mail server hands it over, which has found that its domain vouches for it."""
    return f"Authentication-Results: {GENUINE.format(domain)}\r\n".encode() + letter


@pytest.fixture
async def mentor(service: Opens) -> AsyncIterator[Running]:
    """Give the service with a customer of Mentor's, behind a mail server that looks at senders."""
    settings = {"mentor": {"customers": [CUSTOMER], "authserv_id": "mx.mentor.example"}}
    async with service(organisation=settings) as opened:
        yield opened


async def test_p_mb_04_and_05_a_request_is_passed_on_at_once_and_the_customers_question_answered(
    mentor: Running,
) -> None:
    officer = await mentor.hire("privacy_officer", "mentor")
    request = a_letter(SAYS_SO, subject="Verzoek om inzage", to=PRIVACY, sender=JAN)
    await mentor.letter(looked_at(request, "example.nl"), PRIVACY, sender="jan@example.nl")
    await mentor.quiet()
    (case,) = await mentor.cases("mentor")
    (referral,) = mentor.catcher.to(CUSTOMER["contact"])
    assert referral["Auto-Submitted"] == "auto-generated"
    assert case.status is Status.FORWARDED
    _, told = mentor.catcher.to("jan@example.nl")
    assert "Op 2 maart 2026 hebben wij uw verzoek om inzage" in told.text
    assert "doorgegeven aan Voorbeeld Opleidingen" in told.text

    await mentor.later(days=2)
    question = answer_to(referral, THEIR_QUESTION, sender=f"Privacy <{CUSTOMER['contact']}>")
    await mentor.letter(looked_at(question, "voorbeeld.example"), return_address(referral), sender=CUSTOMER["contact"])
    await mentor.quiet()
    ticking = await mentor.ticking(case)
    assert ticking[ClockName.PROCESSOR_REPLY].due_at.date().isoformat() == "2026-04-01"
    assert any("CON-4" in letter.text for letter in mentor.catcher.to("privacy_officer@mentor.example"))

    reply = await mentor.approve(await mentor.draft(case, "processor_reply"), officer)
    assert reply.recipient == CUSTOMER["contact"]
    assert "Op 4 maart 2026 vroeg u ons" in reply.text
    assert ClockName.PROCESSOR_REPLY not in await mentor.ticking(case)
    assert len(mentor.catcher.to("jan@example.nl")) == 2, "what we have of him he hears from the customer"
