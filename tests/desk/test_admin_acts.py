"""What those who look after the installation do: letters let go again, keys made, webhooks tried, old cases erased."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from httpx import AsyncClient, Response

from cases.case import Case
from cases.message import Channel
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from desk.house import House
from intake.sent import put_off, sent
from intake.sweep import sweep_on
from service.forgetting import reckon
from storage import api_keys, casebook, history, outbox, staff_log, sweeps
from storage.api_keys import SHOWN
from storage.claims import Node
from storage.outbox import Entry
from storage.page import Page
from storage.proofs import every
from tests.desk.scene import PASSWORD, START, Scene, fields
from tests.old_cases import fill

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
STUCK = "/desk/outbox?which=stuck"


async def a_director(scene: Scene) -> tuple[AsyncClient, Staff]:
    """Give a browser of somebody who administers, and sees every queue."""
    staff = await scene.hire("managing_director", language="en")
    return await scene.at_desk(staff), staff


async def a_letter(scene: Scene) -> tuple[Case, Entry]:
    """Let a case be opened that stands in a queue of the director's; give its acknowledgement, on its way."""
    (opened,) = (await scene.hear()).opened
    case = replace(opened, queue="management")
    await scene.book.run(casebook.save, case)
    letter = next(one for one in await scene.letters(case.number) if one.status is OutboxStatus.RELEASED)
    return case, letter


async def came_back(scene: Scene) -> tuple[Case, Entry]:
    """Give a letter that left and came back."""
    case, letter = await a_letter(scene)
    office = scene.offices["mentorix"]
    await scene.book.run(outbox.claim, Channel.MAIL, ("node", scene.now), 10)
    await scene.book.run(sent, letter, office, scene.now)
    await scene.book.run(outbox.mark_failed, "mentorix", letter.id, "returned 5.1.1")
    return case, letter


async def put_off_once(scene: Scene) -> tuple[Case, Entry]:
    """Give a letter that the next hop did not take yet."""
    case, letter = await a_letter(scene)
    await scene.book.run(outbox.claim, Channel.MAIL, ("node", scene.now), 10)
    said = "451 4.7.1 anna@example.org: try again later"
    await scene.book.run(put_off, letter, said, scene.offices["mentorix"], scene.now)
    return case, letter


async def one_of(scene: Scene, letter: Entry) -> Entry:
    found = await scene.book.read(outbox.find, "mentorix", letter.id)
    assert found
    return found


async def verbs(scene: Scene, case: Case) -> list[str]:
    return [one.verb for one in await scene.book.read(history.of_case, "mentorix", case.id)]


async def sent_form(browser: AsyncClient, page: str, action: str, **typed: str) -> Response:
    """Send a form of a page as a browser would, with what was typed."""
    form = fields(await browser.get(page), action)
    return await browser.post(action, data={**form, **typed})


def said(page: Response) -> str:
    return " ".join(unescape(page.text).split())


async def test_a_letter_that_came_back_leaves_again_as_the_same_letter(scene: Scene) -> None:
    case, letter = await came_back(scene)
    browser, _ = await a_director(scene)
    scene.later(hours=1)
    page = said(await browser.get(STUCK))
    assert "The answer was: 5.1.1" in page
    assert case.number in page
    done = await sent_form(browser, STUCK, f"/desk/outbox/{letter.id}/retry")
    assert done.headers["location"] == f"{STUCK}&done=retried"
    again = await one_of(scene, letter)
    assert (again.status, again.sent_at, again.last_error, again.attempt) == (OutboxStatus.RELEASED, None, None, 0)
    assert again.message_id == letter.message_id
    (claimed,) = await scene.book.run(outbox.claim, Channel.MAIL, ("node", scene.now), 10)
    assert claimed.id == letter.id
    await scene.book.run(sent, claimed, scene.offices["mentorix"], scene.now)
    assert (await one_of(scene, letter)).status is OutboxStatus.SENT
    assert (await verbs(scene, case)).count("letter_retried") == 1


async def test_the_second_click_does_nothing_and_says_so(scene: Scene) -> None:
    case, letter = await came_back(scene)
    browser, _ = await a_director(scene)
    act = f"/desk/outbox/{letter.id}/retry"
    form = fields(await browser.get(STUCK), act)
    assert (await browser.post(act, data=form)).status_code == 303
    second = await browser.post(act, data=form)
    assert second.status_code == 409
    assert "no longer as you saw it" in said(second)
    assert (await verbs(scene, case)).count("letter_retried") == 1


