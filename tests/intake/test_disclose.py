"""Nobody outside the organisation is shown a case before it is written down what permits it."""

import pytest

from cases.case import Case
from cases.disclosure import DisclosureBasis
from cases.errors import AlreadyDone, NotAllowed
from cases.staff import Staff
from intake.disclose import Disclosing, check_basis, disclose
from storage import disclosures
from tests.intake.scene import Scene


@pytest.fixture
async def person(scene: Scene) -> Staff:
    """Give somebody who decides about complaints."""
    return await scene.hire("course_administrator")


async def written(scene: Scene, case: Case, person: Staff, **changed: object) -> None:
    plain: dict[str, object] = {"recipient": "PeopleCert", "basis": DisclosureBasis.CONTRACT}
    what = Disclosing("mentorix", case.id, **(plain | changed))  # type: ignore[arg-type]  # fields of it
    await scene.book.run(disclose, what, person, scene.office.policy, scene.now)


async def test_p_mx_20_without_a_basis_nothing_may_be_shown(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match=r"on which basis peoplecert may be shown this case \(P-MX-20\)"):
        await scene.book.read(check_basis, case, "peoplecert")
    await written(scene, case, person)
    await scene.book.read(check_basis, case, "  PEOPLECERT ")
    with pytest.raises(NotAllowed, match="P-MX-20"):
        await scene.book.read(check_basis, case, "somebody.else@x.example")


async def test_p_mx_20_consent_is_shown_by_the_letter_in_which_it_was_given(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    for message in (None, 404):
        with pytest.raises(NotAllowed, match="consent is shown by the letter"):
            await written(scene, case, person, basis=DisclosureBasis.CONSENT, message=message)
    await written(scene, case, person, basis=DisclosureBasis.CONSENT, message=case.opened_for)
    (made,) = await scene.book.read(disclosures.of_case, "mentorix", case.id)
    assert (made.recipient, made.basis, made.message) == ("peoplecert", DisclosureBasis.CONSENT, case.opened_for)
    assert (await scene.events(case))[-1].data == {
        "disclosure": made.id,
        "basis": "consent",
        "message": case.opened_for,
    }


async def test_p_mx_20_a_letter_of_somebody_elses_shows_no_consent(scene: Scene, person: Staff) -> None:
    case, other = await scene.opened(), await scene.opened()
    with pytest.raises(NotAllowed, match="consent is shown by the letter"):
        await written(scene, case, person, basis=DisclosureBasis.CONSENT, message=other.opened_for)


async def test_the_same_basis_is_written_down_once(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await written(scene, case, person)
    with pytest.raises(AlreadyDone, match="written down already"):
        await written(scene, case, person, recipient=" Peoplecert")
    await written(scene, case, person, basis=DisclosureBasis.LEGAL_CLAIMS)
    assert (await scene.verbs(case)).count("disclosed") == 2


@pytest.mark.parametrize("recipient", ["", "  ", "x" * 300])
async def test_a_basis_without_a_recipient_is_none(scene: Scene, person: Staff, recipient: str) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="say who is to be shown"):
        await written(scene, case, person, recipient=recipient)


async def test_who_prepares_only_writes_no_basis_down(scene: Scene) -> None:
    case, trainer = await scene.opened(), await scene.hire("head_trainer")
    with pytest.raises(NotAllowed, match="there is no such case"):
        await written(scene, case, trainer)
