"""All that is done to an appeal is done at the desk, by small forms on its page."""

from httpx import AsyncClient

from cases.case import Case
from cases.kind import Kind
from cases.staff import Staff
from storage import casebook, history
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene, fields


async def an_appeal(scene: Scene) -> Case:
    """Let an appeal come that names no case."""
    return (await scene.hear(a_message(subject="Appel"), a_reading(Kind.APPEAL, fields={"name": "Anna"}))).opened[0]


async def done(browser: AsyncClient, number: str, deed: str, **typed: str) -> str:
    """Do a deed by the form on the page; give the page that follows."""
    address = f"/desk/cases/{number}/deeds/{deed}"
    form = fields(await browser.get(f"/desk/cases/{number}"), address)
    answer = await browser.post(address, data={**form, **typed})
    assert answer.status_code == 303, answer.text
    return (await browser.get(answer.headers["location"])).text


async def verbs(scene: Scene, case: Case) -> list[str]:
    return [event.verb for event in await scene.book.read(history.of_case, case.organisation, case.id)]


async def test_an_appeal_is_declared_assessed_delayed_and_tied_at_the_desk(scene: Scene) -> None:
    complaint, appeal = (await scene.hear()).opened[0], await an_appeal(scene)
    browser = await scene.at_desk(await scene.hire("appeal_assessor"))
    assert "Erklæringen er gemt." in await done(browser, appeal.number, "declaration", interest="none")
    page = await done(browser, appeal.number, "appeal_of", first=complaint.number)
    assert "Appellen er knyttet til sagen." in page
    assert f"Knyttet til den første sag: {complaint.number}" in page
    page = await done(browser, appeal.number, "assessment", finding="question_asked", words="Hvornår var kurset?")
    assert "Første vurdering: Der er et spørgsmål til personen" in page
    assert "Hvornår var kurset?" in page
    page = await done(browser, appeal.number, "delay", expected="2026-04-17", reason="Underviseren er syg.")
    assert "Underviseren er syg." in page
    assert (await verbs(scene, appeal))[-3:] == ["declared", "linked", "assessed"]


async def test_somebody_from_outside_is_appointed_and_prepares_at_the_desk(scene: Scene) -> None:
    appeal = await an_appeal(scene)
    browser = await scene.at_desk(await scene.hire("management"))
    await done(browser, appeal.number, "disclosure", recipient="eva@x.example", basis="contract")
    page = await done(browser, appeal.number, "invitation", name="Eva Smit", email="Eva@x.example", until="2026-04-01")
    assert "Bedømmeren er udpeget" in page
    case = await scene.book.read(casebook.find, "mentorix", appeal.id)
    assert case
    assert case.assigned_to
    eva = await scene.at_desk(Staff("mentorix", case.assigned_to, "eva@x.example", "Eva Smit", "external_assessor"))
    await done(eva, appeal.number, "declaration", interest="none")
    await done(eva, appeal.number, "assessment", finding="complete")
    page = await done(eva, appeal.number, "preparation", body="Kære Anna\n\nKurset kommer igen.")
    assert "Udkastet er gemt. Det er ikke sendt." in page
    assert "Kurset kommer igen." in page
    assert "/deeds/invitation" not in page


async def test_who_declares_an_interest_is_led_away_from_the_appeal(scene: Scene) -> None:
    appeal = await an_appeal(scene)
    browser = await scene.at_desk(await scene.hire("appeal_assessor"))
    address = f"/desk/cases/{appeal.number}/deeds/declaration"
    form = fields(await browser.get(f"/desk/cases/{appeal.number}"), address)
    answer = await browser.post(address, data={**form, "interest": "some"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
    assert (await browser.get(f"/desk/cases/{appeal.number}")).status_code == 404


async def test_a_refusal_says_which_rule_and_keeps_what_was_typed(scene: Scene) -> None:
    appeal = await an_appeal(scene)
    browser = await scene.at_desk(await scene.hire("management"))
    address = f"/desk/cases/{appeal.number}/deeds/invitation"
    form = fields(await browser.get(f"/desk/cases/{appeal.number}"), address)
    typed = {"name": "Eva Smit", "email": "eva@x.example", "until": "2026-04-01"}
    answer = await browser.post(address, data={**form, **typed})
    assert answer.status_code == 422
    assert "write down first on which basis eva@x.example may be shown this case (P-MX-20)" in answer.text
    assert 'value="Eva Smit"' in answer.text


async def test_a_complaint_is_offered_nothing_of_this(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = (await browser.get(f"/desk/cases/{number}")).text
    for deed in ("declaration", "appeal_of", "assessment", "delay", "invitation", "preparation"):
        assert f"/deeds/{deed}" not in page
    assert "/deeds/disclosure" in page
