"""At the desk of a processor: who sees what, and what a person does to a request that a customer decides."""

from dataclasses import replace

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from cases.case import Case
from cases.kind import Flag, Kind
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.relation import Relation
from desk import app
from storage import casebook
from storage.book import Book
from storage.page import Page
from tests.builders import a_message, a_reading
from tests.desk.scene import CALENDARS, POLICIES, Scene, fields
from tests.mentor import JAN, NOORD, a_request, with_customers

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Nothing here depends on the database."""


@pytest.fixture
def scene(book: Book) -> Scene:
    """Give a desk at which Mentor has customers."""
    mentor = with_customers(Office(POLICIES["mentor"], CALENDARS)).policy
    return Scene(book, {**POLICIES, "mentor": mentor})


async def opened(scene: Scene, kind: Kind = Kind.ACCESS) -> Case:
    """Let Jan's request come in."""
    return (await scene.hear(a_message(**JAN), a_request(kind), organisation="mentor")).opened[0]


def addresses(number: str) -> list[str]:
    """Give every page of the desk that can be opened, with a real case's number in it."""
    routers = (getattr(part, "router", None) for part in vars(app).values())
    routes = (route for router in routers if isinstance(router, APIRouter) for route in router.routes)
    paths = {route.path for route in routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())}
    filled = (path.replace("{number}", number) for path in paths)
    return sorted(path for path in filled if path.startswith("/desk") and "{" not in path)


@pytest.mark.parametrize("role", ["contentmanager", "planner"])
async def test_p_mb_10_content_managers_and_planners_see_numbers_on_every_page_and_list(
    scene: Scene, role: str
) -> None:
    case = await opened(scene)
    person = await scene.hire(role, "mentor")
    await scene.book.run(casebook.save, replace(case, assigned_to=person.id))
    browser = await scene.at_desk(person)
    seen = addresses(case.number)
    assert "/desk/" in seen
    assert f"/desk/cases/{case.number}" in seen
    for path in seen:
        page = (await browser.get(path)).text
        assert case.number not in page, path
        assert "Jan de Vries" not in page, path
        assert "jan@example.nl" not in page, path
    assert '<td class="figure">1</td>' in (await browser.get("/desk/")).text


async def test_p_mb_08_a_trainer_finds_only_what_was_given_to_them(scene: Scene) -> None:
    mine, other = await opened(scene), await opened(scene, Kind.ERASURE)
    trainer = await scene.hire("trainer", "mentor")
    await scene.book.run(casebook.save, replace(mine, assigned_to=trainer.id))
    browser = await scene.at_desk(trainer)
    assert (await browser.get(f"/desk/cases/{mine.number}")).status_code == 200
    assert (await browser.get(f"/desk/cases/{other.number}")).status_code == 404
    await scene.book.run(casebook.save, replace(mine, assigned_to=trainer.id, excluded=frozenset({trainer.id})))
    assert (await browser.get(f"/desk/cases/{mine.number}")).status_code == 404
    assert mine.number not in (await browser.get("/desk/")).text


async def do(scene: Scene, case: Case, deed: str, role: str = "privacy_officer", **answers: str) -> str:
    """Do a deed by its form on the page; give the page that follows."""
    person = await scene.hire(role, case.organisation)
    browser = await scene.at_desk(person)
    address = f"/desk/cases/{case.number}/deeds/{deed}"
    form = fields(await browser.get(f"/desk/cases/{case.number}"), address)
    answer = await browser.post(address, data={**form, **answers})
    assert answer.status_code == 303, answer.text
    return (await browser.get(answer.headers["location"])).text


async def now(scene: Scene, case: Case) -> Case:
    found = await scene.book.read(casebook.find, case.organisation, case.id)
    assert found
    return found


async def test_p_mb_12_the_page_asks_who_is_writing_and_takes_the_answer(scene: Scene) -> None:
    case = await opened(scene)
    page = await do(scene, case, "relation", relation="visitor")
    assert "Vastgelegd is wie er schrijft." in page
    assert (await now(scene, case)).relation is Relation.VISITOR


async def test_a_customer_is_suggested_by_the_words_of_the_letter(scene: Scene) -> None:
    message = a_message(**JAN, text="Ik volg de opleiding bij Noord in Groningen.")
    case = (await scene.hear(message, a_request(), organisation="mentor")).opened[0]
    browser = await scene.at_desk(await scene.hire("privacy_officer", "mentor"))
    page = await browser.get(f"/desk/cases/{case.number}")
    assert '<option value="noord" selected>' in page.text
    assert '<option value="learner" selected>' in page.text
    assert (await now(scene, case)).customer is None, "a suggestion changes nothing"


async def test_p_mb_05_a_request_by_telephone_is_noted_with_its_time_and_con_4_is_shown(scene: Scene) -> None:
    case = await opened(scene)
    await scene.book.run(_of_noord, case)
    page = await do(
        scene, case, "customer_asked", at=f"{scene.now:%Y-%m-%dT%H:%M}", route="phone", person_asked="2026-02-27"
    )
    assert "Het verzoek van de klant is vastgelegd" in page
    assert "Onze vier weken eindigen later dan vijf werkdagen voor de termijn van de klant op 27 maart 2026" in page
    drafts = [one for one in await scene.letters(case.number, "mentor") if one.status is OutboxStatus.DRAFT]
    assert "processor_reply" in {one.outgoing.reply for one in drafts}


def _of_noord(page: Page, case: Case) -> None:
    casebook.save(page, replace(case, customer=NOORD.subdomain, missing=()))


async def test_p_al_02_a_consent_is_noted_from_the_letter_that_shows_it(scene: Scene) -> None:
    reading = a_reading(Kind.ACCESS, flags=frozenset({Flag.ON_BEHALF}))
    case = (await scene.hear(reading=reading, organisation="alottbetter")).opened[0]
    browser = await scene.at_desk(await scene.hire("manager", "alottbetter"))
    before = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "Indtil personens samtykke er noteret" in before
    page = await do(scene, case, "authority", way="consent_shown", message=str(case.opened_for))
    assert "Samtykket er noteret." in page
    assert "Indtil personens samtykke er noteret" not in page


async def test_the_person_themself_is_asked_at_an_address_from_our_own_records(scene: Scene) -> None:
    reading = a_reading(Kind.ACCESS, flags=frozenset({Flag.ON_BEHALF}))
    case = (await scene.hear(reading=reading, organisation="alottbetter")).opened[0]
    page = await do(scene, case, "authority_request", address="ida@example.net", on_file="1")
    assert "Brevet til personen ligger klar som udkast." in page
    (letter,) = [
        one for one in await scene.letters(case.number, "alottbetter") if one.outgoing.reply == "authority_request"
    ]
    assert letter.outgoing.recipient == "ida@example.net"