async def test_a_letter_that_waits_for_its_next_attempt_is_tried_at_once(scene: Scene) -> None:
    _, letter = await put_off_once(scene)
    browser, _ = await a_director(scene)
    assert "try again later" in said(await browser.get(STUCK))
    assert (await one_of(scene, letter)).outgoing.not_before > scene.now
    assert (await sent_form(browser, STUCK, f"/desk/outbox/{letter.id}/retry")).status_code == 303
    waiting = await one_of(scene, letter)
    assert waiting.outgoing.not_before == scene.now
    assert waiting.attempt == 1, "how long it is tried in all is not forgotten"


@ON_SQLITE
async def test_what_is_being_sent_at_this_moment_is_left_alone(scene: Scene) -> None:
    _, letter = await put_off_once(scene)
    browser, _ = await a_director(scene)
    act = f"/desk/outbox/{letter.id}/end"
    scene.later(minutes=10)
    form = {**fields(await browser.get(STUCK), act), "reason": "not_taken"}
    await scene.book.run(outbox.claim, Channel.MAIL, ("node", scene.now), 10)
    assert (await browser.post(act, data={**form, "attempt": "2"})).status_code == 409
    assert (await one_of(scene, letter)).status is OutboxStatus.RELEASED


@ON_SQLITE
@pytest.mark.parametrize("failing", [came_back, put_off_once])
async def test_a_letter_is_given_up_for_a_reason_and_its_case_stays(scene: Scene, failing: object) -> None:
    case, letter = await (came_back(scene) if failing is came_back else put_off_once(scene))
    browser, _ = await a_director(scene)
    act = f"/desk/outbox/{letter.id}/end"
    assert (await sent_form(browser, STUCK, act, reason="no idea")).status_code == 422
    form = {**fields(await browser.get(STUCK), act), "reason": "told_otherwise"}
    assert (await browser.post(act, data=form)).status_code == 303
    assert (await browser.post(act, data=form)).status_code == 409
    assert (await one_of(scene, letter)).status is OutboxStatus.DROPPED
    assert (await verbs(scene, case)).count("letter_given_up") == 1
    assert "All letters arrive." in said(await browser.get(STUCK))
    assert "Letter given up" in said(await browser.get(f"/desk/cases/{case.number}"))
    leaving = await scene.book.run(outbox.claim, Channel.MAIL, ("node", scene.now + timedelta(days=1)), 10)
    assert letter.id not in {one.id for one in leaving}


@ON_SQLITE
async def test_what_a_rule_withheld_is_not_let_go(scene: Scene) -> None:
    _, letter = await a_letter(scene)
    await scene.book.run(outbox.mark_failed, "mentorix", letter.id, "withheld loop")
    browser, _ = await a_director(scene)
    page = await browser.get(STUCK)
    assert "A rule withheld it" in said(page)
    act = f"/desk/outbox/{letter.id}"
    assert f"{act}/retry" not in page.text
    assert (await browser.post(f"{act}/retry", data=fields(page, f"{act}/end"))).status_code == 422
    assert (await one_of(scene, letter)).status is OutboxStatus.FAILED


@ON_SQLITE
async def test_p_mx_14_of_a_case_that_excludes_somebody_they_see_no_letter(scene: Scene) -> None:
    case, letter = await came_back(scene)
    browser, staff = await a_director(scene)
    act = f"/desk/outbox/{letter.id}/retry"
    form = fields(await browser.get(STUCK), act)
    now = await scene.book.read(casebook.find, "mentorix", case.id)
    assert now
    await scene.book.run(casebook.save, replace(now, excluded=frozenset({staff.id})))
    assert "All letters arrive." in said(await browser.get(STUCK))
    assert (await browser.post(act, data=form)).status_code == 409
    assert (await one_of(scene, letter)).status is OutboxStatus.FAILED


@ON_SQLITE
async def test_of_a_case_in_another_queue_only_the_code_of_the_answer_is_shown(scene: Scene) -> None:
    case, letter = await put_off_once(scene)
    now = await scene.book.read(casebook.find, "mentorix", case.id)
    assert now
    browser, _ = await a_director(scene)
    await scene.book.run(casebook.save, replace(now, queue="course-administration"))
    page = said(await browser.get(STUCK))
    assert "A letter of a case that you do not see" in page
    assert "The answer was: 451 4.7.1" in page
    assert "anna" not in page.lower()
    assert case.number not in page
    assert (await sent_form(browser, STUCK, f"/desk/outbox/{letter.id}/retry")).status_code == 303


