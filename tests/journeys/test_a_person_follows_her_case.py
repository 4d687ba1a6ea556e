"""Anna follows her complaint on its own page: by the link in our letter, with a code, from letter to copy (P-MB-09)."""

import re
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import BytesIO

from httpx import AsyncClient, Response

from cases.case import Case
from cases.learner import Learner
from intake.case_inward import close_page
from tests import registers
from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.intake.case_pages import code_in, forms_of, link_in
from tests.smtp import a_letter
from tests.web_chats import Visitor

ANNA = Learner("1001", "Anna Holm", "anna@example.org")
PUBLIC: dict[str, object] = {"web": "127.0.0.1:0", "public_url": "https://svar.example"}
COMPLAINT = "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke, og jeg fik ingen besked."
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@asynccontextmanager
async def browsing(running: Running) -> AsyncIterator[AsyncClient]:
    """Open a browser; what it keeps for TLS alone is shown over this machine's own net too."""
    async with AsyncClient(base_url=f"http://127.0.0.1:{running.service.web_port}") as browser:
        yield browser


async def post(browser: AsyncClient, path: str, seen: Response, **fields: str) -> Response:
    """Send a form of a page as a browser does, with the cookies it was given, and go where the answer leads."""
    answer = await browser.post(path, data={**forms_of(seen), **fields}, headers=cookies(browser))
    if answer.status_code == 303:
        return await browser.get(answer.headers["Location"].split("#")[0], headers=cookies(browser))
    return answer


