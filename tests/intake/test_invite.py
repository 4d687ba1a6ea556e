"""Somebody from outside assesses one appeal, for a time, and sees nothing else."""

from datetime import date, datetime, timedelta

import pytest

from cases.disclosure import DisclosureBasis
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address
from cases.staff import Staff, sees
from intake.approve import approve
from intake.disclose import Disclosing, disclose
from intake.invite import Inviting, invite
from intake.prepare import Preparing, prepare
from storage import appeals, invitations, sessions, staff
from tests.at_work import approval_of, finished
from tests.builders import a_reading
from tests.intake.appealing import Appealing
from tests.intake.scene import Scene

EVA = "eva@outside.example"
UNTIL = date(2026, 3, 27)


@pytest.fixture
async def one(scene: Scene) -> Appealing:
    """Give an appeal, and somebody who may appoint an assessor."""
    return await Appealing.began(scene)


async def permitted(one: Appealing, email: str = EVA) -> None:
    what = Disclosing("mentorix", one.appeal.id, email, DisclosureBasis.CONSENT, one.appeal.opened_for)
    await one.scene.book.run(disclose, what, one.assessor, one.scene.office.policy, one.scene.now)


async def invited(one: Appealing, email: str = EVA, until: date = UNTIL) -> Staff:
    what = Inviting("mentorix", one.appeal.id, email, "Eva  Smit", until)
    return await one.scene.book.run(invite, what, one.assessor, one.scene.office, one.scene.now)


async def test_p_mx_20_nobody_from_outside_is_appointed_without_a_basis(one: Appealing) -> None:
    with pytest.raises(NotAllowed, match=r"on which basis eva@outside.example may be shown this case \(P-MX-20\)"):
        await invited(one)
    assert await one.scene.book.read(staff.called, "mentorix", EVA) is None
    await permitted(one)
    assert (await invited(one)).role == "external_assessor"


async def test_p_mx_15_an_external_assessor_sees_the_one_case_and_no_other(one: Appealing) -> None:
    await permitted(one)
    eva, policy = await invited(one), one.scene.office.policy
    other = await one.scene.opened(a_reading())
    assert sees(eva, await one.now(), policy)
    assert not sees(eva, await one.scene.case(one.complaint), policy)
    assert not sees(eva, other, policy)
    event = (await one.scene.events(one.appeal))[-1]
    assert (event.verb, event.data["to"]) == ("invited", eva.id)


async def test_p_mx_15_the_account_opens_until_its_last_day_and_no_longer(one: Appealing) -> None:
    await permitted(one)
    eva, book = await invited(one), one.scene.book
    await book.run(sessions.begin, eva, "secret", one.scene.now)
    ends = datetime(2026, 3, 27, 23, 59, 59, tzinfo=one.scene.office.zone)
    await book.run(sessions.begin, eva, "another", ends - timedelta(hours=1))
    assert await book.read(sessions.find, "another", ends - timedelta(seconds=1))
    assert await book.read(sessions.find, "another", ends) is None
    assert await book.read(staff.by_email, EVA, ends - timedelta(seconds=1))
    assert await book.read(staff.by_email, EVA, ends) == ()
    assert await book.run(staff.end_time, ends) == 1
    assert await book.run(staff.end_time, ends) == 0
    assert await book.read(sessions.find, "secret", one.scene.now) is None


async def test_p_mx_15_she_prepares_once_she_has_declared_and_does_not_approve(one: Appealing) -> None:
    await permitted(one)
    eva = await invited(one)
    with pytest.raises(NotAllowed, match="declares first"):
        await one.assesses(eva)
    await one.declares(eva)
    await one.assesses(eva)
    with pytest.raises(NotAllowed, match="external_assessor may not approve"):
        await one.decided(eva)
    await one.declares(one.assessor)
    await one.decided(one.assessor)


async def test_p_mx_15_what_she_writes_stays_a_draft_that_somebody_of_the_house_approves(one: Appealing) -> None:
    await permitted(one)
    eva, policy = await invited(one), one.scene.office.policy
    draft = await one.scene.letter(one.appeal, "answer_appeal")
    what = Preparing("mentorix", one.appeal.id, draft.id, draft.version, f"{finished(draft)}\r\n\r\nEvas ord.")
    with pytest.raises(NotAllowed, match="declares first"):
        await one.scene.book.run(prepare, what, eva, one.scene.office, one.scene.now)
    await one.declares(eva)
    await one.assesses(eva)
    await one.scene.book.run(prepare, what, eva, one.scene.office, one.scene.now)
    with pytest.raises(AlreadyDone, match="changed this draft"):
        await one.scene.book.run(prepare, what, eva, one.scene.office, one.scene.now)
    kept = await one.scene.letter(one.appeal, "answer_appeal")
    assert (kept.status, kept.outgoing.body.endswith("\n\nEvas ord.")) == ("draft", True)
    await one.declares(one.assessor)
    await one.scene.book.run(approve, approval_of(kept), one.assessor, policy, one.scene.now)
    assert "Evas ord." in (await one.scene.letter(one.appeal, "answer_appeal")).outgoing.body


