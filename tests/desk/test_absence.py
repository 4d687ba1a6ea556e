"""A person is away: a colleague has their cases, what comes new, and notices, as far as that colleague's role goes."""

from dataclasses import replace

import pytest

from cases.kind import Kind
from cases.staff import Staff
from intake.assign import assign
from intake.hand_over import HandingOver, hand_over
from storage import casebook
from tests.builders import a_reading
from tests.desk.scene import Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def away(scene: Scene, who: Staff, deputy: Staff, first: str = "2026-03-02", last: str = "2026-03-13") -> None:
    browser = await scene.at_desk(who)
    form = fields(await browser.get("/desk/you"), "/desk/you/absence")
    sent = {**form, "first": first, "last": last, "deputy": str(deputy.id)}
    assert (await browser.post("/desk/you/absence", data=sent)).status_code == 303


async def test_a_case_of_who_is_away_is_in_the_deputys_queue_for_them(scene: Scene) -> None:
    anna = await scene.hire("trainer", "mentor", name="Anna Holm", email="a@mentor.example")
    bo = await scene.hire("trainer", "mentor", name="Bo Lund", email="b@mentor.example", language="en")
    (case,) = (await scene.hear(organisation="mentor")).opened
    held = replace(case, assigned_to=anna.id)
    await scene.book.run(casebook.save, held, ())
    browser = await scene.at_desk(bo)
    assert (await browser.get(f"/desk/cases/{case.number}")).status_code == 404
    await away(scene, anna, bo)
    page = await browser.get("/desk/")
    assert case.number in page.text
    assert "for Anna Holm" in page.text
    assert (await browser.get(f"/desk/cases/{case.number}")).status_code == 200
    assert "Today you stand in for Anna Holm" in (await browser.get("/desk/you")).text
    scene.later(days=12)
    assert (await (await scene.at_desk(bo)).get(f"/desk/cases/{case.number}")).status_code == 404


async def test_a_deputy_whom_a_case_excludes_does_not_see_it(scene: Scene) -> None:
    anna = await scene.hire("trainer", "mentor", email="a@mentor.example")
    bo = await scene.hire("trainer", "mentor", email="b@mentor.example")
    (case,) = (await scene.hear(organisation="mentor")).opened
    await scene.book.run(casebook.save, replace(case, assigned_to=anna.id, excluded=frozenset({bo.id})), ())
    await away(scene, anna, bo)
    browser = await scene.at_desk(bo)
    assert (await browser.get(f"/desk/cases/{case.number}")).status_code == 404
    assert case.number not in (await browser.get("/desk/")).text


async def test_a_deputy_of_another_role_sees_no_more_than_that_role_does(scene: Scene) -> None:
    anna = await scene.hire("privacy_officer", email="a@mentorix.example")
    bo = await scene.hire("course_administrator", email="b@mentorix.example")
    (case,) = (await scene.hear(reading=a_reading(Kind.ACCESS))).opened
    await scene.book.run(assign, case.id, anna, scene.policies["mentorix"], scene.now)
    await away(scene, anna, bo)
    assert (await (await scene.at_desk(bo)).get(f"/desk/cases/{case.number}")).status_code == 404


async def test_a_case_given_to_who_is_away_goes_to_the_deputy(scene: Scene) -> None:
    boss = await scene.hire("administrator", "metier", email="c@metier.example")
    anna = await scene.hire("administrator", "metier", name="Anna Holm", email="a@metier.example")
    bo = await scene.hire("administrator", "metier", name="Bo Lund", email="b@metier.example")
    (case,) = (await scene.hear(reading=a_reading(Kind.COMPLAINT), organisation="metier")).opened
    await away(scene, anna, bo)
    handing = HandingOver("metier", case.id, anna.id)
    await scene.book.run(hand_over, handing, boss, scene.offices["metier"], scene.now)
    given = await scene.book.read(casebook.find, "metier", case.id)
    assert given
    assert given.assigned_to == bo.id
    notices = [
        one.outgoing.recipient for one in await scene.letters(case.number, "metier") if "notice" in one.outgoing.reply
    ]
    assert bo.email in notices
    assert anna.email not in notices[1:]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-03-10", "2026-03-09", "the last day is before the first"),
        ("2026-02-01", "2026-03-01", "these days are past"),
        ("2026-03-10", "2027-03-20", "a year at the most"),
        ("next week", "2026-03-09", "expected a date"),
    ],
)
async def test_days_that_are_none_are_refused_and_kept(scene: Scene, first: str, last: str, told: str) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    form = fields(await browser.get("/desk/you"), "/desk/you/absence")
    refused = await browser.post("/desk/you/absence", data={**form, "first": first, "last": last, "deputy": ""})
    assert refused.status_code == 422
    assert told in refused.text
    assert f'value="{first}"' in refused.text


async def test_somebody_from_outside_stands_in_for_nobody(scene: Scene) -> None:
    outside = await scene.hire("external_assessor", email="x@mentorix.example", name="Xenia Ude")
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = await browser.get("/desk/you")
    assert "Xenia Ude" not in page.text
    form = fields(page, "/desk/you/absence")
    sent = {**form, "first": "2026-03-02", "last": "2026-03-03", "deputy": str(outside.id)}
    assert (await browser.post("/desk/you/absence", data=sent)).status_code == 422


async def test_an_absence_is_taken_back(scene: Scene) -> None:
    anna = await scene.hire("trainer", "mentor", name="Anna Holm", email="a@mentor.example")
    bo = await scene.hire("trainer", "mentor", email="b@mentor.example", language="en")
    await away(scene, anna, bo)
    browser = await scene.at_desk(anna)
    page = await browser.get("/desk/you")
    action = page.text.split('action="/desk/you/absence/')[1].split('"')[0]
    await browser.post(f"/desk/you/absence/{action}", data=fields(page, "/desk/you/language"))
    assert "Anna Holm" not in (await (await scene.at_desk(bo)).get("/desk/you")).text.split("<h2")[0]
