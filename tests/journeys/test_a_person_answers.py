"""A person completes the draft and approves it: only then does Anna get an outcome, and only once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from cases.case import Status
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import ClockName
from cases.staff import Staff
from intake.approve import Approval, approve
from storage.outbox import Entry
from tests.at_work import Running, approval_of, finished
from tests.smtp import PAPER, a_letter


async def drafted(running: Running) -> Entry:
    """Receive a complaint; give the answer that was prepared for it."""
    await running.answered(a_letter(files=[PAPER], Message_ID="<klage@example.org>"))
    (case,) = await running.cases()
    return await running.draft(case, "answer_complaint")


def approval(draft: Entry, body: str) -> Approval:
    """Give a draft as a person would send it off."""
    return approval_of(draft, body=body)


async def test_the_answer_leaves_in_a_persons_name_and_answers_the_letter(running: Running) -> None:
    draft = await drafted(running)
    answer = await running.approve(draft, await running.hire("course_administrator"))
    assert answer.recipient == "anna@example.org"
    assert answer["Auto-Submitted"] == ""
    assert answer["From"] == "Mentorix <info@mentorix.dk>"
    assert answer["In-Reply-To"] == "<klage@example.org>"
    assert answer.text.splitlines() == finished(draft).splitlines()


async def test_the_answer_says_how_to_appeal(running: Running) -> None:
    answer = await running.approve(await drafted(running), await running.hire("course_administrator"))
    assert "Du har ret til at appellere afgørelsen" in answer.text
    assert "inden for 14 arbejdsdage" in answer.text


async def test_the_answer_stops_every_clock_and_closes_the_matter(running: Running) -> None:
    draft = await drafted(running)
    (case,) = await running.cases()
    assert ClockName.ANSWER in await running.ticking(case)
    await running.approve(draft, await running.hire("course_administrator"))
    assert await running.ticking(case) == {}
    assert (await running.case(case.number)).status is Status.ANSWERED
    assert (await running.verbs(case))[-2:] == ["approved", "sent"]


async def test_until_somebody_approves_nothing_leaves_however_long_it_takes(running: Running) -> None:
    await drafted(running)
    await running.later(days=60)
    assert [one["Auto-Submitted"] for one in running.catcher.to("anna@example.org")] == ["auto-replied"]


async def test_of_two_who_approve_at_once_the_second_is_told_and_one_letter_leaves(running: Running) -> None:
    draft = await drafted(running)
    person = await running.hire("course_administrator")
    policy, book = running.service.offices["mentorix"].policy, running.service.book
    what = approval(draft, finished(draft))
    approving = (book.run(approve, what, one, policy, running.clock.now) for one in (person, colleague_of(person)))
    outcomes = await asyncio.gather(*approving, return_exceptions=True)
    await running.quiet()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AlreadyDone.__name__, "bool"]
    assert len(running.catcher.letters) == 2


def colleague_of(person: Staff) -> Staff:
    """Give somebody else who does the same work."""
    return replace(person, id=person.id + 1, email="colleague@mentorix.example", name="Ea Krogh")


def as_drafted(draft: Entry) -> str:
    """Give the text as nobody has completed it."""
    return draft.outgoing.body


def without_the_appeal(draft: Entry) -> str:
    """Give the completed text without the paragraph about appeals."""
    return "\n\n".join(said for said in finished(draft).split("\n\n") if "appellere" not in said)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (as_drafted, "still to be filled in"),
        (without_the_appeal, "must still say: appeal_right"),
    ],
    ids=["with an open place", "without the right to appeal"],
)
async def test_an_answer_that_does_not_say_what_it_must_stays(
    running: Running, said: Callable[[Entry], str], why: str
) -> None:
    draft = await drafted(running)
    person = await running.hire("course_administrator")
    policy = running.service.offices["mentorix"].policy
    with pytest.raises(NotAllowed, match=why):
        await running.service.book.run(approve, approval(draft, said(draft)), person, policy, running.clock.now)
    await running.quiet()
    assert len(running.catcher.letters) == 1
