"""Every way of the desk against every role of every organisation, and against nobody (docs/reference/routes.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from fastapi import FastAPI

from cases.case import Case
from cases.organisation import Sight, StaffRole
from cases.staff import Staff
from storage import casebook
from tests.desk.routes import ROUTES, Route, Who
from tests.desk.scene import POLICIES, Scene
from tests.desk.walking import Answer, Facts, a_case, facts_of, filled, opened, queue_roles, walk, ways

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ORGANISATIONS = sorted(POLICIES)
OF_CASES = frozenset({Who.CASE, Who.SILENT})
COUNTS = "/desk/counts"
NO_CASE = "MX-26-000000"
SEARCHED = {"/desk/", "/desk/search", "/desk/outbox"}


@dataclass(frozen=True)
class House:
    """An organisation with somebody of every role, and the cases that are tried: of a queue, and of another house."""

    staff: dict[str, Staff]
    roles: dict[str, StaffRole]
    case: Case
    foreign: Case


async def a_house(scene: Scene, organisation: str) -> House:
    """Fill a desk."""
    roles = {role.id: role for role in scene.policies[organisation].roles}
    staff = {id_: await scene.hire(id_, organisation) for id_ in roles}
    other = ORGANISATIONS[ORGANISATIONS.index(organisation) - 1]
    return House(staff, roles, await a_case(scene, organisation), await a_case(scene, other))


def is_for(role: StaffRole, who: Who) -> bool:
    """Say whether a way that belongs to no case is for a role."""
    return {
        Who.ANYBODY: True,
        Who.STAFF: True,
        Who.PERSONS: role.sight is not Sight.NUMBERS,
        Who.QUEUES: role.sight is Sight.CASES,
        Who.REPORTS: role.sight in {Sight.CASES, Sight.NUMBERS},
        Who.ADMINISTRATORS: role.administers,
    }[who]


def wrong(route: Route, path: str, answer: Answer, *, allowed: bool) -> Iterator[str]:
    """Say what an answer should have been."""
    expected = route.answers if allowed else (route.refused,)
    if route.who is Who.SILENT and not allowed:
        if "event: lines" in answer.text or "event: head" in answer.text:
            yield f"{path} tells what it must not"
    elif answer.status not in expected:
        yield f"{route.method} {path}: {answer.status}, not {' or '.join(map(str, expected))}"


async def went(scene: Scene, app: FastAPI, route: Route, staff: Staff, facts: Facts) -> tuple[str, Answer]:
    """Let somebody go one way, logged in anew: what was gone before may have ended the log-in."""
    path, form = filled(route.path, facts), {name: filled(value, facts) for name, value in route.form.items()}
    return path, await walk(app, replace(route, form=form), path, *await opened(scene, staff))


def test_every_way_of_the_desk_has_a_row(scene: Scene) -> None:
    rows, found = {(row.method, row.path) for row in ROUTES}, ways(scene.app())
    missing = [
        f'add to tests/desk/routes.py, in its section, and run make docs: Route("{method}", "{path}", Who.…) — {about}'
        for (method, path), about in found.items()
        if (method, path) not in rows
    ]
    gone = [f"take out of tests/desk/routes.py: {method} {path}" for method, path in rows - set(found)]
    assert not missing + gone, "\n".join(missing + gone)
    assert len(rows) == len(ROUTES), "a way stands in two rows"


@pytest.mark.parametrize("organisation", ORGANISATIONS)
async def test_a_way_that_belongs_to_no_case_is_for_whom_it_says(scene: Scene, organisation: str) -> None:
    house, app = await a_house(scene, organisation), scene.app()
    faults: list[str] = []
    for role, staff in house.staff.items():
        facts = await facts_of(scene, house.case, staff.id)
        for route in (one for one in ROUTES if one.who not in OF_CASES):
            path, answer = await went(scene, app, route, staff, facts)
            allowed = is_for(house.roles[role], route.who)
            faults += [f"{role}: {fault}" for fault in wrong(route, path, answer, allowed=allowed)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
async def test_a_case_is_for_the_roles_of_its_queue(scene: Scene, organisation: str) -> None:
    house, app = await a_house(scene, organisation), scene.app()
    of_queue = queue_roles(house.case, scene.policies[organisation])
    faults: list[str] = []
    for role, staff in house.staff.items():
        allowed = role in of_queue and house.roles[role].sight is Sight.CASES
        facts = await facts_of(scene, house.case, staff.id)
        for route in (one for one in ROUTES if one.who in OF_CASES):
            path, answer = await went(scene, app, route, staff, facts)
            faults += [f"{role}: {fault}" for fault in wrong(route, path, answer, allowed=allowed)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
async def test_p_mb_08_an_assigned_case_is_for_its_person(scene: Scene, organisation: str) -> None:
    house, app = await a_house(scene, organisation), scene.app()
    faults: list[str] = []
    for role, staff in ((id_, one) for id_, one in house.staff.items() if house.roles[id_].sight is not Sight.CASES):
        allowed = house.roles[role].sight is not Sight.NUMBERS
        for route in (one for one in ROUTES if one.who in OF_CASES and one.method == "GET"):
            mine = replace(house.case, assigned_to=staff.id)
            await scene.book.run(casebook.save, mine)
            path, answer = await went(scene, app, route, staff, await facts_of(scene, house.case, staff.id))
            faults += [f"{role}: {fault}" for fault in wrong(route, path, answer, allowed=allowed)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
async def test_a_case_of_another_organisation_is_for_nobody(scene: Scene, organisation: str) -> None:
    house, app = await a_house(scene, organisation), scene.app()
    faults: list[str] = []
    for role, staff in house.staff.items():
        facts = await facts_of(scene, house.foreign, staff.id)
        for route in (one for one in ROUTES if one.who in OF_CASES):
            path, answer = await went(scene, app, route, staff, facts)
            faults += [f"{role}: {fault}" for fault in wrong(route, path, answer, allowed=False)]
    assert not faults, "\n".join(faults)


async def test_nobody_gets_further_than_the_log_in(scene: Scene) -> None:
    house, app = await a_house(scene, "mentorix"), scene.app()
    facts = await facts_of(scene, house.case, house.staff["management"].id)
    faults: list[str] = []
    for route in ROUTES:
        path = filled(route.path, facts)
        answer = await walk(app, route, path)
        if route.who in {Who.ANYBODY, Who.SILENT}:
            faults += wrong(route, path, answer, allowed=route.who is Who.ANYBODY)
            continue
        to_login = answer.status == 303 and answer.headers["location"].startswith("/desk/login?next=%2Fdesk%2F")
        if not (answer.status == 401 if route.method == "POST" and route.typed else to_login):
            faults.append(f"{route.method} {path}: {answer.status}")
        if house.case.number in answer.text.replace(path, ""):
            faults.append(f"{route.method} {path} names the case")
    assert not faults, "\n".join(faults)


async def test_p_mx_14_whoever_is_kept_out_finds_the_case_by_no_way(scene: Scene) -> None:
    house, app = await a_house(scene, "mentorix"), scene.app()
    role = next(iter(sorted(queue_roles(house.case, scene.policies["mentorix"]))))
    staff = house.staff[role]
    await scene.book.run(casebook.save, replace(house.case, excluded=frozenset({staff.id})))
    facts = await facts_of(scene, house.case, staff.id)
    faults: list[str] = []
    for route in (one for one in ROUTES if one.who in OF_CASES):
        path, answer = await went(scene, app, route, staff, facts)
        faults += wrong(route, path, answer, allowed=False)
    lists = [one for one in ROUTES if one.who not in OF_CASES and one.method == "GET" and not one.stream]
    asked = ("", "?view=mine", "?view=approval", "?q=Anna", f"?view=late&kind={house.case.kind}")
    for route, query in ((one, query) for one in lists for query in asked if not query or one.path in SEARCHED):
        path = filled(route.path, facts) + query
        answer = await walk(app, route, path, *await opened(scene, staff))
        if f"/desk/cases/{facts.number}" in answer.text or facts.number in answer.text.replace(query, ""):
            faults.append(f"{path} shows {facts.number}")
    assert not faults, "\n".join(faults)
    key, search = await opened(scene, staff), next(one for one in ROUTES if one.path == "/desk/search")
    kept, none = [await walk(app, search, f"/desk/search?q={one}", *key) for one in (facts.number, NO_CASE)]
    assert kept.text.replace(facts.number, NO_CASE) == none.text
    counted = await walk(app, next(one for one in ROUTES if one.path == COUNTS), COUNTS, *await opened(scene, staff))
    assert set(re.findall(r": (\d+)", counted.text)) == {"0"}
