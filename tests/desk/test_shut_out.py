"""Whoever took part in what an appeal is about finds nothing of it at the desk: page, letter, file or deed."""

import re
from dataclasses import replace
from typing import Any

import pytest
from httpx import AsyncClient

from cases.case import Case, Event
from cases.kind import Kind
from cases.message import Attachment
from cases.staff import Staff
from desk import acts
from desk.deeds.all import ALL
from storage import casebook, history
from storage.page import Page
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene, fields

PATHS = sorted(path for route in acts.router.routes if "{" in (path := getattr(route, "path", "")))
PAPER = Attachment(1, "appel.pdf", "application/pdf", 9, "d1")


def _acted(page: Page, case: Case, who: Staff, scene: Scene) -> None:
    history.record(page, case.organisation, case.id, (Event(scene.now, "remarked", f"staff {who.id}", {}),))


@pytest.fixture
async def manager(scene: Scene) -> Staff:
    """Give somebody who sees appeals."""
    return await scene.hire("management")


async def appealed(scene: Scene, manager: Staff, **message: Any) -> tuple[Case, Case]:  # noqa: ANN401 - fields of it
    """Let the manager act in a complaint, and an appeal against it come in the same conversation."""
    complaint = (await scene.hear()).opened[0]
    await scene.book.run(_acted, complaint, manager, scene)
    fields = {"name": "Anna Holm", "reference": complaint.number}
    heard = await scene.hear(a_message(subject="Appel", **message), a_reading(Kind.APPEAL, fields=fields))
    (appeal,) = heard.opened
    assert appeal.thread == complaint.thread
    return complaint, appeal


async def at(scene: Scene, who: Staff) -> tuple[AsyncClient, dict[str, str]]:
    browser = await scene.at_desk(who)
    return browser, fields(await browser.get("/desk/"), "/desk/logout")


def state(page: Page, case: Case) -> tuple[Case | None, int]:
    return casebook.find(page, case.organisation, case.id), len(history.of_case(page, case.organisation, case.id))


async def test_p_mx_14_every_act_and_every_deed_asks_who_may_see_the_case(scene: Scene, manager: Staff) -> None:
    _, appeal = await appealed(scene, manager)
    browser, form = await at(scene, manager)
    before, draft = await scene.book.read(state, appeal), await scene.draft(appeal.number)
    typed = {**form, "version": "1", "subject": "S", "body": "B", "note": "N", "number": appeal.number}
    deeds = [f"/desk/cases/{appeal.number}/deeds/{deed.id}" for deed in ALL]
    ways = [path.format(number=appeal.number, letter=draft.id) for path in PATHS if "{deed}" not in path]
    assert len(ways) >= 8  # six on cases, two on letters
    for address in (*ways, *deeds):
        assert (await browser.post(address, data=typed)).status_code == 404, address
    assert await scene.book.read(state, appeal) == before
    assert await scene.draft(appeal.number) == draft


async def test_p_mx_14_the_appeal_is_on_no_page_of_theirs(scene: Scene, manager: Staff) -> None:
    complaint, appeal = await appealed(scene, manager)
    await scene.book.run(casebook.save, replace(complaint, queue="management"))
    browser, _ = await at(scene, manager)
    assert (await browser.get(f"/desk/cases/{appeal.number}")).status_code == 404
    for address in ("/desk/", "/desk/?view=held", "/desk/outbox"):
        assert appeal.number not in (await browser.get(address)).text
    page = (await browser.get(f"/desk/cases/{complaint.number}")).text
    assert "Klage over kursus" in page
    assert not re.search(rf"Appel\b|{appeal.number}</a>|kvittering.*{appeal.number}", page.split("Historik")[0])


async def test_p_mx_14_who_took_no_part_sees_the_whole_conversation(scene: Scene, manager: Staff) -> None:
    complaint, appeal = await appealed(scene, manager)
    browser, _ = await at(scene, await scene.hire("appeal_assessor"))
    page = (await browser.get(f"/desk/cases/{appeal.number}")).text
    assert ">Appel</h2>" in page
    assert ">Klage over kursus</h2>" in page
    assert (await browser.get(f"/desk/cases/{complaint.number}")).status_code == 404


async def test_p_mx_14_files_of_the_appeal_are_not_had_by_way_of_the_complaint(scene: Scene, manager: Staff) -> None:
    complaint, appeal = await appealed(scene, manager, attachments=(PAPER,))
    await scene.book.run(casebook.save, replace(complaint, queue="management"))
    browser, _ = await at(scene, manager)
    path = f"/messages/{appeal.opened_for}/attachments/1"
    assert (await browser.get(f"/desk/cases/{complaint.number}{path}")).status_code == 404
    other, _ = await at(scene, await scene.hire("appeal_assessor"))
    assert (await other.get(f"/desk/cases/{appeal.number}{path}")).status_code == 200


async def test_p_mx_15_an_assessor_reads_what_the_appeal_is_about_and_nothing_else(scene: Scene) -> None:
    complaint = (await scene.hear(a_message(subject="Min klage", attachments=(PAPER,)))).opened[0]
    other = (await scene.hear(a_message(subject="Noget andet"))).opened[0]
    await scene.book.run(casebook.save, replace(complaint, status=complaint.status))
    appeal = (await scene.hear(a_message(subject="Appel"), a_reading(Kind.APPEAL, fields={"name": "Anna"}))).opened[0]
    await scene.book.run(casebook.save, replace(appeal, appeal_of=complaint.id))
    eva = await scene.hire("external_assessor")
    await scene.book.run(casebook.save, replace(appeal, appeal_of=complaint.id, assigned_to=eva.id))
    browser, _ = await at(scene, eva)
    page = (await browser.get(f"/desk/cases/{appeal.number}")).text
    assert ">Min klage</h2>" in page
    assert "Noget andet" not in page
    file = f"/desk/cases/{appeal.number}/messages/{complaint.opened_for}/attachments/1"
    assert (await browser.get(file)).status_code == 200
    for number in (complaint.number, other.number):
        assert (await browser.get(f"/desk/cases/{number}")).status_code == 404
    for address in ("/desk/filed", "/desk/mailboxes", "/desk/register", "/desk/improvements"):
        assert "Anna" not in (await browser.get(address)).text
