"""Views of the queue: each shows what its name says, filters narrow it, and what was saved is found again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest

from cases.case import Case, Requester
from cases.clock import Clock
from cases.kind import Kind
from cases.message import Channel, Judgement, Verdict
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.staff import Staff
from cases.term import Basis, Term
from desk.asked import Asked, View
from desk.queues import counted
from desk.texts import interface
from desk.visitor import Visitor
from storage import casebook, outbox, saved_views
from storage.page import Page
from tests.builders import a_case, a_reading
from tests.desk.scene import START, Scene, fields
from tests.desk.test_queue import numbers_in

HELD = Judgement(Verdict.HOLD, "is_automatic_and_asks", automatic=True, may_answer=False)


async def of_view(scene: Scene, staff: Staff, query: str) -> list[str]:
    return numbers_in((await (await scene.at_desk(staff)).get(f"/desk/{query}")).text)


def write(page: Page, /, number: str, hours: float | None, **changed: Any) -> None:  # noqa: ANN401 - fields of a case
    """Write a case of the course administration whose answer is due so many hours from the start."""
    id_ = int(number.rpartition("-")[2])
    case = a_case(id=id_, number=number, queue="course-administration", requester=Requester("Anna", None), **changed)
    casebook.open_case(page, case, "1", [(_clock(hours), None)] if hours is not None else [], ())


def _clock(hours: float, **changed: Any) -> Clock:  # noqa: ANN401 - fields of a clock
    due = START + timedelta(hours=hours)
    clock = Clock(ClockName.ANSWER, Term.parse("1 month"), Basis.EU, "law", True, START, due, due, "DK 2026-11", ())
    return replace(clock, **changed)


async def test_late_is_what_is_over_and_today_what_ends_before_midnight_where_the_organisation_is(scene: Scene) -> None:
    """At 11:00 in Copenhagen: midnight is 13 hours away."""
    for number, hours in (("1", -1), ("2", 0.5), ("3", 12.9), ("4", 13), ("5", None)):
        await scene.book.run(write, f"MX-26-00000{number}", hours)
    staff = await scene.hire("course_administrator")
    assert await of_view(scene, staff, "?view=late") == ["MX-26-000001"]
    assert await of_view(scene, staff, "?view=today") == ["MX-26-000002", "MX-26-000003"]
    assert len(await of_view(scene, staff, "")) == 5


async def test_what_waits_for_an_approval_is_a_case_with_a_draft(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    staff = await scene.hire("course_administrator")
    assert await of_view(scene, staff, "?view=approval") == [case.number]
    draft = await scene.draft(case.number)
    await scene.book.run(outbox.edit, "mentorix", draft.id, status=OutboxStatus.DROPPED)
    assert await of_view(scene, staff, "?view=approval") == []


async def test_what_waits_for_its_person_has_a_clock_that_stands_still(scene: Scene) -> None:
    waiting = a_case(id=7, number="MX-26-000007", queue="course-administration")
    await scene.book.run(casebook.open_case, waiting, "1", [(_clock(9, paused_at=START), None)], ())
    await scene.book.run(write, "MX-26-000008", 9)
    staff = await scene.hire("course_administrator")
    assert await of_view(scene, staff, "?view=awaiting") == ["MX-26-000007"]


async def test_what_is_mine_is_mine_in_whatever_queue_it_stands(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    case = (await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0]
    await scene.book.run(casebook.save, replace(case, assigned_to=staff.id))
    other = (await scene.hear()).opened[0]
    assert await of_view(scene, staff, "?view=mine") == [case.number]
    assert set(await of_view(scene, staff, "")) == {case.number, other.number}
    assert await of_view(scene, staff, "?who=none") == [other.number]
    assert await of_view(scene, staff, f"?who={staff.id}") == [case.number]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=complaint", ["1", "3"]),
        ("kind=feedback", ["2"]),
        ("language=en", ["3"]),
        ("channel=telegram", ["2"]),
        ("kind=complaint&language=en", ["3"]),
        ("kind=nonsense", ["1", "2", "3"]),
    ],
)
async def test_filters_narrow_a_view_and_nonsense_narrows_nothing(
    scene: Scene, query: str, expected: list[str]
) -> None:
    await scene.book.run(write, "MX-26-000001", 1, kind=Kind.COMPLAINT, language="da")
    await scene.book.run(write, "MX-26-000002", 2, kind=Kind.FEEDBACK, language="da", channel=Channel.TELEGRAM)
    await scene.book.run(write, "MX-26-000003", 3, kind=Kind.COMPLAINT, language="en")
    staff = await scene.hire("course_administrator")
    assert await of_view(scene, staff, f"?{query}") == [f"MX-26-00000{one}" for one in expected]


async def test_counts_are_of_what_a_person_sees_and_nobody_is_counted_twice(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    mine = (await scene.hear()).opened[0]
    await scene.book.run(casebook.save, replace(mine, assigned_to=staff.id))
    shut_out = (await scene.hear()).opened[0]
    await scene.book.run(casebook.save, replace(shut_out, excluded=frozenset({staff.id})))
    await scene.hear(judgement=HELD)
    found = await scene.book.read(counted, visitor(scene, staff), scene.now)
    assert found == {
        View.ALL: 2,
        View.MINE: 1,
        View.LATE: 0,
        View.TODAY: 0,
        View.APPROVAL: found[View.APPROVAL],
        View.AWAITING: 0,
        View.HELD: 1,
    }
    page = (await (await scene.at_desk(staff)).get("/desk/")).text
    assert '<span class="count" data-count="all">2</span>' in page
    assert "kursusadministrationen (2)" in page


def visitor(scene: Scene, staff: Staff) -> Visitor:
    policy = scene.policies[staff.organisation]
    role = next(role for role in policy.roles if role.id == staff.role)
    return Visitor(staff, policy, role, "", interface("da"))


async def test_a_view_is_saved_under_a_name_found_again_and_removed(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    browser = await scene.at_desk(staff)
    form = fields(await browser.get("/desk/?view=late&kind=complaint"), "/desk/views")
    answer = await browser.post("/desk/views", data={**form, "name": "  Sene   klager "})
    assert answer.headers["location"] == "/desk/?view=late&kind=complaint"
    page = await browser.get("/desk/?view=late&kind=complaint")
    assert (
        '<a class="saved" href="/desk/?view=late&amp;kind=complaint" aria-current="true">Sene klager</a>' in page.text
    )
    await browser.post("/desk/views", data=fields(page, "/desk/views"))
    assert await scene.book.read(saved_views.of, staff) == ()


async def test_a_saved_view_is_one_s_own(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    await scene.book.run(saved_views.save, staff, "Mit", "?kind=complaint")
    other = await scene.hire("course_administrator", email="b@mentorix.example")
    assert "Mit</a>" not in (await (await scene.at_desk(other)).get("/desk/")).text


async def test_a_twenty_first_view_is_refused_and_said_so(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    for n in range(saved_views.MOST):
        await scene.book.run(saved_views.save, staff, f"v{n}", "?kind=complaint")
    browser = await scene.at_desk(staff)
    form = fields(await browser.get("/desk/?kind=feedback"), "/desk/views")
    answer = await browser.post("/desk/views", data={**form, "name": "En til"})
    assert answer.status_code == 422
    assert "allerede gemt 20" in answer.text


async def test_an_address_is_read_as_it_was_written(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    asked = Asked(View.TODAY, queue="course-administration", kind="appeal", language="en", channel="chat", who="none")
    again = Asked.read(dict(parse_qsl(asked.query()[1:])), visitor(scene, staff))
    assert again == asked


def case_numbers(*cases: Case) -> dict[str, str]:
    return {f"case-{case.number}": "on" for case in cases}


async def test_several_cases_are_taken_at_once(scene: Scene) -> None:
    first, second, third = [(await scene.hear()).opened[0] for _ in range(3)]
    staff = await scene.hire("course_administrator")
    browser = await scene.at_desk(staff)
    csrf = fields(await browser.get("/desk/"), "/desk/logout")["csrf"]
    form = {"csrf": csrf, **case_numbers(first, third)}
    for _ in range(2):  # twice has no effect
        answer = await browser.post("/desk/bulk/assignment", data=form)
        assert answer.headers["location"] == "/desk/"
    assert set(await of_view(scene, staff, "?view=mine")) == {first.number, third.number}
    assert second.number not in await of_view(scene, staff, "?view=mine")


async def test_of_several_cases_those_one_may_not_see_are_as_if_there_were_none(scene: Scene) -> None:
    mine = (await scene.hear()).opened[0]
    theirs = (await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0]
    staff = await scene.hire("course_administrator")
    browser = await scene.at_desk(staff)
    csrf = fields(await browser.get("/desk/"), "/desk/logout")["csrf"]
    form = {"csrf": csrf, **case_numbers(mine, theirs), "case-MX-26-000000": "on"}
    answer = await browser.post("/desk/bulk/assignment", data=form)
    assert answer.status_code == 422
    assert "1 lykkedes" in answer.text
    both = [f"{number}: {interface('da')('fault.missing')}" for number in (theirs.number, "MX-26-000000")]
    assert all(one in answer.text for one in both)


async def test_receipts_are_shown_and_approved_together_and_answers_never_are(scene: Scene) -> None:
    scene.policies = {id_: replace(policy, unseen=frozenset()) for id_, policy in scene.policies.items()}
    cases = [(await scene.hear()).opened[0] for _ in range(2)]
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    csrf = fields(await browser.get("/desk/"), "/desk/logout")["csrf"]
    shown = await browser.post("/desk/bulk/letters", data={"csrf": csrf, **case_numbers(*cases)})
    receipts = [
        one for case in cases for one in await scene.letters(case.number) if one.outgoing.reply == "acknowledgement"
    ]
    assert len(receipts) == 2
    assert all(one.outgoing.subject in shown.text for one in receipts)
    boxes = {f"letter-{one.id}": f"{one.version} x" for one in receipts}
    answers = [await scene.draft_of(case.number, "answer_complaint") for case in cases]
    boxes |= {f"letter-{one.id}": f"{one.version} {case.number}" for one, case in zip(answers, cases, strict=True)}
    answer = await browser.post("/desk/bulk/approval", data={"csrf": csrf, **boxes})
    assert answer.status_code == 422
    assert answer.text.count("Et svar godkendes på sagens egen side, ét ad gangen.") == 2
    status = {one.outgoing.reply: one.status for case in cases for one in await scene.letters(case.number)}
    assert status["acknowledgement"] is OutboxStatus.RELEASED
    assert status["answer_complaint"] is OutboxStatus.DRAFT


async def test_a_form_of_another_session_takes_no_case(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    for path in ("assignment", "letters", "approval"):
        answer = await browser.post(f"/desk/bulk/{path}", data={"csrf": "x", **case_numbers(case)})
        assert answer.status_code == 403


async def test_an_assessor_from_outside_is_not_told_who_works_here(scene: Scene) -> None:
    await scene.hire("course_administrator", name="Karen Lund")
    assessor = await scene.hire("external_assessor", name="Ole Udefra")
    assert "Karen Lund" not in (await (await scene.at_desk(assessor)).get("/desk/")).text
    colleague = await scene.hire("course_administrator", email="c@mentorix.example", name="Ida Juhl")
    assert "Karen Lund" in (await (await scene.at_desk(colleague)).get("/desk/")).text
