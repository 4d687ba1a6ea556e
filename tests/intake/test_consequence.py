"""An objection that costs the certificate: told, confirmed, and only then acted upon (P-ME-08)."""

from datetime import timedelta

import pytest

from cases.case import Case
from cases.decision import Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from cases.task import TaskKind
from intake.consequence import REPLY, Outcome, Settling, note_standing, settle
from intake.objected import Matter, Objecting, note_objection
from replies.consequence_notice import Standing
from storage.book import Book
from tests.intake.rights import DISCLOSURE, asked, decided, let_go, open_tasks
from tests.intake.scene import Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TEXT = "Jeg gør indsigelse mod, at I giver mine oplysninger videre til eksamensudbyderen."


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of Metier with nothing in it."""
    return Scene(book, offices["metier"])


@pytest.fixture
async def officer(scene: Scene) -> Staff:
    """Give somebody who decides about privacy."""
    return await scene.hire("privacy_officer")


@pytest.fixture
async def case(scene: Scene) -> Case:
    """Give an objection to passing data on for certification."""
    return await asked(scene, Kind.OBJECTION, TEXT, flags=DISCLOSURE)


async def settled(scene: Scene, case: Case, outcome: Outcome, by: Staff) -> None:
    """Note what Anna said."""
    await scene.book.run(settle, Settling(case.organisation, case.id, outcome), (by, scene.office), scene.now)


async def test_p_me_08_the_consequence_is_told_in_a_letter_that_a_person_lets_go(scene: Scene, case: Case) -> None:
    letter = await scene.letter(case, REPLY)
    assert letter.status is OutboxStatus.DRAFT
    assert "kan du ikke tage en certificering hos os" in letter.outgoing.body
    assert "Svar blot ja eller nej" in letter.outgoing.body
    assert await open_tasks(scene, case) == []


async def test_p_me_08_nothing_is_decided_or_stopped_before_the_person_has_confirmed(
    scene: Scene, case: Case, officer: Staff
) -> None:
    with pytest.raises(NotAllowed, match="P-ME-08"):
        await decided(scene, case, officer, Ruling.GRANTED)
    with pytest.raises(NotAllowed, match="P-ME-08"):
        await settled(scene, case, Outcome.CONFIRMED, officer)
    stop = Objecting(case.organisation, case.id, (Matter.DISCLOSURE,))
    with pytest.raises(NotAllowed, match="P-ME-08"):
        await scene.book.run(note_objection, stop, officer, scene.office.policy, scene.now)
    assert await open_tasks(scene, case) == []


async def test_p_me_08_who_confirms_has_the_disclosure_stopped(scene: Scene, case: Case, officer: Staff) -> None:
    await let_go(scene, case, REPLY, officer)
    await settled(scene, case, Outcome.CONFIRMED, officer)
    assert await open_tasks(scene, case) == [(TaskKind.STOP_DISCLOSURE, "")]
    await decided(scene, case, officer, Ruling.GRANTED)
    assert await open_tasks(scene, case) == [(TaskKind.STOP_DISCLOSURE, "")]
    with pytest.raises(AlreadyDone):
        await settled(scene, case, Outcome.WITHDRAWN, officer)


async def test_who_takes_it_back_has_nothing_stopped(scene: Scene, case: Case, officer: Staff) -> None:
    await let_go(scene, case, REPLY, officer)
    await settled(scene, case, Outcome.WITHDRAWN, officer)
    assert await open_tasks(scene, case) == []


async def test_silence_is_no_answer_before_a_week_and_holds_nothing_up_after_it(
    scene: Scene, case: Case, officer: Staff
) -> None:
    await let_go(scene, case, REPLY, officer)
    scene.later(days=6)
    with pytest.raises(NotAllowed, match="7 days"):
        await settled(scene, case, Outcome.NO_ANSWER, officer)
    scene.now += timedelta(days=1)
    await settled(scene, case, Outcome.NO_ANSWER, officer)
    await decided(scene, case, officer, Ruling.GRANTED)


async def test_what_was_misread_is_weighed_like_any_other_objection_and_its_letter_never_leaves(
    scene: Scene, case: Case, officer: Staff
) -> None:
    await settled(scene, case, Outcome.MISREAD, officer)
    assert await open_tasks(scene, case) == [(TaskKind.STOP_PROCESSING, "")]
    assert (await scene.letter(case, REPLY)).status is OutboxStatus.DROPPED


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.NOT_BOOKED, "Du er ikke tilmeldt en eksamen"),
        (Standing.BOOKED, "bortfalder tilmeldingen"),
        (Standing.TAKEN, "kan vi ikke kalde tilbage"),
        (Standing.CERTIFIED, "Du har allerede fået dit certifikat, og det beholder du."),
    ],
)
async def test_p_me_08_the_letter_says_how_far_the_person_is_with_the_exam(
    scene: Scene, case: Case, officer: Staff, standing: Standing, said: str
) -> None:
    await scene.book.run(note_standing, case.id, standing, (officer, scene.office), scene.now)
    assert said in (await scene.letter(case, REPLY)).outgoing.body
    event = (await scene.events(case))[-1]
    assert (event.verb, event.data["standing"]) == ("standing_noted", standing)


async def test_a_letter_that_has_left_says_what_it_said(scene: Scene, case: Case, officer: Staff) -> None:
    await let_go(scene, case, REPLY, officer)
    with pytest.raises(AlreadyDone):
        await scene.book.run(note_standing, case.id, Standing.BOOKED, (officer, scene.office), scene.now)


async def test_another_objection_is_told_no_consequence(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.OBJECTION, "Jeg gør indsigelse mod, at I bruger mine karakterer til statistik.")
    assert REPLY not in await scene.replies(case, OutboxStatus.DRAFT)
    assert officer.role == "privacy_officer"


async def test_a_person_sees_more_in_an_objection_than_was_read(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.OBJECTION, "Jeg gør indsigelse mod, at I bruger mine karakterer til statistik.")
    both = Objecting(case.organisation, case.id, (Matter.MARKETING, Matter.PROCESSING))
    await scene.book.run(note_objection, both, officer, scene.office.policy, scene.now)
    assert {kind for kind, _ in await open_tasks(scene, case)} == {TaskKind.STOP_MARKETING, TaskKind.STOP_PROCESSING}
    nothing = Objecting(case.organisation, case.id, ())
    with pytest.raises(NotAllowed, match="say what it is about"):
        await scene.book.run(note_objection, nothing, officer, scene.office.policy, scene.now)
