"""A person's calendar fetches deadlines from a secret address: what they see by now, and nobody's name."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from httpx import AsyncClient, Response
from icalendar import Calendar
from sqlalchemy import select, update

from cases.policy import ClockName
from desk.ics import whole_day
from storage import clocks
from storage import staff as people
from storage.notice_table import CALENDAR_FEED
from storage.page import Page
from storage.tables import CASE, CLOCK
from tests.desk.scene import Scene, fields

PAGE, MAKE, END = "/desk/you/notices", "/desk/you/calendar", "/desk/you/calendar/end"


async def made(browser: AsyncClient, days: str = "0") -> str:
    """Make an address on the page; give its path."""
    form = fields(await browser.get(PAGE), MAKE)
    answer = await browser.post(MAKE, data={**form, "days": days})
    assert answer.status_code == 200
    return answer.text.split('value="http://desk.test', 1)[1].split('"', 1)[0]


async def fetched(scene: Scene, path: str, **headers: str) -> Response:
    """Fetch a calendar as a program does that is logged in nowhere."""
    async with scene.browser() as program:
        return await program.get(path, headers=headers)


def events(answer: Response) -> dict[str, Any]:
    """Read the events of a calendar by their ids."""
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return {str(one["uid"]): one for one in calendar.walk("VEVENT")}


async def test_a_calendar_shows_the_deadlines_of_a_case_with_its_number_kind_and_law(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    staff = await scene.hire("course_administrator")
    path = await made(await scene.at_desk(staff))
    answer = await fetched(scene, path)
    found = events(answer)
    kept = await scene.book.read(clocks.of_case, "mentorix", case.id)
    assert len(found) == len([clock for clock in kept if clock.stopped_at is None])
    one = next(iter(found.values()))
    assert case.number in str(one["summary"])
    assert str(one["url"]) == f"http://desk.test/desk/cases/{case.number}"
    assert any(clock.law in str(one["description"]) for clock in kept)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"


async def test_a_calendar_names_nobody(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    path = await made(await scene.at_desk(await scene.hire("course_administrator")))
    text = (await fetched(scene, path)).text
    assert case.requester.address
    for word in (case.requester.address, *(case.requester.name or "").split(), "Bo Lund", "mentorix.example"):
        assert word not in text.replace("\r\n ", "")


async def test_the_book_holds_no_secret(scene: Scene) -> None:
    path = await made(await scene.at_desk(await scene.hire("course_administrator")))
    secret = path.rpartition("/")[2].removesuffix(".ics")
    row = await scene.book.read(lambda page: page.one(select(CALENDAR_FEED)))
    assert row
    assert secret not in str(tuple(row))


async def test_an_address_is_shown_once_and_a_new_one_ends_the_old_one(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    first = await made(browser)
    assert ".ics" not in (await browser.get(PAGE)).text
    second = await made(browser)
    assert (await fetched(scene, first)).status_code == 404
    assert (await fetched(scene, second)).status_code == 200


async def test_an_address_that_was_ended_is_none(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    path = await made(browser)
    await browser.post(END, data=fields(await browser.get(PAGE), END))
    assert (await fetched(scene, path)).status_code == 404
    assert (await fetched(scene, path.replace("/desk/calendar/", "/desk/calendar/x"))).status_code == 404


async def test_whoever_is_kept_out_of_the_desk_has_no_calendar_any_more(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    path = await made(await scene.at_desk(staff))
    await scene.book.run(people.disable, "mentorix", staff.email)
    assert (await fetched(scene, path)).status_code == 404


async def test_p_mx_14_whoever_is_shut_out_of_a_case_does_not_find_it_in_the_calendar(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    staff = await scene.hire("course_administrator")
    path = await made(await scene.at_desk(staff))
    assert case.number in (await fetched(scene, path)).text

    def shut_out(page: Page) -> None:
        page.execute(update(CASE).where(CASE.c.id == case.id).values(excluded=[staff.id]))

    await scene.book.run(shut_out)
    assert case.number not in (await fetched(scene, path)).text


async def test_nobody_sees_the_cases_of_another_house_in_a_calendar(scene: Scene) -> None:
    await scene.hear(organisation="alottbetter")
    path = await made(await scene.at_desk(await scene.hire("course_administrator")))
    assert not events(await fetched(scene, path))


async def test_p_mb_10_a_role_that_sees_numbers_alone_gets_no_calendar(scene: Scene) -> None:
    role = next(one for one in scene.policies["mentor"].roles if one.sight == "numbers")
    browser = await scene.at_desk(await scene.hire(role.id, "mentor"))
    shown = await browser.get(PAGE)
    assert MAKE not in shown.text
    csrf = fields(shown, PAGE)
    assert (await browser.post(MAKE, data=csrf)).status_code == 404


async def test_what_has_not_changed_is_not_sent_again(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    path = await made(await scene.at_desk(await scene.hire("course_administrator")))
    first = await fetched(scene, path)
    scene.later(minutes=30)
    again = await fetched(scene, path, **{"if-none-match": f'W/{first.headers["etag"]}, "other"'})
    assert (again.status_code, again.content) == (304, b"")
    await scene.book.run(clocks.stop, "mentorix", [(case.id, ClockName.ANSWER)], scene.now)
    assert (await fetched(scene, path, **{"if-none-match": first.headers["etag"]})).status_code == 200


async def test_a_deadline_that_was_met_is_cancelled_under_the_same_id_and_later_gone(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    path = await made(await scene.at_desk(await scene.hire("course_administrator")))
    uid = next(one for one in events(await fetched(scene, path)) if "answer" in one)
    await scene.book.run(clocks.stop, "mentorix", [(case.id, ClockName.ANSWER)], scene.now)
    assert str(events(await fetched(scene, path))[uid]["status"]) == "CANCELLED"
    scene.later(days=15)
    assert uid not in events(await fetched(scene, path))


async def test_a_deadline_to_and_including_a_day_is_that_whole_day(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    path = await made(await scene.at_desk(await scene.hire("course_administrator")), days="1")
    await scene.book.run(_ends, case.id, datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC))
    one = next(one for uid, one in events(await fetched(scene, path)).items() if "answer" in uid)
    assert (one["dtstart"].dt, one["dtend"].dt) == (date(2026, 3, 29), date(2026, 3, 30))
    (alarm,) = one.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(hours=-15), "at nine in the morning of the day before"


async def test_a_deadline_within_a_day_is_that_instant(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    path = await made(await scene.at_desk(await scene.hire("course_administrator")))
    at = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    await scene.book.run(_ends, case.id, at)
    one = next(one for uid, one in events(await fetched(scene, path)).items() if "answer" in uid)
    assert one["dtstart"].dt == at
    assert "dtend" not in one
    assert not one.walk("VALARM")


async def test_a_deadline_that_stands_still_is_tentative(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    path = await made(await scene.at_desk(await scene.hire("course_administrator")))

    def pause(page: Page) -> None:
        page.execute(update(CLOCK).where(CLOCK.c.case_id == case.id).values(paused_at=scene.now))

    await scene.book.run(pause)
    assert {str(one["status"]) for one in events(await fetched(scene, path)).values()} == {"TENTATIVE"}


async def test_the_owner_sees_when_the_calendar_was_fetched_last(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    path = await made(browser)
    assert "Not fetched yet" in (await browser.get(PAGE)).text
    await fetched(scene, path)
    assert "Last fetched 2 March 2026 at 11:00" in (await browser.get(PAGE)).text


def test_the_last_second_of_a_day_where_it_counts_is_the_whole_day(scene: Scene) -> None:
    zone = scene.offices["mentorix"].zone
    assert whole_day(datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), zone)
    assert whole_day(datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), zone), "the day of 25 hours"
    assert not whole_day(datetime(2026, 3, 28, 23, 0, tzinfo=UTC), zone)


def _ends(page: Page, case: int, at: datetime) -> None:
    page.execute(update(CLOCK).where(CLOCK.c.case_id == case, CLOCK.c.name == ClockName.ANSWER).values(due_at=at))


async def test_a_calendar_is_written_as_rfc_5545_wants_it(scene: Scene) -> None:
    for _ in range(3):
        await scene.hear()
    staff = await scene.hire("course_administrator", language="da")
    path = await made(await scene.at_desk(staff), days="3")
    body = (await fetched(scene, path)).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 75
    lines = body.replace(b"\r\n ", b"").decode().split("\r\n")
    stamps = [line.partition(":")[2] for line in lines if line.startswith(("DTSTAMP", "LAST-MODIFIED", "DTSTART:"))]
    assert all(stamp.endswith("Z") for stamp in stamps)
    for one in Calendar.from_ical(body).walk("VEVENT"):
        assert one["uid"]
        assert int(str(one["sequence"])) >= 0
        assert not one.errors
        assert {str(alarm["action"]) for alarm in one.walk("VALARM")} == {"DISPLAY"}


def test_a_whole_day_is_a_whole_day_also_where_the_clocks_change() -> None:
    """In Copenhagen 29 March 2026 has twenty-three hours, and 25 October twenty-five."""
    house = ZoneInfo("Europe/Copenhagen")
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=house)
        assert whole_day(last.astimezone(UTC), house)
        assert not whole_day(last.astimezone(UTC) - timedelta(hours=1), house)