@ON_SQLITE
@pytest.mark.parametrize("role", ["course_administrator", "privacy_officer"])
async def test_other_roles_do_none_of_it(scene: Scene, role: str) -> None:
    _, letter = await came_back(scene)
    browser = await scene.at_desk(await scene.hire(role))
    csrf = {"csrf": fields(await browser.get("/desk/you"), "/desk/logout")["csrf"], "failed": "1", "attempt": "1"}
    for act in (
        f"/desk/outbox/{letter.id}/retry",
        f"/desk/outbox/{letter.id}/end",
        "/desk/admin/retention",
        "/desk/admin/access/keys",
        "/desk/admin/access/keys/svf_00000000/end",
        "/desk/admin/access/webhook",
    ):
        assert (await browser.post(act, data=csrf)).status_code == 404, act
    assert (await one_of(scene, letter)).status is OutboxStatus.FAILED


ACCESS = "/desk/admin/access"
KEYS = "/desk/admin/access/keys"
NAMED = {"name": "The web form", "scope.open": "1"}


async def test_a_key_is_shown_once_and_opens(scene: Scene) -> None:
    browser, staff = await a_director(scene)
    page = await sent_form(browser, ACCESS, KEYS, **NAMED)
    assert page.status_code == 200
    secret = page.text.split('<p class="typed">')[1].split("<")[0]
    key = await scene.book.read(api_keys.find, secret)
    assert key
    assert (key.name, [*key.scopes], key.holds(scene.now)) == ("The web form", ["open"], True)
    assert secret not in (await browser.get(ACCESS)).text
    again = await sent_form(browser, ACCESS, KEYS, **NAMED)
    assert again.status_code == 409
    assert len(await scene.book.read(api_keys.listed, "mentorix")) == 1
    done = await sent_form(browser, ACCESS, f"{KEYS}/{key.prefix}/end")
    assert done.headers["location"] == f"{ACCESS}?done=revoked"
    over = await scene.book.read(api_keys.find, secret)
    assert over
    assert not over.holds(scene.now)
    csrf = {"csrf": fields(await browser.get(ACCESS), KEYS)["csrf"]}
    assert (await browser.post(f"{KEYS}/{key.prefix}/end", data=csrf)).status_code == 409
    told = [one.verb for one in await scene.book.read(staff_log.of_person, staff)]
    assert told == ["key_revoked", "key_made"]


@ON_SQLITE
@pytest.mark.parametrize("typed", [{"name": " ", "scope.open": "1"}, {"name": "A"}, {**NAMED, "until": "2026-03-01"}])
async def test_a_key_without_a_name_a_use_or_a_day_to_come_is_none(scene: Scene, typed: dict[str, str]) -> None:
    browser, _ = await a_director(scene)
    page = await sent_form(browser, ACCESS, KEYS, **typed)
    assert page.status_code == 422
    assert f'value="{typed["name"]}"' in page.text, "what was typed is kept"
    assert await scene.book.read(api_keys.listed, "mentorix") == ()


@ON_SQLITE
async def test_keys_of_others_are_neither_seen_nor_revoked(scene: Scene) -> None:
    browser, _ = await a_director(scene)
    theirs, _ = await scene.book.run(api_keys.make, ("metier", "Theirs", frozenset()), scene.now, None)
    page = await browser.get(ACCESS)
    assert "Theirs" not in page.text
    csrf = {"csrf": fields(page, KEYS)["csrf"]}
    assert (await browser.post(f"{KEYS}/{theirs.prefix}/end", data=csrf)).status_code == 404
    assert len(theirs.prefix) == SHOWN


@ON_SQLITE
async def test_a_webhook_is_tried_and_what_was_wrong_is_said(scene: Scene) -> None:
    browser, staff = await a_director(scene)
    assert "There is no webhook." in said(await browser.get(ACCESS))
    answers = ["slow", ""]

    async def try_hook(organisation: str) -> str:
        assert organisation == "mentorix"
        return answers.pop(0)

    scene.house = House(hooks={"mentorix": "www.mentorix.example"}, try_hook=try_hook)
    browser = await scene.at_desk(staff)
    for wanted in ("There was no answer within ten seconds.", "The test worked."):
        done = await sent_form(browser, ACCESS, "/desk/admin/access/webhook")
        assert wanted in said(await browser.get(done.headers["location"]))
    told = [one.data["trouble"] for one in await scene.book.read(staff_log.of_person, staff)]
    assert told == ["", "slow"]


