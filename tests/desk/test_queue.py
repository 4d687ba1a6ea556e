"""The queue: what has to be done first stands first, and nobody sees more than their role does."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from cases.case import Requester, Status
from cases.kind import Flag, Kind
from cases.message import Judgement, Verdict
from desk.queues import LINES
from storage import casebook
from storage.outbox_table import OUTBOX
from storage.page import Page
from tests.builders import AT, a_case, a_message, a_reading
from tests.desk.scene import Scene


def numbers_in(text: str) -> list[str]:
    """Give the case numbers of a queue page, in its order."""
    return [part.partition('"')[0] for part in text.split('class="number" href="/desk/cases/')[1:]]


async def test_the_case_that_ends_first_stands_first_and_late_ones_are_called_late(scene: Scene) -> None:
    first = (await scene.hear()).opened[0].number
    scene.later(hours=30)
    second = (await scene.hear()).opened[0].number
    page = (await (await scene.at_desk(await scene.hire("course_administrator"))).get("/desk/")).text
    assert numbers_in(page) == [first, second]
    assert page.count('<tr class="late"') == 1
    assert "6 timer for sent" in page
    assert "Frist i morgen" in page


async def test_a_line_says_who_what_and_what_is_still_missing(scene: Scene) -> None:
    await scene.hear()
    page = (await (await scene.at_desk(await scene.hire("course_administrator"))).get("/desk/")).text
    for words in ("Anna Holm", "klage", "kursusadministrationen", "Mangler stadig: dokumenter", "Udkast venter"):
        assert words in page


@pytest.mark.parametrize(
    ("role", "organisation", "speaks"),
    [("course_administrator", "mentorix", "Kø"), ("privacy_officer", "mentor", "Wachtrij")],
)
async def test_the_desk_speaks_the_organisation_s_first_language(
    scene: Scene, role: str, organisation: str, speaks: str
) -> None:
    page = await (await scene.at_desk(await scene.hire(role, organisation))).get("/desk/")
    assert f"<h1>{speaks}</h1>" in page.text


async def test_a_member_of_staff_may_choose_the_language(scene: Scene) -> None:
    page = await (await scene.at_desk(await scene.hire("course_administrator", language="nl"))).get("/desk/")
    assert '<html lang="nl">' in page.text


async def test_a_queue_is_seen_by_its_roles_alone(scene: Scene) -> None:
    complaint = (await scene.hear()).opened[0].number
    access = (await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0].number
    administrator = await scene.at_desk(await scene.hire("course_administrator"))
    officer = await scene.at_desk(await scene.hire("privacy_officer"))
    assert numbers_in((await administrator.get("/desk/")).text) == [complaint]
    assert numbers_in((await officer.get("/desk/")).text) == [access]
    assert (await administrator.get(f"/desk/cases/{access}")).status_code == 404
    assert (await officer.get(f"/desk/cases/{complaint}")).status_code == 404


async def test_another_organisation_s_case_is_as_if_it_did_not_exist(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser = await scene.at_desk(await scene.hire("manager", "metier"))
    assert numbers_in((await browser.get("/desk/")).text) == []
    theirs, nobodys = [await browser.get(f"/desk/cases/{one}") for one in (number, "MX-26-000000")]
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.text.replace(number, "") == nobodys.text.replace("MX-26-000000", "")


async def test_an_assessor_from_outside_sees_the_one_case_that_is_assigned(scene: Scene) -> None:
    await scene.hear(reading=a_reading(Kind.APPEAL))
    appeal = (await scene.hear(reading=a_reading(Kind.APPEAL))).opened[0]
    assessor = await scene.hire("external_assessor")
    browser = await scene.at_desk(assessor)
    assert numbers_in((await browser.get("/desk/")).text) == []
    assert (await browser.get(f"/desk/cases/{appeal.number}")).status_code == 404
    await scene.book.run(casebook.save, replace(appeal, assigned_to=assessor.id))
    assert numbers_in((await browser.get("/desk/")).text) == [appeal.number]
    assert (await browser.get(f"/desk/cases/{appeal.number}")).status_code == 200
    assert (await browser.get("/desk/filed")).status_code == 404


async def test_a_planner_sees_numbers_and_no_person_anywhere(scene: Scene) -> None:
    number = (await scene.hear(organisation="mentor")).opened[0].number
    browser = await scene.at_desk(await scene.hire("planner", "mentor"))
    page = (await browser.get("/desk/")).text
    assert "Zaken in cijfers" in page
    assert '<td class="figure">1</td>' in page
    assert number not in page
    assert "Anna" not in page
    for path in (f"/desk/cases/{number}", "/desk/counts", "/desk/held", "/desk/outbox", "/desk/filed"):
        assert (await browser.get(path)).status_code == 404, path


async def test_a_filter_shows_one_queue_or_what_is_mine(scene: Scene) -> None:
    first, second = [(await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0] for _ in range(2)]
    asked = (await scene.hear(reading=a_reading(Kind.ACCESS, flags=frozenset({Flag.AUTHORITY_REQUEST})))).opened[0]
    officer = await scene.hire("privacy_officer")
    await scene.book.run(casebook.save, replace(second, assigned_to=officer.id))
    browser = await scene.at_desk(officer)
    assert numbers_in((await browser.get("/desk/?queue=authority-requests")).text) == [asked.number]
    assert numbers_in((await browser.get("/desk/?view=mine")).text) == [second.number]
    assert set(numbers_in((await browser.get("/desk/")).text)) == {first.number, second.number, asked.number}


async def test_a_queue_of_others_cannot_be_asked_for(scene: Scene) -> None:
    await scene.hear(reading=a_reading(Kind.ACCESS))
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert numbers_in((await browser.get("/desk/?queue=privacy")).text) == []
    assert (await browser.get("/desk/?queue=privacy")).text.count("data-line") == 0


async def test_a_long_queue_comes_in_pages_that_neither_lose_nor_repeat_a_case(scene: Scene) -> None:
    count = 2 * LINES + 3
    await scene.book.run(_many, count)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    seen: list[str] = []
    address = "/desk/"
    while address:
        page = (await browser.get(address)).text
        seen += numbers_in(page)
        _, found, rest = page.partition('href="/desk/?after=')
        address = f"/desk/?after={rest.partition(chr(34))[0]}" if found else ""
    assert seen == [f"MX-26-{number:06}" for number in range(count)]


async def test_a_place_that_is_nonsense_begins_at_the_front(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    for after in ("x", "-", "99999999999999999999999-1", "1-2-3", f"1-{10**30}", "-9223372036854775808"):
        assert numbers_in((await browser.get("/desk/", params={"after": after})).text) == [number], after


async def test_what_is_on_hold_has_a_page_with_the_reason(scene: Scene) -> None:
    await scene.hear()
    judgement = Judgement(Verdict.HOLD, "is_automatic_and_asks", automatic=True, may_answer=False)
    held = (await scene.hear(judgement=judgement)).opened[0]
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert (await browser.get("/desk/held")).headers["location"] == "/desk/?view=held"
    page = (await browser.get("/desk/?view=held")).text
    assert numbers_in(page) == [held.number]
    assert "skrevet af en maskine, men beder om noget" in page


async def test_what_was_filed_is_a_list_with_the_name_of_the_rule(scene: Scene) -> None:
    judgement = Judgement(Verdict.FILE, "is_out_of_office", automatic=True, may_answer=False)
    await scene.hear(a_message(subject="Autosvar", text="Jeg er væk."), judgement=judgement)
    await scene.hear(a_message(subject="Hos Metier"), judgement=judgement, organisation="metier")
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = (await browser.get("/desk/filed")).text
    for words in ("Autosvar", "fraværsbesked", "2. marts 2026"):
        assert words in page
    assert "Hos Metier" not in page
    assert numbers_in((await browser.get("/desk/")).text) == []


async def test_the_outbox_shows_letters_of_my_queues_with_their_words(scene: Scene) -> None:
    mine = (await scene.hear()).opened[0].number
    theirs = (await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0].number
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = (await browser.get("/desk/outbox")).text
    assert mine in page
    assert theirs not in page
    assert "Sagsnummeret er" in page
    assert "sendt automatisk" in page


async def test_a_number_that_was_typed_leads_to_its_case(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    answer = await browser.get("/desk/cases", params={"number": " mx-26-123456 "})
    assert answer.headers["location"] == "/desk/cases/MX-26-123456"
    nowhere = await browser.get("/desk/cases", params={"number": "../../evil?x#"})
    assert nowhere.headers["location"] == "/desk/cases/..%2F..%2FEVIL%3FX%23"
    assert (await browser.get("/desk/cases", params={"number": " "})).headers["location"] == "/desk/"


def _many(page: Page, count: int) -> None:
    """Write cases without clocks: what has no deadline comes last, in the order in which it came."""
    for number in range(count):
        case = a_case(
            id=number + 1,
            number=f"MX-26-{number:06}",
            queue="course-administration",
            status=Status.OPEN,
            requester=Requester("Anna", None),
            received_at=AT,
        )
        casebook.open_case(page, case, "1", (), ())


async def test_the_outbox_shows_no_national_number_in_whatever_language_a_letter_is(scene: Scene) -> None:
    number = (await scene.hear(reading=a_reading(language="nl"))).opened[0].number
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    await scene.book.run(_say, number, "U schreef dat 123456782 niet klopt.")
    page = (await browser.get("/desk/outbox")).text
    assert "niet klopt" in page
    assert "123456782" not in page


def _say(page: Page, number: str, words: str) -> None:
    """Let our letters about a case say this, as somebody at the desk may have typed it."""
    case = casebook.by_number(page, "mentorix", number)
    assert case
    page.execute(update(OUTBOX).where(OUTBOX.c.case_id == case.id).values(body=words))
