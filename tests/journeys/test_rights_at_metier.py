"""People use their rights at Metier: what its policy says in passing is kept to the letter."""

from typing import Any

import pytest

from cases.case import Case, Status
from cases.decision import Ruling
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.policy import ClockName
from cases.staff import Staff
from cases.task import TaskKind
from intake.approve import approve
from intake.consequence import Outcome, Settling, settle
from intake.decide import Deciding, decide
from storage import tasks
from tests.at_work import Running, approval_of, finished
from tests.journeys.correspondence import answer_to, return_address
from tests.smtp import a_letter

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

METIER = "info@metier.dk"


async def wrote(running: Running, text: str, subject: str = "Henvendelse") -> Case:
    """Let Anna write to Metier; give the case that it opened."""
    await running.letter(a_letter(f"{text}\n\nVenlig hilsen\nAnna Holm", subject=subject, to=METIER), METIER)
    await running.quiet()
    return (await running.cases("metier"))[-1]


async def work(running: Running, case: Case) -> list[tuple[TaskKind, str]]:
    """Name what is still to be done for a case."""
    found = await running.service.book.read(tasks.of_case, case.organisation, case.id)
    return [(one.kind, one.about) for one in found if one.open]


async def decided(running: Running, case: Case, by: Staff, ruling: Ruling, *grounds: str, **more: Any) -> None:  # noqa: ANN401
    """Let a person decide."""
    policy = running.service.offices["metier"].policy
    what = Deciding("metier", case.id, ruling, grounds, **more)
    await running.service.book.run(decide, what, by, policy, running.clock.now)


async def test_p_me_01_a_right_is_used_in_any_words_and_runs_from_that_moment(running: Running) -> None:
    """R-REC-1: no form, no law, no reason, no signature."""
    case = await wrote(running, "Hej, hvad har I egentlig liggende om mig? Jeg vil gerne se det hele.")
    assert (case.kind, case.missing, case.queue) == (Kind.ACCESS, (), "privacy")
    assert ClockName.ANSWER in await running.ticking(case)


async def test_p_me_02_an_answer_about_access_leaves_only_with_every_point(running: Running) -> None:
    case = await wrote(running, "Jeg vil gerne have indsigt i alle de oplysninger, I behandler om mig.")
    officer = await running.hire("privacy_officer", "metier")
    draft = await running.draft(case, "answer_access")
    policy = running.service.offices["metier"].policy
    lost = "\n\n".join(part for part in finished(draft).split("\n\n") if not part.startswith(("d) ", "g) ")))
    with pytest.raises(NotAllowed, match="access_storage, access_source"):
        await running.service.book.run(approve, approval_of(draft, body=lost), officer, policy, running.clock.now)
    answer = await running.approve(draft, officer)
    assert "c) Modtagere" in answer.text
    assert "- Certificeringspartner (certificering og eksamen)" in answer.text
    assert "Datatilsynet" in answer.text


async def test_p_me_03_a_limit_leaves_something_out_and_says_on_which_ground(running: Running) -> None:
    case = await wrote(running, "Jeg vil gerne have indsigt i alle de oplysninger, I behandler om mig.")
    officer = await running.hire("privacy_officer", "metier")
    with pytest.raises(NotAllowed, match="P-ME-03"):
        await decided(running, case, officer, Ruling.REFUSED, "trade_secrets")
    await decided(running, case, officer, Ruling.PARTLY_GRANTED, "trade_secrets")
    answer = await running.approve(await running.draft(case, "answer_access"), officer)
    assert "forretningshemmeligheder" in answer.text
    assert "indbringe sagen for domstolene" in answer.text


async def test_p_me_04_who_says_too_little_of_a_mistake_is_asked_and_the_case_goes_on(running: Running) -> None:
    raw = a_letter(
        "I har registreret nogle forkerte oplysninger om mig. Ret dem.\n\nAnna Holm", subject="Fejl", to=METIER
    )
    receipt = await running.answered(raw, METIER)
    (case,) = await running.cases("metier")
    assert (case.kind, case.status) == (Kind.RECTIFICATION, Status.OPEN)
    assert "Hvad skal der stå i stedet?" in receipt.text
    assert ClockName.ANSWER in await running.ticking(case)


async def test_p_me_06_conditions_are_looked_into_by_a_person_and_then_it_is_done_before_the_answer(
    running: Running,
) -> None:
    case = await wrote(running, "Jeg ønsker, at I sletter alle mine oplysninger.")
    assert await work(running, case) == []
    officer = await running.hire("privacy_officer", "metier")
    await decided(running, case, officer, Ruling.GRANTED)
    assert (TaskKind.ERASE_DATA, "") in await work(running, case)


