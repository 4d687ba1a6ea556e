"""Whose a complaint is, is settled with the managing director before that person is told (P-MX-06)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.policy import ClockName
from cases.staff import Staff
from intake.assign import assign
from intake.consult import Consulting, adviser_for, consult
from intake.hand_over import HandingOver, hand_over
from intake.keep_out import KeepingOut, keep_out
from tests.builders import AT, a_reading
from tests.intake.scene import Scene


class House:
    """A scene with an administrator, the director and a trainer at their desks."""

    def __init__(self, scene: Scene, ida: Staff, dora: Staff, tom: Staff) -> None:
        """Keep who is who: the administrator, the director, the head trainer."""
        self.scene, self.ida, self.dora, self.tom = scene, ida, dora, tom

    async def consulted(
        self, case: Case, who: Staff | None, by: Staff | None = None, at: datetime | None = None
    ) -> None:
        """Note that somebody was consulted."""
        what = Consulting(case.organisation, case.id, who.id if who else None, at or self.scene.now)
        await self.scene.book.run(consult, what, by or self.ida, self.scene.office.policy, self.scene.now)

    async def given(self, case: Case, to: Staff, by: Staff | None = None, seen: int | None = None) -> None:
        """Give a case to somebody."""
        what = HandingOver(case.organisation, case.id, to.id, seen)
        await self.scene.book.run(hand_over, what, by or self.ida, self.scene.office, self.scene.now)

    async def concerning(self, case: Case, whom: Staff, by: Staff | None = None) -> Case:
        """Note that a case concerns somebody; give it as it is then."""
        what = KeepingOut(case.organisation, case.id, whom.id)
        await self.scene.book.run(keep_out, what, by or self.ida, self.scene.office, self.scene.now)
        return await self.scene.case(case)

    async def told(self, person: Staff) -> list[str]:
        """Give the texts of what somebody at work is told."""
        letters = [one for case in await self.cases() for one in await self.scene.letters(case)]
        return [one.outgoing.body for one in letters if one.outgoing.recipient == person.email]

    async def cases(self) -> list[Case]:
        """Give the case that there is."""
        return [await self.scene.case(self.case)]

    case: Case


@pytest.fixture
async def house(scene: Scene) -> House:
    """Let a complaint lie at Mentorix, where three people work."""
    found = House(
        scene,
        await scene.hire("course_administrator"),
        await scene.hire("managing_director"),
        await scene.hire("head_trainer"),
    )
    found.case = await scene.opened()
    return found


async def test_p_mx_06_nobody_is_told_that_a_case_is_theirs_before_the_director_was_consulted(house: House) -> None:
    with pytest.raises(NotAllowed, match=r"managing director was consulted \(P-MX-06\)"):
        await house.given(house.case, house.tom)
    assert (await house.scene.case(house.case)).assigned_to is None
    assert await house.told(house.tom) == []
    assert (await house.scene.clocks(house.case))[ClockName.HANDLING].running


async def test_p_mx_06_after_the_consultation_the_handler_is_told_and_who_and_when_is_on_record(house: House) -> None:
    house.scene.later(hours=2)
    await house.consulted(house.case, house.dora, at=AT + timedelta(hours=1))
    await house.given(house.case, house.tom)
    noted, assigned = (await house.scene.events(house.case))[-2:]
    assert (noted.verb, noted.actor) == ("consulted", f"staff {house.ida.id}")
    assert noted.data["person"] == house.dora.id
    assert datetime.fromisoformat(str(noted.data["on"])) == AT + timedelta(hours=1)
    assert (assigned.verb, assigned.data) == ("assigned", {"to": house.tom.id})
    (notice,) = await house.told(house.tom)
    assert house.case.number in notice
    assert "Anna" not in notice
    assert (await house.scene.clocks(house.case))[ClockName.HANDLING].stopped_at == house.scene.now


async def test_p_mx_06_a_complaint_about_the_director_is_settled_with_the_management_and_she_sees_it_no_more(
    house: House,
) -> None:
    manager = await house.scene.hire("management")
    await house.consulted(house.case, house.dora)
    case = await house.concerning(house.case, house.dora)
    assert case.excluded == {house.dora.id}
    assert case.queue == "course-administration"
    with pytest.raises(NotAllowed, match="management was consulted"):
        await house.given(case, house.tom)
    with pytest.raises(NotAllowed, match="somebody else"):
        await house.consulted(case, house.dora)
    with pytest.raises(NotAllowed, match="no such case"):
        await house.given(case, house.tom, by=house.dora)
    await house.consulted(case, manager)
    await house.given(case, house.tom)
    assert (await house.scene.case(case)).assigned_to == house.tom.id


async def test_p_mx_06_a_complaint_about_the_administrator_goes_to_the_management(house: House) -> None:
    await house.scene.book.run(assign, house.case.id, house.ida, house.scene.office.policy, house.scene.now)
    case = await house.concerning(house.case, house.ida)
    assert (case.queue, case.assigned_to) == ("management", None)
    assert len(await house.told(house.dora)) == 1
    assert (await house.scene.events(case))[-1].data == {
        "person": house.ida.id,
        "from": "course-administration",
        "queue": "management",
    }
    with pytest.raises(NotAllowed, match="no such case"):
        await house.scene.book.run(assign, case.id, house.ida, house.scene.office.policy, house.scene.now)


async def test_an_escalated_complaint_about_the_management_goes_back_to_the_administration(house: House) -> None:
    house.scene.later(hours=25)
    await house.scene.tick()
    assert (await house.scene.case(house.case)).queue == "management"
    assert (await house.concerning(house.case, house.dora, by=house.dora)).queue == "course-administration"


async def test_p_mx_05_whoever_works_on_the_queue_takes_a_complaint_at_once_and_is_told_nothing(house: House) -> None:
    await house.scene.book.run(assign, house.case.id, house.ida, house.scene.office.policy, house.scene.now)
    assert (await house.scene.clocks(house.case))[ClockName.HANDLING].stopped_at == house.scene.now
    assert await house.told(house.ida) == []


async def test_the_director_herself_gives_a_case_away_and_that_is_noted_as_her_consultation(house: House) -> None:
    house.scene.later(hours=25)
    await house.scene.tick()
    await house.given(house.case, house.tom, by=house.dora)
    noted, assigned = [one for one in await house.scene.events(house.case) if one.verb in {"consulted", "assigned"}]
    assert noted.data["person"] == house.dora.id
    assert noted.actor == assigned.actor == f"staff {house.dora.id}"


async def test_each_handing_over_is_settled_anew(house: House) -> None:
    other = await house.scene.hire("head_trainer", email="other@mentorix.example")
    await house.consulted(house.case, house.dora)
    await house.given(house.case, house.tom)
    with pytest.raises(NotAllowed, match="P-MX-06"):
        await house.given(house.case, other, seen=house.tom.id)
    await house.consulted(house.case, house.dora)
    await house.given(house.case, other, seen=house.tom.id)
    assert len(await house.told(other)) == 1


async def test_two_who_give_the_same_case_away_at_once_give_it_to_one_person(house: House) -> None:
    await house.consulted(house.case, house.dora)
    await house.given(house.case, house.tom)
    for to in (house.tom, house.ida):
        with pytest.raises(AlreadyDone, match="since you opened it"):
            await house.given(house.case, to)
    assert len(await house.told(house.tom)) == 1


async def test_a_consultation_is_noted_once(house: House) -> None:
    await house.consulted(house.case, house.dora)
    with pytest.raises(AlreadyDone, match="has noted this consultation"):
        await house.consulted(house.case, house.dora)


@pytest.mark.parametrize("off", [timedelta(minutes=1), timedelta(days=-1)])
async def test_nobody_was_consulted_tomorrow_or_before_the_complaint_came(house: House, off: timedelta) -> None:
    with pytest.raises(NotAllowed, match="between the day the case came and now"):
        await house.consulted(house.case, house.dora, at=house.scene.now + off)


@pytest.mark.parametrize("who", ["tom", "nobody"])
async def test_it_is_the_director_who_is_consulted_and_nobody_else(house: House, who: str) -> None:
    with pytest.raises(NotAllowed, match="somebody else"):
        await house.consulted(house.case, getattr(house, who, None))


async def test_a_director_without_a_desk_is_consulted_all_the_same(scene: Scene) -> None:
    house = House(scene, await scene.hire("course_administrator"), *[await scene.hire("head_trainer")] * 2)
    case = house.case = await scene.opened()
    await house.consulted(case, None)
    await house.given(case, house.tom)
    noted = next(one for one in await scene.events(case) if one.verb == "consulted")
    assert (noted.data["staff_role"], noted.data["person"]) == ("managing_director", None)


async def test_where_the_policy_wants_nobody_consulted_a_case_is_simply_given(house: House) -> None:
    officer = await house.scene.hire("privacy_officer")
    access = await house.scene.opened(a_reading(Kind.ACCESS))
    await house.given(access, house.dora, by=officer)
    assert (await house.scene.case(access)).assigned_to == house.dora.id
    with pytest.raises(NotAllowed, match="nobody has to be consulted about access"):
        await house.consulted(access, house.dora, by=officer)


@pytest.mark.parametrize("role", ["external_assessor"])
async def test_who_is_external_gets_no_case_this_way(house: House, role: str) -> None:
    outsider = await house.scene.hire(role)
    await house.consulted(house.case, house.dora)
    with pytest.raises(NotAllowed, match="cannot have the case"):
        await house.given(house.case, outsider)


async def test_whom_a_case_concerns_cannot_have_it(house: House) -> None:
    await house.concerning(house.case, house.tom)
    await house.consulted(house.case, house.dora)
    with pytest.raises(NotAllowed, match="whom it does not concern"):
        await house.given(house.case, house.tom)
    with pytest.raises(AlreadyDone, match="kept out of the case already"):
        await house.concerning(house.case, house.tom)


async def test_who_does_not_see_a_case_gives_it_to_nobody(house: House) -> None:
    with pytest.raises(NotAllowed, match="no such case"):
        await house.given(house.case, house.dora, by=house.tom)
    with pytest.raises(NotAllowed, match="no such case"):
        await house.given(replace(house.case, organisation="metier"), house.dora)


def test_does_it_concern_everybody_there_is_the_last_role_is_named(house: House) -> None:
    policy, everybody = house.scene.office.policy, (house.dora,)
    concerned = replace(house.case, excluded=frozenset({house.dora.id}))
    adviser = adviser_for(concerned, policy, everybody)
    assert adviser
    assert (adviser.role, adviser.people) == ("management", ())
