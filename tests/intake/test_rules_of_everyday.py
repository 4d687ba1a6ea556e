"""Rules of a policy that hold for every letter: what is asked, what is kept with the case, what is never said."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from cases.case import Case, Status
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.policy import ClockName
from intake.approve import approve
from reading.read import read
from replies.forbidden import forbidden
from storage.page import Page
from storage.policies import read_policies
from storage.tables import CASE
from tests.at_work import approval_of, finished
from tests.builders import a_message, a_reading
from tests.house.tree import ROOT
from tests.intake.scene import Scene

AT_OWN_RISK = re.compile(r"eget ansvar|egen risiko|eigen risico|eigen verantwoordelijkheid|own risk", re.IGNORECASE)


def version_of(page: Page, case: Case) -> str:
    mine = (CASE.c.organisation == case.organisation) & (CASE.c.id == case.id)
    row = page.one(select(CASE.c.policy_version).where(mine))
    assert row
    return str(row.policy_version)


async def test_p_mx_04_name_address_and_papers_are_asked_for_in_one_letter_and_nothing_waits_for_them(
    scene: Scene,
) -> None:
    case = await scene.opened(a_reading(fields={}))
    assert case.missing == ("name", "documents")
    receipt = (await scene.letter(case, "acknowledgement")).outgoing.body
    assert "Hvad er dit fulde navn?" in receipt
    assert "Har du dokumenter" in receipt
    assert case.status is Status.OPEN
    assert (await scene.clocks(case))[ClockName.ANSWER].running


async def test_p_mx_04_whoever_has_no_papers_has_given_what_was_asked(scene: Scene) -> None:
    case = await scene.opened(a_reading(says_no_documents=True))
    assert case.missing == ()


@pytest.mark.parametrize("id_", sorted(read_policies()))
async def test_p_mx_22_a_case_keeps_the_version_of_the_policy_it_was_opened_under(scene: Scene, id_: str) -> None:
    version = read_policies()[id_].version
    assert version
    if id_ == scene.office.policy.id:
        case = await scene.opened()
        assert await scene.book.read(version_of, case) == version


def _letters() -> list[Path]:
    return [*(ROOT / "replies").rglob("*.txt"), *(ROOT / "replies/law").glob("*.toml")]


def test_p_mx_23_no_letter_says_that_data_are_given_at_one_s_own_risk() -> None:
    assert len(_letters()) > 60
    assert [path.name for path in _letters() if AT_OWN_RISK.search(path.read_text("utf-8"))] == []
    for policy in read_policies().values():
        texts = [text for statement in policy.statements.values() for text in statement.texts.values()]
        assert [text for text in texts if AT_OWN_RISK.search(text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jeg beder om indsigt efter persondatalovens § 31.", Kind.ACCESS),
        ("Jeg gør indsigelse mod registreringen i henhold til reglerne i persondataloven.", Kind.OBJECTION),
    ],
)
def test_p_mx_24_who_cites_the_repealed_act_has_asked_all_the_same(text: str, kind: Kind) -> None:
    found = read(a_message(subject="", text=text), read_policies()["mentorix"])
    assert found.kinds[0].kind is kind


async def test_p_mx_24_and_no_answer_of_ours_rests_on_it(scene: Scene) -> None:
    assert forbidden("Efter persondataloven har vi rettet det.") == ("cites_repealed_law",)
    case = await scene.opened(a_reading(Kind.RECTIFICATION))
    draft = await scene.letter(case, "answer_rectification")
    officer = await scene.hire("privacy_officer")
    body = f"{finished(draft)}\n\nVi har rettet det efter persondatalovens § 37."
    with pytest.raises(NotAllowed, match="cites_repealed_law"):
        await scene.book.run(approve, approval_of(draft, body=body), officer, scene.office.policy, scene.now)
