"""At the desk: whose address is on file, a link to it, and what somebody says compared with the register."""

import re
from dataclasses import replace

from httpx import AsyncClient, Response

from cases.case import Case
from cases.kind import Kind
from cases.learner import Learner
from cases.message import Address
from storage import casebook
from tests import registers
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene, fields

ANNA = Learner("1001", "Anna Holm", "anna@example.org", phone="72441234", username="annah")
NEW = replace(a_message(), sender=Address("Anna Holm", "anna.new@example.net"))


async def at_case(scene: Scene, *, on_file: bool) -> tuple[AsyncClient, Case]:
    """Let Anna ask for her data at an organisation with a register; give a browser and the case."""
    await scene.book.run(registers.upsert, "mentorix", {"1001": ANNA}, scene.now)
    (case,) = (await scene.hear(a_message() if on_file else NEW, a_reading(Kind.ACCESS))).opened
    return await scene.at_desk(await scene.hire("privacy_officer", language="en")), case


async def done(browser: AsyncClient, case: Case, deed: str, **typed: str) -> Response:
    """Fill in a deed and send it."""
    at = f"/desk/cases/{case.number}"
    form = fields(await browser.get(at), f"{at}/deeds/{deed}") | typed
    return await browser.post(f"{at}/deeds/{deed}", data=form, follow_redirects=True)


async def test_r_id_1_the_page_says_whose_address_is_on_file(scene: Scene) -> None:
    browser, case = await at_case(scene, on_file=True)
    shown = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "Address on file: it stands in the register (reference 1001)." in shown
    assert "I have made sure who this is" not in shown


async def test_r_id_4_from_another_address_the_page_says_that_no_answer_can_leave(scene: Scene) -> None:
    browser, case = await at_case(scene, on_file=False)
    shown = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "anna.new@example.net is not in the register." in shown
    assert "Address on file" not in shown


async def test_a_link_is_sent_and_staff_do_not_see_it(scene: Scene) -> None:
    browser, case = await at_case(scene, on_file=False)
    sent = await done(browser, case, "identity_link", to="annah")
    assert "The link is on its way to the address on file." in sent.text
    assert "One-time link sent to the address on file" in sent.text
    (letter,) = [one for one in await scene.letters(case.number) if one.outgoing.reply == "identity_link"]
    assert letter.outgoing.recipient == "anna@example.org"
    assert "http://web.test/identity/" in letter.outgoing.body
    assert "http://web.test/identity/…" in sent.text
    listed = (await browser.get("/desk/outbox")).text
    assert "http://web.test/identity/…" in listed
    assert "http://web.test/identity/…" in re.sub(r"identity/[A-Za-z0-9_-]+", "SHOWN", listed)
    again = await done(browser, case, "identity_link", to="annah")
    assert (again.status_code, "on its way there already" in again.text) == (409, True)


async def test_what_she_says_is_compared(scene: Scene) -> None:
    browser, case = await at_case(scene, on_file=False)
    wrong = await done(browser, case, "identity_known", username="annah")
    assert (wrong.status_code, "does not show who it is" in wrong.text) == (422, True)
    right = await done(browser, case, "identity_known", username="annah", phone="+45 72 44 12 34")
    assert "What they said fits the register." in right.text
    known = await scene.book.read(casebook.find, "mentorix", case.id)
    assert known
    assert known.identity == "knowledge"
    assert "/deeds/identity_" not in right.text, "it is shown by now"


async def test_without_a_register_there_is_nothing_to_compare_with(scene: Scene) -> None:
    (case,) = (await scene.hear(NEW, a_reading(Kind.ACCESS))).opened
    browser = await scene.at_desk(await scene.hire("privacy_officer"))
    assert "/deeds/identity_" not in (await browser.get(f"/desk/cases/{case.number}")).text


async def test_r_id_2_r_cpr_1_no_form_at_the_desk_asks_for_an_identity_copy_or_a_number(scene: Scene) -> None:
    browser, case = await at_case(scene, on_file=False)
    shown = (await browser.get(f"/desk/cases/{case.number}")).text
    for word in ('type="file"', 'name="cpr', 'name="bsn', "passport", "CPR", "BSN"):
        assert word not in shown
