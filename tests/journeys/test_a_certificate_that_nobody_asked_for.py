"""Anna sends a doctor's certificate for extra time, Ida a note on her allergy, Bo a copy of his passport.

To show a certificate is enough. What came all the same can be opened by few, and goes when it is no longer needed: also
out of the letter as it arrived.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from httpx import AsyncClient

from cases.reading import DocumentKind
from cases.staff import Staff
from cases.task import TaskKind
from storage import looks, sessions
from storage.looks import STRIKE
from storage.messages import Told
from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.journeys.test_sensitive_matter import everything
from tests.papers import MEDICAL, a_pdf
from tests.smtp import Caught, a_letter, until

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
EXTRA_TIME = (
    "Hej\n\nJeg klager over, at jeg ikke fik ekstra tid til eksamen. Lægeerklæringen er vedhæftet.\n\nAnna Holm"
)
File = tuple[str, str, bytes]


@asynccontextmanager
async def browsing(running: Running, person: Staff) -> AsyncIterator[AsyncClient]:
    """Open a browser in which somebody is logged in."""
    secret = sessions.new_secret()
    await running.service.book.run(sessions.begin, person, secret, running.clock.now)
    address = f"http://127.0.0.1:{running.service.desk_port}"
    async with AsyncClient(base_url=address, cookies={"svarfrist": secret}) as browser:
        yield browser


async def hired(running: Running, number: str, organisation: str, *, trusted: bool) -> Staff:
    """Hire somebody who sees a case, and is one of the few, or none of them."""
    policy = running.service.offices[organisation].policy
    case = await running.case(number, organisation)
    roles = [role for role in policy.queue(case.queue).roles if (role in policy.trusted_roles) is trusted]
    return await running.hire(roles[0], organisation)


async def sends(running: Running, organisation: str, text: str, file: File) -> tuple[Caught, str]:
    to = running.service.offices[organisation].policy.addresses[0]
    receipt = await running.answered(a_letter(text, subject="Klage", to=to, files=(file,)), to)
    return receipt, number_in(receipt["Subject"])


async def first(running: Running, number: str, organisation: str) -> Told:
    return (await running.dossier(number, organisation)).told[0]


async def asks_for_it(running: Running, number: str, organisation: str, person: Staff) -> tuple[str, int]:
    """Give a case's page as somebody sees it, and what they get who ask for its file."""
    told = await first(running, number, organisation)
    address = f"/desk/cases/{number}/messages/{told.id}/attachments/{told.attachments[0].part}"
    async with browsing(running, person) as browser:
        return (await browser.get(f"/desk/cases/{number}")).text, (await browser.get(address)).status_code


async def deletes(running: Running, number: str, person: Staff) -> None:
    """Let somebody delete the one file that may be deleted, at the desk."""
    async with browsing(running, person) as browser:
        page = (await browser.get(f"/desk/cases/{number}")).text
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        file = re.search(r'<option value="(\d+ \d+)"', page)
        assert token
        assert file
        done = await browser.post(f"/desk/cases/{number}/deeds/delete_file", data={"csrf": token[1], "file": file[1]})
        assert done.status_code == 303, done.text

    async def is_gone() -> bool:
        return await running.service.book.read(looks.oldest, STRIKE) is None

    await until(is_gone, "the file is gone")
    await running.quiet()


@ON_SQLITE
async def test_p_mx_21_a_medical_certificate_is_for_few_and_goes_after_the_decision(service: Opens) -> None:
    certificate = ("lægeerklæring.pdf", "application/pdf", a_pdf(MEDICAL))
    async with service(desk="127.0.0.1:0") as running:
        receipt, number = await sends(running, "mentorix", EXTRA_TIME, certificate)
        assert "En erklæring fra en læge er det nok at vise os; du behøver ikke sende en kopi." in receipt.text

        async def is_read() -> bool:
            return (await first(running, number, "mentorix")).reading.documents[0].read

        await until(is_read, "the paper is read")
        told = await first(running, number, "mentorix")
        document = told.reading.documents[0]
        assert document.is_probably(DocumentKind.MEDICAL_CERTIFICATE)
        assert (told.attachments[0].restricted, document.evidence) == (True, ())
        person = await hired(running, number, "mentorix", trusted=False)
        page, refused = await asks_for_it(running, number, "mentorix", person)
        assert "Kun få medarbejdere kan åbne denne fil" in page
        assert refused == 403
        await running.approve(await running.draft(await running.case(number), "answer_"), person)
        due = [task for task in (await running.dossier(number)).tasks if task.kind is TaskKind.DELETE_CERTIFICATE]
        assert [task.open for task in due] == [True]
        await deletes(running, number, person)
        left = await running.service.book.read(everything)
        done = [task for task in (await running.dossier(number)).tasks if task.kind is TaskKind.DELETE_CERTIFICATE]
        told = await first(running, number, "mentorix")
    assert [task.open for task in done] == [False]
    assert "ydernr" not in left
    assert told.attachments[0].erased_at is not None
    assert "ekstra tid til eksamen" in told.text


@ON_SQLITE
async def test_p_al_11_health_that_was_volunteered_is_for_few(service: Opens) -> None:
    async with service(desk="127.0.0.1:0") as running:
        file = ("lægeerklæring allergi.pdf", "application/pdf", b"%PDF-1.4 nothing to read\n" * 40)
        text = "Hej\n\nJeg klager over praktikken. Jeg har vedlagt min lægeerklæring om allergi.\n\nIda Sørensen"
        _, number = await sends(running, "alottbetter", text, file)
        person = await hired(running, number, "alottbetter", trusted=False)
        _, refused = await asks_for_it(running, number, "alottbetter", person)
        restricted = (await first(running, number, "alottbetter")).attachments[0].restricted
    assert (restricted, refused) == (True, 403)


@ON_SQLITE
async def test_r_id_2_a_copy_of_a_passport_is_deleted_and_the_sender_told_what_to_cover(service: Opens) -> None:
    async with service(desk="127.0.0.1:0") as running:
        copy = ("kopi af pas.jpg", "image/jpeg", b"\xff\xd8\xff" + b"passport of Bo " * 4000)
        text = "Hej\n\nJeg beder om indsigt i mine oplysninger. Vedhæftet en kopi af mit pas.\n\nBo Lund"
        receipt, number = await sends(running, "metier", text, copy)
        assert "Vi beder ikke om en kopi af din legitimation" in receipt.text
        await deletes(running, number, await hired(running, number, "metier", trusted=True))
        told = await first(running, number, "metier")
        left = await running.service.book.read(everything)
    assert told.attachments[0].erased_at is not None
    assert "passport of bo" not in left
    letter = running.catcher.letters[-1].text
    assert "dæk alt til undtagen dit navn, hvem der har udstedt det, og datoerne for udstedelse og udløb" in letter
