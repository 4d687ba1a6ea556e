"""Whoever took part in what an appeal is about sees nothing of it and does nothing about it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from cases.assessment import Finding
from cases.case import Event, Status
from cases.decision import Ruling
from cases.disclosure import DisclosureBasis
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.message import Address
from cases.staff import Staff, sees
from cases.task import TaskKind
from intake.appeal import Linking, link
from intake.approve import approve
from intake.assess import Assessing, assess
from intake.assign import assign
from intake.close import Closing, close
from intake.confirm import Confirmation, confirm_identity
from intake.consult import Consulting, consult
from intake.correct import correct
from intake.decide import Deciding, decide
from intake.declare import Declaring, declare
from intake.disclose import Disclosing, disclose
from intake.exclude import exclude_everywhere
from intake.hand_over import HandingOver, hand_over
from intake.invite import Inviting, invite
from intake.keep_out import KeepingOut, keep_out
from intake.postpone import Postponing, postpone
from intake.recast import Correction
from intake.release import release
from intake.send_back import SendBack, send_back
from storage import casebook, history, tasks, threads
from tests.at_work import approval_of
from tests.builders import AT, a_reading
from tests.intake.appealing import Appealing
from tests.intake.scene import Scene


@pytest.fixture
async def one(scene: Scene) -> Appealing:
    """Give a decided complaint and the appeal against it."""
    return await Appealing.began(scene)


Act = Callable[[Appealing, Staff], Awaitable[object]]


def _page(act: Callable[..., object]) -> Callable[..., Awaitable[object]]:
    async def run(one: Appealing, *arguments: object) -> object:
        return await one.scene.book.run(act, *arguments, one.scene.now)

    return run


async def _approving(one: Appealing, person: Staff) -> object:
    draft = await one.scene.letter(one.appeal, "answer_appeal")
    return await _page(approve)(one, approval_of(draft), person, one.scene.office.policy)


async def _sending_back(one: Appealing, person: Staff) -> object:
    draft = await one.scene.letter(one.appeal, "answer_appeal")
    return await _page(send_back)(one, SendBack("mentorix", draft.id, draft.version, "Nej."), person)


ACTS: dict[str, Act] = {
    "approve": _approving,
    "send back": _sending_back,
    "assign": lambda one, person: _page(assign)(one, one.appeal.id, person, one.scene.office.policy),
    "hand over": lambda one, person: _page(hand_over)(
        one, HandingOver("mentorix", one.appeal.id, person.id), person, one.scene.office
    ),
    "close": lambda one, person: _page(close)(one, Closing("mentorix", one.appeal.id, "withdrawn"), person),
    "release": lambda one, person: _page(release)(one, one.appeal.id, person, one.scene.office),
    "confirm": lambda one, person: _page(confirm_identity)(
        one, Confirmation("mentorix", one.appeal.id, "called_back"), person, one.scene.office
    ),
    "correct": lambda one, person: _page(correct)(
        one,
        Correction("mentorix", one.appeal.id, one.appeal.opened_for, fields={"phone": ("", "12345678")}),
        person,
        one.scene.office,
    ),
    "decide": lambda one, person: _page(decide)(
        one, Deciding("mentorix", one.appeal.id, Ruling.UPHELD), person, one.scene.office.policy
    ),
    "declare": lambda one, person: _page(declare)(
        one, Declaring("mentorix", one.appeal.id, interest=False), person, one.scene.office
    ),
    "assess": lambda one, person: _page(assess)(
        one, Assessing("mentorix", one.appeal.id, Finding.COMPLETE), person, one.scene.office
    ),
    "tie": lambda one, person: _page(link)(
        one, Linking("mentorix", one.appeal.id, one.complaint.number, one.complaint.id), person, one.scene.office
    ),
    "postpone": lambda one, person: _page(postpone)(
        one,
        Postponing("mentorix", one.appeal.id, one.scene.now.date().replace(month=4), "Vi mangler et svar."),
        person,
        one.scene.office,
    ),
    "disclose": lambda one, person: _page(disclose)(
        one,
        Disclosing("mentorix", one.appeal.id, "e@x.example", DisclosureBasis.CONTRACT),
        person,
        one.scene.office.policy,
    ),
    "invite": lambda one, person: _page(invite)(
        one,
        Inviting("mentorix", one.appeal.id, "e@x.example", "Eva", one.scene.now.date()),
        person,
        one.scene.office,
    ),
    "consult": lambda one, person: _page(consult)(
        one, Consulting("mentorix", one.appeal.id, None, one.scene.now), person, one.scene.office.policy
    ),
    "keep out": lambda one, person: _page(keep_out)(
        one, KeepingOut("mentorix", one.appeal.id, one.assessor.id), person, one.scene.office
    ),
}
"""Everything that somebody can do to a case, done to the appeal."""


async def test_p_mx_14_whoever_decided_the_complaint_is_shut_out_of_the_appeal(one: Appealing) -> None:
    policy, appeal = one.scene.office.policy, await one.now()
    assert appeal.appeal_of == one.complaint.id
    assert appeal.excluded == {one.handler.id}
    assert sees(one.assessor, appeal, policy)
    assert not sees(replace(one.handler, role="management"), appeal, policy)


async def test_p_mx_14_a_shut_out_person_does_nothing_whatever_to_the_appeal(one: Appealing) -> None:
    before, told = await one.now(), await one.scene.events(one.appeal)
    person = replace(one.handler, role="management")
    for name, act in ACTS.items():
        with pytest.raises(NotAllowed, match=r"there is no such (case|letter)"):
            await act(one, person)
        assert (await one.now(), await one.scene.events(one.appeal)) == (before, told), name


async def test_p_mx_14_whoever_turns_to_the_first_case_later_is_shut_out_from_then_on(one: Appealing) -> None:
    manager = await one.scene.hire("management")
    await one.declares(manager)
    await one.scene.book.run(assign, one.appeal.id, manager, one.scene.office.policy, one.scene.now)
    note = Event(one.scene.now, "remarked", f"staff {manager.id}", {})
    await one.scene.book.run(history.record, "mentorix", one.complaint.id, (note,))
    with pytest.raises(NotAllowed, match="there is no such case"):
        await ACTS["decide"](one, manager)
    assert await one.scene.book.run(exclude_everywhere, {"mentorix": one.scene.office}, one.scene.now) == 1
    assert await one.scene.book.run(exclude_everywhere, {"mentorix": one.scene.office}, one.scene.now) == 0
    appeal = await one.now()
    assert appeal.excluded == {one.handler.id, manager.id}
    assert appeal.assigned_to is None
    assert (await one.scene.verbs(one.appeal)).count("excluded") == 2


async def test_p_mx_14_a_consulted_director_is_shut_out_too(one: Appealing) -> None:
    director = await one.scene.hire("managing_director")
    asked = Event(one.scene.now, "consulted", "svarfrist", {"person": director.id})
    await one.scene.book.run(history.record, "mentorix", one.complaint.id, (asked,))
    await one.scene.book.run(exclude_everywhere, {"mentorix": one.scene.office}, one.scene.now)
    assert director.id in (await one.now()).excluded


async def test_p_mx_14_whoever_was_kept_out_of_an_appeal_by_hand_stays_out(one: Appealing) -> None:
    manager = await one.scene.hire("management")
    await _page(keep_out)(one, KeepingOut("mentorix", one.appeal.id, manager.id), one.assessor, one.scene.office)
    await one.scene.book.run(exclude_everywhere, {"mentorix": one.scene.office}, one.scene.now)
    assert manager.id in (await one.now()).excluded


async def test_p_mx_15_where_nobody_is_left_management_is_told_to_appoint_somebody(one: Appealing) -> None:
    manager = await one.scene.hire("management")
    await one.declares(one.assessor, interest=True)
    assert await one.scene.replies(one.appeal) == ["acknowledgement"]
    await one.declares(manager, interest=True)
    assert (await one.now()).excluded == {one.handler.id, one.assessor.id, manager.id}
    (task,) = await one.scene.book.read(tasks.of_case, "mentorix", one.appeal.id)
    assert (task.kind, task.law) == (TaskKind.APPOINT_ASSESSOR, "P-MX-15")
    notice = await one.scene.letter(one.appeal, "staff_notice")
    assert notice.outgoing.recipient == manager.email
    assert "Anna" not in notice.outgoing.body


async def test_p_mx_14_nobody_who_took_part_hears_of_the_appeal(one: Appealing) -> None:
    await one.scene.hire("management")
    manager = replace(one.handler, role="management")
    await one.scene.tick_at((await one.scene.clocks(one.appeal))[next(iter(await one.scene.clocks(one.appeal)))].due_at)
    told = {letter.outgoing.recipient for letter in await one.scene.letters(one.appeal)}
    assert manager.email not in told


async def test_a_second_appeal_is_not_for_those_who_decided_the_first(one: Appealing) -> None:
    await one.ready()
    await one.decided(one.assessor)
    await one.scene.send(await one.scene.letter(one.appeal, "answer_appeal"))
    one.scene.later(days=3)
    again = await one.scene.opened(a_reading(Kind.APPEAL, fields={"name": "Anna Holm"}))
    assert again.appeal_of == one.complaint.id
    assert again.excluded == {one.handler.id, one.assessor.id}


async def test_where_the_policy_does_not_ask_for_it_nobody_is_shut_out(one: Appealing) -> None:
    rules = {kind: replace(rules, independent=False) for kind, rules in one.scene.office.policy.kinds.items()}
    office = replace(one.scene.office, policy=replace(one.scene.office.policy, kinds=rules))
    open_to_all = replace(await one.now(), excluded=frozenset())
    await one.scene.book.run(casebook.save, open_to_all)
    assert await one.scene.book.run(exclude_everywhere, {"mentorix": office}, one.scene.now) == 0
    assert (await one.now()).excluded == frozenset()


async def remarks(one: Appealing, person: Staff) -> tuple[int, int]:
    """Let a colleague answer a notice by e-mail; give how many remarks the complaint and the appeal have then."""
    thread = await one.scene.book.read(threads.by_id, "mentorix", one.appeal.thread)
    assert thread
    sender = Address("", person.email)
    await one.scene.hear(
        a_reading(Kind.OTHER), tokens=(thread.token,), sender=sender, return_path=person.email, subject="SV: Appel"
    )
    said = [(await one.scene.verbs(case)).count("remarked") for case in (one.complaint, one.appeal)]
    return said[0], said[1]


async def test_p_mx_14_who_answers_a_notice_about_the_appeal_takes_no_part_in_the_complaint(one: Appealing) -> None:
    assert one.complaint.thread == one.appeal.thread
    assert await remarks(one, one.assessor) == (0, 1)
    await one.scene.book.run(exclude_everywhere, {"mentorix": one.scene.office}, one.scene.now)
    assert (await one.now()).excluded == {one.handler.id}
    assert await remarks(one, one.handler) == (1, 1)


async def test_the_first_case_goes_on_being_theirs(one: Appealing) -> None:
    complaint = await one.scene.case(one.complaint)
    assert complaint.status is Status.APPEALED
    assert complaint.excluded == frozenset()
    assert complaint.received_at == AT
