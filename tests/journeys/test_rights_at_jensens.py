"""People use their rights at Jensens Kurser: each of the eight that its policy names, and what it promises of them."""

import pytest

from cases.case import Case
from cases.decision import Ruling
from cases.errors import NotAllowed
from cases.kind import PRIVACY, Kind
from cases.policy import ClockName
from cases.staff import Staff
from cases.task import TaskKind
from intake.approve import approve
from intake.decide import Deciding, decide
from storage import tasks
from tests.at_work import Running, approval_of, finished
from tests.smtp import a_letter

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

JENSENS = "info@jensenskurser.dk"
EIGHT = {
    Kind.ACCESS: "Jeg vil gerne have indsigt i de oplysninger, I behandler om mig.",
    Kind.RECTIFICATION: "I har stavet mit efternavn forkert. Ret det til Holm.",
    Kind.ERASURE: "Slet venligst alle mine personoplysninger.",
    Kind.RESTRICTION: "Jeg anmoder om, at behandlingen af mine personoplysninger begrænses.",
    Kind.PORTABILITY: "Jeg vil gerne have mine data udleveret i et maskinlæsbart format.",
    Kind.OBJECTION: "Jeg gør indsigelse mod jeres behandling af mine personoplysninger.",
    Kind.CONSENT_WITHDRAWAL: "Jeg trækker mit samtykke tilbage.",
    Kind.PRIVACY_COMPLAINT: "Jeg klager over jeres behandling af mine personoplysninger.",
}


async def wrote(running: Running, text: str) -> Case:
    """Let Anna write to Jensens Kurser; give the case that it opened."""
    raw = a_letter(f"{text}\n\nVenlig hilsen\nAnna Holm", subject="Henvendelse", to=JENSENS)
    await running.letter(raw, JENSENS)
    await running.quiet()
    return (await running.cases("jensenskurser"))[-1]


async def officer_of(running: Running) -> Staff:
    """Hire somebody who decides about privacy."""
    return await running.hire("privacy_officer", "jensenskurser")


async def decided(running: Running, case: Case, by: Staff, ruling: Ruling, *grounds: str) -> None:
    """Let a person decide."""
    policy = running.service.offices["jensenskurser"].policy
    what = Deciding("jensenskurser", case.id, ruling, grounds)
    await running.service.book.run(decide, what, by, policy, running.clock.now)


async def work(running: Running, case: Case) -> list[tuple[TaskKind, str]]:
    """Name what is still to be done for a case."""
    found = await running.service.book.read(tasks.of_case, case.organisation, case.id)
    return [(one.kind, one.about) for one in found if one.open]


async def test_p_jk_03_all_eight_rights_are_used_by_writing_to_the_address(running: Running) -> None:
    """P-JK-02: nothing else is needed."""
    for kind, text in EIGHT.items():
        case = await wrote(running, text)
        assert case.kind is kind
        assert ClockName.ANSWER in await running.ticking(case)
    assert EIGHT.keys() == PRIVACY


async def test_p_jk_01_the_answer_names_the_legal_entity(running: Running) -> None:
    case = await wrote(running, EIGHT[Kind.ACCESS])
    answer = await running.approve(await running.draft(case, "answer_access"), await officer_of(running))
    assert answer.text.rstrip().endswith("Jensens Kurser A/S, Borgergade 20, 1300 København K, CVR 32666396")


async def test_p_jk_04_what_is_not_erased_is_refused_with_its_basis_or_not_at_all(running: Running) -> None:
    case, officer = await wrote(running, EIGHT[Kind.ERASURE]), await officer_of(running)
    with pytest.raises(NotAllowed, match="P-JK-04"):
        await decided(running, case, officer, Ruling.PARTLY_GRANTED)
    await decided(running, case, officer, Ruling.PARTLY_GRANTED, "bookkeeping_dk")
    assert (TaskKind.RESTRICT_DATA, "") in await work(running, case)
    draft = await running.draft(case, "answer_erasure")
    silent = "\n\n".join(part for part in finished(draft).split("\n\n") if "bogførings" not in part)
    policy = running.service.offices["jensenskurser"].policy
    with pytest.raises(NotAllowed, match="must still say: bookkeeping_dk"):
        await running.service.book.run(approve, approval_of(draft, body=silent), officer, policy, running.clock.now)
    answer = await running.approve(draft, officer)
    assert "bogføringslovens § 12" in answer.text


async def test_p_jk_06_the_answer_says_that_one_can_complain_to_datatilsynet(running: Running) -> None:
    case = await wrote(running, EIGHT[Kind.PRIVACY_COMPLAINT])
    answer = await running.approve(await running.draft(case, "answer_privacy_complaint"), await officer_of(running))
    assert "Datatilsynet, Carl Jacobsens Vej 35, 2500 Valby, www.datatilsynet.dk" in answer.text


async def test_p_jk_08_every_processor_is_told_of_an_erasure(running: Running) -> None:
    case, officer = await wrote(running, EIGHT[Kind.ERASURE]), await officer_of(running)
    await decided(running, case, officer, Ruling.GRANTED)
    told = [about for kind, about in await work(running, case) if kind is TaskKind.TELL_RECIPIENT]
    assert told == ["ATEA", "Officekursus", "IDG-kurser", "Diplomasafe", "Google", "HubSpot", "MailChimp"]
    assert "- HubSpot (kontaktformularer, bestillinger og nyhedsbreve)" in (await running.draft(case)).outgoing.body


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("HubSpot er tilsluttet EU US Privacy Shield.", "relies_on_privacy_shield"),
        ("Du kan læse mere i persondataloven.", "cites_repealed_law"),
    ],
    ids=["P-JK-11", "P-JK-12"],
)
async def test_p_jk_11_12_no_letter_rests_on_what_is_invalid(running: Running, said: str, rule: str) -> None:
    """CON-9, CON-1: what the policy names is in no answer."""
    case, officer = await wrote(running, EIGHT[Kind.ACCESS]), await officer_of(running)
    draft = await running.draft(case, "answer_access")
    policy = running.service.offices["jensenskurser"].policy
    wrong = approval_of(draft, body=f"{finished(draft)}\n\n{said}")
    with pytest.raises(NotAllowed, match=rule):
        await running.service.book.run(approve, wrong, officer, policy, running.clock.now)


async def test_p_jk_12_a_request_that_cites_the_old_law_counts_in_full(running: Running) -> None:
    """CON-1."""
    case = await wrote(running, "Jeg anmoder om indsigt efter persondatalovens § 31.")
    assert case.kind is Kind.ACCESS
    assert (await running.ticking(case))[ClockName.ANSWER].law == "GDPR Art. 12(3)"
