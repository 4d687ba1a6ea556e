"""Anna asks for her data from an address that nobody knows: she gets them where she is known, and nobody else does."""

import re

import pytest
from httpx import AsyncClient

from cases.case import Case
from cases.errors import NotAllowed
from cases.learner import Learner
from cases.staff import Staff
from intake.approve import approve
from intake.identity_link import Sending, send_link
from storage.page import Page
from tests import registers
from tests.at_work import Running, approval_of
from tests.conftest import Opens
from tests.smtp import a_letter

ASKS = "Jeg vil gerne have mine data udleveret i et maskinlæsbart format, så jeg kan tage dem med (dataportabilitet)."
NEW = "Anna Holm <anna.new@example.net>"
ANNA = Learner("1001", "Anna Holm", "anna@example.org", username="annah")
PUBLIC: dict[str, object] = {"web": "127.0.0.1:0", "public_url": "https://svar.example"}


async def asked(running: Running, sender: str) -> tuple[Case, Staff]:
    """Let Anna ask at an organisation that has imported its register; give the case and who answers it."""
    await running.service.book.run(registers.upsert, "mentorix", {ANNA.reference: ANNA}, running.clock.now)
    person = await running.hire("privacy_officer")
    address = re.sub(r".*<(.*)>", r"\1", sender)
    await running.answered(a_letter(ASKS, subject="Mine data", sender=sender), sender=address)
    (case,) = await running.cases()
    assert case.kind == "portability"
    return case, person


async def refused(running: Running, case: Case, person: Staff) -> str:
    """Try to let the answer leave; give why it does not."""
    draft = await running.draft(case, "answer_portability")
    policy = running.service.offices["mentorix"].policy
    with pytest.raises(NotAllowed) as why:
        await running.service.book.run(approve, approval_of(draft), person, policy, running.clock.now)
    return str(why.value)


async def test_r_id_4_from_her_address_on_file_she_is_answered_without_a_question(service: Opens) -> None:
    async with service() as running:
        case, person = await asked(running, "Anna Holm <anna@example.org>")
        answer = await running.approve(await running.draft(case, "answer_portability"), person)
        assert answer.recipient == "anna@example.org"


async def test_r_id_1_a_link_to_her_address_on_file_shows_that_it_is_she_and_she_is_answered_there(
    service: Opens,
) -> None:
    async with service(**PUBLIC) as running:
        case, person = await asked(running, NEW)
        assert "not in the register (R-ID-4)" in await refused(running, case, person)

        def send(page: Page) -> None:
            send_link(page, Sending("mentorix", case.id, "annah"), person, office, running.clock.now)

        office, before = running.service.offices["mentorix"], len(running.catcher.letters)
        await running.service.book.run(send)
        letter = (await running.catcher.wait_for(before + 1))[before]
        assert letter.recipient == "anna@example.org"
        found = re.search(r"https://svar\.example(/identity/\S+)", letter.text)
        assert found
        async with AsyncClient(base_url=f"http://127.0.0.1:{running.service.web_port}") as browser:
            assert (await browser.get(found[1])).status_code == 200
            assert "not in the register" in await refused(running, case, person), "looking does nothing"
            assert "Tak" in (await browser.post(found[1])).text
        answer = await running.approve(await running.draft(case, "answer_portability"), person)
        assert answer.recipient == "anna@example.org", "never to an address that the request named"
        assert [one["Auto-Submitted"] for one in running.catcher.to("anna.new@example.net")] == ["auto-replied"]


async def test_r_11_1_without_a_register_nothing_becomes_impossible_and_nothing_is_collected(running: Running) -> None:
    person = await running.hire("privacy_officer")
    await running.answered(a_letter(ASKS, subject="Mine data"))
    (case,) = await running.cases()
    answer = await running.approve(await running.draft(case, "answer_portability"), person)
    assert answer.recipient == "anna@example.org"