@pytest.mark.parametrize(("body", "reply"), [("  ", "answer_appeal"), ("Ord.", "acknowledgement")])
async def test_only_the_answer_is_prepared_and_never_emptied(one: Appealing, body: str, reply: str) -> None:
    await one.ready()
    letter = await one.scene.letter(one.appeal, reply)
    what = Preparing("mentorix", one.appeal.id, letter.id, letter.version, body)
    with pytest.raises(NotAllowed):
        await one.scene.book.run(prepare, what, one.assessor, one.scene.office, one.scene.now)
    assert await one.scene.letter(one.appeal, reply) == letter


async def test_p_mx_14_an_external_assessor_with_an_interest_has_the_case_no_more(one: Appealing) -> None:
    await permitted(one)
    eva = await invited(one)
    await one.declares(eva, interest=True)
    appeal = await one.now()
    assert (appeal.assigned_to, eva.id in appeal.excluded) == (None, True)
    with pytest.raises(NotAllowed, match=r"has an interest \(P-MX-14\)"):
        await invited(one)


async def test_p_mx_15_once_the_decision_has_left_the_account_is_closed(one: Appealing) -> None:
    await permitted(one)
    eva = await invited(one)
    await one.scene.book.run(sessions.begin, eva, "secret", one.scene.now)
    await one.ready()
    await one.decided(one.assessor)
    await one.scene.send(await one.scene.letter(one.appeal, "answer_appeal"))
    assert await one.scene.book.read(sessions.find, "secret", one.scene.now) is None


async def test_whoever_assessed_before_comes_again_for_another_appeal_alone(one: Appealing) -> None:
    await permitted(one)
    eva = await invited(one)
    first = one.appeal
    with pytest.raises(AlreadyDone, match="has this case already"):
        await invited(one)
    one.appeal = await one.scene.opened(
        a_reading(Kind.APPEAL, fields={"name": "Carl"}),
        return_path="c@x.example",
        sender=Address("Carl", "c@x.example"),
    )
    await permitted(one)
    with pytest.raises(NotAllowed, match=r"has another case.*P-MX-15"):
        await invited(one)
    again, one.appeal = one.appeal, first
    await one.ready()
    await one.decided(one.assessor)
    await one.scene.send(await one.scene.letter(one.appeal, "answer_appeal"))
    one.appeal = again
    assert (await invited(one)).id == eva.id
    assert not sees(eva, await one.scene.case(first), one.scene.office.policy)


@pytest.mark.parametrize(
    ("email", "until", "why"),
    [
        (EVA, date(2026, 3, 1), "between today and a year from now"),
        (EVA, date(2028, 3, 1), "between today and a year from now"),
        ("eva", UNTIL, "expected a name and an e-mail address"),
        ("info@mentorix.dk", UNTIL, "where Mentorix takes letters in"),
        ("course_administrator@mentorix.example", UNTIL, "works here already"),
    ],
)
async def test_nobody_is_appointed_for_ever_or_from_inside(one: Appealing, email: str, until: date, why: str) -> None:
    await permitted(one, email)
    with pytest.raises(NotAllowed, match=why):
        await invited(one, email, until)
    assert "invited" not in await one.scene.verbs(one.appeal)


async def test_a_complaint_is_assessed_by_the_house_itself(one: Appealing) -> None:
    one.appeal, one.assessor = await one.scene.opened(a_reading()), one.handler
    with pytest.raises(NotAllowed, match="somebody from outside assesses appeals"):
        await invited(one)


async def test_whoever_is_appointed_and_new_gets_a_link_to_choose_a_password(one: Appealing) -> None:
    await permitted(one)
    eva = await invited(one)
    assert await one.scene.book.read(invitations.of_person, eva)


async def test_whoever_has_a_password_already_gets_no_link(one: Appealing) -> None:
    await permitted(one)
    eva = await invited(one)
    await one.scene.book.run(invitations.revoke, eva)
    await one.scene.book.run(staff.change, eva, password_hash="$argon2id$chosen")
    await one.scene.book.run(appeals.take_from, eva)
    await invited(one)
    assert not await one.scene.book.read(invitations.of_person, eva)