def cookies(browser: AsyncClient) -> Mapping[str, str]:
    """Give the cookies of a browser, those for TLS as well."""
    return {"Cookie": "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)}


async def complained(running: Running) -> tuple[Case, str]:
    """Let Anna complain from her address on file; give the case and the path of the link in our receipt."""
    await running.service.book.run(registers.upsert, "mentorix", {ANNA.reference: ANNA}, running.clock.now)
    receipt = await running.answered(a_letter(COMPLAINT, subject="Klage", sender="Anna Holm <anna@example.org>"))
    return await running.case(number_in(receipt.text)), link_in(receipt.text)


async def test_p_mb_09_anna_follows_her_case_from_the_receipt_to_the_copy_that_she_takes_along(service: Opens) -> None:
    async with service(**PUBLIC) as running, browsing(running) as browser:
        case, path = await complained(running)
        seen = await browser.get(path)
        assert seen.status_code == 200
        assert case.number in seen.text
        assert "Du får svar senest den" in seen.text
        for personal in ("Anna", "anna@example.org", "Underviseren"):
            assert personal not in seen.text, "the link alone says nothing of anybody"

        sent = await browser.post(
            f"{path}/message",
            data={**forms_of(seen), "text": "Her er kursusbeviset og min mail til jer."},
            files={"files": ("bevis.pdf", PDF, "application/pdf")},
            headers=cookies(browser),
        )
        assert (sent.status_code, sent.headers["Location"]) == (303, f"{path}?done=message")
        await running.quiet()
        told = (await running.dossier(case.number)).told
        assert [(one.channel, len(one.attachments)) for one in told] == [("mail", 0), ("form", 1)]
        assert [one.number for one in await running.cases()] == [case.number]

        before = len(running.catcher.letters)
        asked = await post(browser, f"{path}/code", seen)
        letter = (await running.catcher.wait_for(before + 1))[before]
        assert letter.recipient == "anna@example.org"
        assert "underviseren" not in asked.text.lower()
        proved = await post(browser, f"{path}/proof", asked, code=code_in(letter.text))
        assert "Underviseren kom ikke" in proved.text
        assert "Her er kursusbeviset" in proved.text
        assert "bevis.pdf" in proved.text
        assert "Automatisk kvittering" in proved.text

        copy = await browser.post(f"{path}/copy.zip", data=forms_of(proved), headers=cookies(browser))
        assert copy.headers["Content-Type"] == "application/zip"
        with zipfile.ZipFile(BytesIO(copy.content)) as packed:
            names = packed.namelist()
            assert any(name.endswith("bevis.pdf") for name in names)
            assert packed.read(next(name for name in names if name.endswith("bevis.pdf"))) == PDF
        assert {"page_code_sent", "page_proved", "copy_taken"} <= set(await running.verbs(case))


async def test_on_another_device_the_link_shows_no_letters_until_a_code_is_typed_there(service: Opens) -> None:
    async with service(**PUBLIC) as running, browsing(running) as mine, browsing(running) as other:
        _, path = await complained(running)
        before = len(running.catcher.letters)
        asked = await post(mine, f"{path}/code", await mine.get(path))
        code = code_in((await running.catcher.wait_for(before + 1))[before].text)
        elsewhere = await other.get(path)
        tried = await post(other, f"{path}/proof", elsewhere, code=code)
        assert tried.status_code == 422
        assert "Underviseren" not in tried.text
        assert "Underviseren kom ikke" in (await post(mine, f"{path}/proof", asked, code=code)).text
        assert "Underviseren" not in (await other.get(path, headers=cookies(other))).text


async def test_a_case_that_is_taken_back_on_its_page_stays_open_and_staff_hear_of_it(service: Opens) -> None:
    async with service(**PUBLIC) as running, browsing(running) as browser:
        case, path = await complained(running)
        seen = await browser.get(path)
        asks = await browser.get(f"{path}/withdraw", headers=cookies(browser))
        assert "Vil du trække sagen tilbage?" in asks.text
        assert "withdrawal_asked" not in await running.verbs(case), "a link does nothing"
        done = await post(browser, f"{path}/withdraw", seen, text="Vi har talt os til rette.")
        assert "ikke lukket" in done.text
        await running.quiet()
        after = await running.dossier(case.number)
        assert after.case.status == "open"
        assert "withdrawal_asked" in await running.verbs(case)
        assert [one.number for one in await running.cases()] == [case.number]
        assert after.told[-1].text.startswith(f"Jeg vil gerne trække sag {case.number} tilbage.")


async def test_the_link_is_sent_anew_to_the_address_of_the_case_and_to_no_other(service: Opens) -> None:
    async with service(**PUBLIC) as running, browsing(running) as browser:
        case, path = await complained(running)
        before = len(running.catcher.letters)
        asked = {"number": case.number.lower().replace("-", " "), "address": "Anna@Example.org"}
        stranger = {"number": case.number, "address": "bo@example.org"}
        nobody = {"number": "MX-26-999999", "address": "anna@example.org"}
        answers = [await browser.post("/case/", data=form) for form in (stranger, nobody, asked)]
        assert {one.status_code for one in answers} == {200}
        assert len({one.text for one in answers}) == 1, "the answer never tells whether there is a case"
        letters = await running.catcher.wait_for(before + 1)
        await running.quiet()
        assert [one.recipient for one in letters[before:]] == ["anna@example.org"]
        again = link_in(letters[before].text)
        assert again != path
        assert (await browser.get(again)).status_code == 200

        person = await running.hire("course_administrator")
        office = running.service.offices["mentorix"]
        await running.service.book.run(close_page, case, person, office, running.clock.now)
        assert [(await browser.get(one)).status_code for one in (path, again)] == [410, 410]
        assert re.search(r"Linket virker ikke|does not work", (await browser.get(path)).text)


async def test_in_a_chat_the_link_shows_where_the_case_stands_and_takes_things_in_and_no_more(service: Opens) -> None:
    async with service(**PUBLIC) as running, browsing(running) as browser:
        visitor = Visitor(running.service.web_port)
        await visitor.begin()
        async with visitor.tab() as tab:
            await tab.say("Hej, jeg vil gerne klage over min eksamen. Jeg fik ikke den tid, jeg var lovet.")
            await tab.say("stop")
            await tab.until(lambda: any("svar.example/case/" in text for text in tab.texts("program")))
            await tab.send(type="shown", seq=max(tab.lines))
            told = next(text for text in tab.texts("program") if "svar.example/case/" in text)
        path = link_in(f"{told} ")
        seen = await browser.get(path)
        (case,) = await running.cases()
        assert case.number in seen.text
        assert "Vi kender ingen e-mailadresse" in seen.text
        assert "jeg var lovet" not in seen.text
        sent = await browser.post(
            f"{path}/message", data={**forms_of(seen), "text": "Her er min plan."}, headers=cookies(browser)
        )
        assert sent.status_code == 303
        await running.quiet()
        after = await running.dossier(case.number)
        assert [one.channel for one in after.told][-1] == "form"
        assert after.case.channel == "chat"
