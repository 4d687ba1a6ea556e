"""What staff typed and have not sent: kept for its writer, gone with the case."""

from datetime import timedelta

import pytest

from cases.case import Case
from cases.errors import NotAllowed
from intake.approve import approve
from intake.keep_typed import keep_typed
from storage import typed
from storage.erasing import erase_case
from storage.outbox import Entry
from storage.striking import letters
from storage.typed import Typed
from tests.at_work import approval_of, finished
from tests.intake.scene import Scene

BO = 7


async def a_text(scene: Scene, body: str, staff: int = BO) -> tuple[Case, Entry]:
    """Let somebody type into the answer to a new complaint."""
    case = await scene.opened()
    draft = await scene.letter(case, "answer_complaint")
    await scene.book.run(keep_typed, written(draft, body, scene, staff))
    return case, draft


def written(draft: Entry, body: str, scene: Scene, staff: int = BO) -> Typed:
    """Say what somebody has typed so far."""
    letter = draft.outgoing
    where = (letter.organisation, letter.case, draft.id, staff)
    return Typed(*where, draft.version, letter.subject, body, "", scene.now)


async def mine(scene: Scene, case: Case, staff: int = BO) -> str | None:
    found = await scene.book.read(typed.newest, case.organisation, case.id, staff)
    return found.body if found else None


async def test_each_has_a_text_of_their_own(scene: Scene) -> None:
    case, draft = await a_text(scene, "Bos ord")
    await scene.book.run(keep_typed, written(draft, "Mettes ord", scene, 8))
    scene.later(seconds=2)
    await scene.book.run(keep_typed, written(draft, "Bos ord igen", scene))
    assert (await mine(scene, case), await mine(scene, case, 8)) == ("Bos ord igen", "Mettes ord")
    await scene.book.run(typed.forget, case.organisation, (case.id, draft.id), BO)
    assert (await mine(scene, case), await mine(scene, case, 8)) == (None, "Mettes ord")


async def test_it_goes_with_the_case(scene: Scene) -> None:
    case, _ = await a_text(scene, "Anna er vred")
    await scene.book.run(erase_case, case.organisation, case.id, case.number)
    assert await mine(scene, case) is None


async def test_what_is_struck_out_of_letters_is_struck_out_of_it_and_of_what_the_draft_was(scene: Scene) -> None:
    case, draft = await a_text(scene, "Anna er gravid")
    bo = await scene.hire("course_administrator")
    prepared = f"{finished(draft)}\n\nAnna er gravid."
    await scene.book.run(approve, approval_of(draft, body=prepared), bo, scene.office.policy, scene.now)
    await scene.book.run(letters, case.organisation, case.thread, lambda _case: lambda text: text.replace("Anna", "—"))
    assert await mine(scene, case) == "— er gravid"
    before = await scene.book.read(typed.prepared, case.organisation, (draft.id,))
    assert "Anna" not in before[draft.id]
    assert "—" in before[draft.id]


async def test_nothing_is_kept_for_a_letter_that_has_left(scene: Scene) -> None:
    case, draft = await a_text(scene, "Ord")
    bo = await scene.hire("course_administrator")
    await scene.book.run(approve, approval_of(draft), bo, scene.office.policy, scene.now + timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        await scene.book.run(keep_typed, written(draft, "Flere ord", scene))
    assert await mine(scene, case) == "Ord"