OLD = "/desk/admin/retention"


async def with_old_cases(scene: Scene, count: int) -> None:
    """Let there be cases that were kept long enough, as the night finds them."""
    await scene.book.run(fill, count)
    await reckon(scene.book, scene.offices, Node("test", lambda: scene.now))


async def swept(scene: Scene) -> int:
    """Let the service make the sweep; give how many pieces that were."""
    pieces = 0
    while await scene.book.run(sweep_on, scene.offices["mentorix"], scene.now):
        pieces += 1
    return pieces


async def erased(scene: Scene) -> int:
    def counted(page: Page) -> int:
        return len(tuple(every(page, "mentorix")))

    return await scene.book.read(counted)


async def test_what_is_kept_too_long_is_looked_at_then_erased_and_told(scene: Scene) -> None:
    await with_old_cases(scene, 12)
    browser, staff = await a_director(scene)
    page = said(await browser.get(OLD))
    assert "Cases: " in page
    assert "Erase 12" in page
    assert await erased(scene) == 0, "to look erases nothing"
    assert (await sent_form(browser, OLD, OLD, typed="12")).status_code == 303
    assert "0 of 12 are erased." in said(await browser.get(OLD))
    assert await scene.book.run(sweep_on, scene.offices["mentorix"], scene.now)
    assert "10 of 12 are erased." in said(await browser.get(OLD))
    await swept(scene)
    assert await erased(scene) == 12
    page = said(await browser.get(OLD))
    assert f"Asked for by {staff.name}" in page
    assert "<li>Cases: 12</li>" in page
    assert "Nothing has been kept too long." in page
    assert [one.verb for one in await scene.book.read(staff_log.of_person, staff)] == ["erased_old"]


async def test_a_sweep_is_asked_for_once(scene: Scene) -> None:
    await with_old_cases(scene, 2)
    browser, _ = await a_director(scene)
    form = {**fields(await browser.get(OLD), OLD), "typed": "2"}
    assert (await browser.post(OLD, data=form)).status_code == 303
    assert (await browser.post(OLD, data=form)).status_code == 409
    await swept(scene)
    assert (await browser.post(OLD, data=form)).status_code == 409, "nothing is left of what was seen"
    assert await swept(scene) == 0


@ON_SQLITE
async def test_a_number_that_is_another_erases_nothing(scene: Scene) -> None:
    await with_old_cases(scene, 2)
    browser, _ = await a_director(scene)
    form = fields(await browser.get(OLD), OLD)
    assert (await browser.post(OLD, data={**form, "typed": "3"})).status_code == 422
    assert (await browser.post(OLD, data={**form, "seen": "1", "typed": "1"})).status_code == 409, "it was one then"
    assert await swept(scene) == 0
    assert await scene.book.read(sweeps.last, "mentorix") is None


@ON_SQLITE
async def test_before_anything_is_erased_people_show_who_they_are(scene: Scene) -> None:
    await with_old_cases(scene, 1)
    browser, _ = await a_director(scene)
    form = {**fields(await browser.get(OLD), OLD), "typed": "1"}
    scene.later(minutes=11)
    asked = await browser.post(OLD, data=form)
    assert asked.status_code == 403
    carried = fields(asked, OLD)
    assert (await browser.post(OLD, data={**carried, "proof.password": PASSWORD})).status_code == 303


@ON_SQLITE
async def test_what_something_keeps_is_told_and_stays(scene: Scene) -> None:
    await with_old_cases(scene, 2)
    number = "MX-20-100001"
    case = await scene.book.read(casebook.by_number, "mentorix", number)
    assert case
    (young,) = (await scene.hear()).opened
    letter = (await scene.letters(young.number))[0]
    moved = replace(letter.outgoing, case=case.id, thread=case.thread, cause="old", released=True)
    await scene.book.run(outbox.put, moved, "mentorix.dk", START)
    browser, _ = await a_director(scene)
    page = said(await browser.get(OLD))
    assert "Erase 1" in page
    assert "1: a letter is on its way" in page
    await sent_form(browser, OLD, OLD, typed="1")
    await swept(scene)
    assert await scene.book.read(casebook.by_number, "mentorix", number)
    assert "1 case was kept all the same." in said(await browser.get(OLD))