async def test_p_me_07_marketing_stops_at_once_and_the_answer_says_so(running: Running) -> None:
    """CON-7: "hvis din indsigelse er berettiget" is no question for marketing."""
    case = await wrote(running, "Jeg gør indsigelse mod, at I bruger mine oplysninger til direkte markedsføring.")
    assert case.kind is Kind.OBJECTION
    assert await work(running, case) == [(TaskKind.STOP_MARKETING, "")]
    officer = await running.hire("privacy_officer", "metier")
    with pytest.raises(NotAllowed, match="CON-7"):
        await decided(running, case, officer, Ruling.REFUSED, "compelling_grounds")
    answer = await running.approve(await running.draft(case, "answer_objection"), officer)
    assert "Direkte markedsføring" in answer.text


async def test_p_me_08_who_objects_to_passing_data_on_hears_what_it_costs_and_confirms(running: Running) -> None:
    text = "Jeg gør indsigelse mod, at I videregiver mine oplysninger til jeres samarbejdspartner om certificering."
    case = await wrote(running, text)
    assert await work(running, case) == []
    officer = await running.hire("privacy_officer", "metier")
    policy, book = running.service.offices["metier"].policy, running.service.book
    before = len(running.catcher.letters)
    draft = await running.draft(case, "consequence_notice")
    await book.run(approve, approval_of(draft, ruling=None), officer, policy, running.clock.now)
    told = (await running.catcher.wait_for(before + 1))[before]
    assert "kan du ikke tage en certificering hos os" in told.text
    await running.letter(answer_to(told, "Ja, jeg fastholder min indsigelse.\n\nAnna"), return_address(told))
    await running.quiet()
    confirmed = Settling("metier", case.id, Outcome.CONFIRMED)
    await book.run(settle, confirmed, (officer, running.service.offices["metier"]), running.clock.now)
    assert await work(running, case) == [(TaskKind.STOP_DISCLOSURE, "")]


async def test_p_me_10_course_data_go_on_request_and_the_answer_warns_of_the_lost_proof(running: Running) -> None:
    case = await wrote(running, "Slet alle oplysninger om de kurser, jeg har taget hos jer.", subject="Sletning")
    officer = await running.hire("privacy_officer", "metier")
    with pytest.raises(NotAllowed, match="P-ME-10"):
        await decided(running, case, officer, Ruling.REFUSED, "still_needed")
    answer = await running.approve(await running.draft(case, "answer_erasure"), officer)
    assert "kan vi ikke længere dokumentere, at du har deltaget eller bestået" in answer.text


async def test_p_me_11_a_withdrawal_is_one_step(running: Running) -> None:
    """R-7-3: what stops, what stays on which basis, and that what was done before was lawful."""
    case = await wrote(running, "Jeg trækker mit samtykke til, at I opbevarer mine persondata, tilbage.")
    assert (case.kind, case.missing) == (Kind.CONSENT_WITHDRAWAL, ())
    assert (TaskKind.STOP_PROCESSING, "") in await work(running, case)
    officer = await running.hire("privacy_officer", "metier")
    await decided(running, case, officer, Ruling.PARTLY_GRANTED, "other_basis")
    answer = await running.approve(await running.draft(case, "answer_consent_withdrawal"), officer)
    assert "Det har vi stadig" in answer.text
    assert "var lovligt" in answer.text


async def test_p_me_12_a_new_address_is_a_change_and_no_right(running: Running) -> None:
    case = await wrote(running, "Jeg er flyttet. Min nye adresse er Nygade 1, 8000 Aarhus C.", subject="Ny adresse")
    assert case.kind is Kind.OTHER
    assert await work(running, case) == [(TaskKind.CORRECT_DATA, "")]


async def test_p_me_13_what_an_authority_asks_for_is_a_persons_business(running: Running) -> None:
    text = (
        "Politiet anmoder hermed om udlevering af oplysninger om en af jeres kursister, jf. retsplejeloven § 804.\n\n"
        "Østjyllands Politi"
    )
    raw = a_letter(text, subject="Anmodning om oplysninger", to=METIER, sender="Politi <ojyl@politi.dk>")
    await running.letter(raw, METIER, sender="ojyl@politi.dk")
    await running.quiet()
    case = (await running.cases("metier"))[-1]
    assert (case.queue, case.status) == ("authority-requests", Status.HELD)
    assert await work(running, case) == []


async def test_a_task_that_nobody_does_is_told_to_staff(running: Running) -> None:
    await running.hire("privacy_officer", "metier")
    await wrote(running, "Jeg gør indsigelse mod, at I bruger mine oplysninger til direkte markedsføring.")
    await running.later(hours=25)
    notices = [one for one in running.catcher.to("privacy_officer@metier.example") if "opgave" in one["Subject"]]
    assert len(notices) == 1
