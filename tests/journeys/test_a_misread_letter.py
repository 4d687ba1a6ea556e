"""A letter is misread; a person at the desk says what it is, and the law's time has run since it came."""

import re
from html import unescape

from httpx import AsyncClient

from cases.case import Case, Status
from cases.kind import Kind
from cases.policy import ClockName
from cases.staff import Staff
from storage import corrections, sessions
from tests.at_work import Running
from tests.builders import AT
from tests.conftest import Opens
from tests.smtp import a_letter

QUESTION = (
    "Hej Mentorix\n\nHvornår begynder det næste hold i projektledelse, og er der stadig pladser?\n\n"
    "Venlig hilsen\nAnna Holm"
)
"""What any reading takes for a question. Whoever knows Anna knows better."""


async def at_desk(running: Running, person: Staff) -> AsyncClient:
    """Let somebody log in at the real desk."""
    secret = sessions.new_secret()
    await running.service.book.run(sessions.begin, person, secret, running.clock.now)
    return AsyncClient(base_url=f"http://127.0.0.1:{running.service.desk_port}", cookies={"svarfrist": secret})


async def press(browser: AsyncClient, case: Case, act: str, **typed: str) -> None:
    """Fill in a form of the case page and send it."""
    address = f"/desk/cases/{case.number}/{act}"
    page = (await browser.get(f"/desk/cases/{case.number}")).text
    form = re.search(rf'<form[^>]*action="{address}".*?</form>', page, re.DOTALL)
    assert form, page
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    answer = await browser.post(address, data={**{name: unescape(value) for name, value in hidden}, **typed})
    assert answer.status_code == 303, answer.text


async def test_a_question_becomes_a_request_for_access_after_two_days(service: Opens) -> None:
    async with service(desk="127.0.0.1:0") as running:
        officer = await running.hire("privacy_officer")
        bo = await running.hire("course_administrator")
        receipt = await running.answered(a_letter(QUESTION, subject="Spørgsmål"))
        (case,) = await running.cases()
        assert case.kind is Kind.OTHER
        assert "april" not in receipt.text
        await running.later(days=2)
        async with await at_desk(running, bo) as browser:
            await press(browser, case, "assignment")
            await press(browser, case, "correction", kind="access")
        await running.quiet()
        await running.later(hours=1)

        after = await running.case(case.number)
        assert (after.kind, after.queue, after.status) == (Kind.ACCESS, "privacy", Status.OPEN)
        clock = (await running.ticking(after))[ClockName.ANSWER]
        assert (clock.started_at, clock.due_at.date().isoformat()) == (AT, "2026-04-07")
        told = running.catcher.to("anna@example.org")
        assert len(told) == 2
        assert "7. april 2026 (til og med)" in told[1].text
        assert told[1]["Auto-Submitted"] == "auto-generated"
        assert case.number in told[1]["Subject"]
        (notice,) = running.catcher.to(officer.email)
        assert "Anna" not in notice.text
        left = await running.approve(await running.draft(after, "answer_access"), officer)
        assert "indsigt" in left.text
        assert (await running.case(case.number)).status is Status.ANSWERED


async def test_an_overlooked_matter_gets_its_own_number_and_date(service: Opens) -> None:
    async with service(desk="127.0.0.1:0") as running:
        bo = await running.hire("course_administrator")
        await running.answered(a_letter())
        (complaint,) = await running.cases()
        await running.later(hours=3)
        async with await at_desk(running, bo) as browser:
            await press(browser, complaint, "assignment")
            await press(browser, complaint, "correction", also="erasure")
        await running.quiet()
        await running.later(minutes=1)
        _, erasure = await running.cases()
        assert (erasure.kind, erasure.received_at) == (Kind.ERASURE, AT)
        _, second = running.catcher.to("anna@example.org")
        assert erasure.number in second.text
        assert "7. april 2026" in second.text
        example = await running.service.book.read(corrections.find, "mentorix", complaint.opened_for)
        assert example
        assert example.kinds == (Kind.COMPLAINT, Kind.ERASURE)
        assert "Anna" not in example.text
