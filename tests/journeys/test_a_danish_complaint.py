"""Anna complains in Danish: she is answered at once, asked once for what is missing, and held to nothing she sent."""

from cases.case import Status
from cases.kind import Kind
from cases.policy import ClockName
from tests.at_work import Running, number_in
from tests.journeys.correspondence import answer_to, return_address
from tests.smtp import PAPER, a_letter

THE_DATE = "senest den 20. marts 2026 (til og med)"
THE_QUESTION = "Har du dokumenter, der belyser sagen"


async def test_a_complete_complaint_is_answered_with_its_number_and_its_date(running: Running) -> None:
    answer = await running.answered(a_letter(files=[PAPER], Message_ID="<klage-1@example.org>"))
    (case,) = await running.cases()
    assert (case.kind, case.status, case.missing) == (Kind.COMPLAINT, Status.OPEN, ())
    assert number_in(answer["Subject"]) == number_in(answer.text) == case.number
    assert THE_DATE in answer.text
    assert "Kære Anna Holm" in answer.text
    assert THE_QUESTION not in answer.text


async def test_the_receipt_says_that_a_machine_wrote_it_and_what_it_answers(running: Running) -> None:
    answer = await running.answered(a_letter(files=[PAPER], Message_ID="<klage-2@example.org>"))
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["In-Reply-To"] == answer["References"] == "<klage-2@example.org>"
    assert answer["Content-Language"] == "da"
    assert answer["From"] == '"Mentorix (automatisk svar)" <info@mentorix.dk>'
    assert answer.recipient == "anna@example.org"
    assert answer.sender.startswith("bounce+t.")


async def test_the_receipt_stops_its_own_clock_and_no_other(running: Running) -> None:
    await running.answered(a_letter(files=[PAPER]))
    (case,) = await running.cases()
    assert set(await running.ticking(case)) == {ClockName.HANDLING, ClockName.ANSWER}


async def test_subjects_name_the_number_and_nothing_that_anna_wrote(running: Running) -> None:
    answer = await running.answered(a_letter(subject="Jeg har kræft og klager", files=[PAPER]))
    assert "kræft" not in answer["Subject"]
    assert "Anna" not in answer["Subject"]


async def test_a_complaint_without_papers_is_asked_for_exactly_those_and_dated_all_the_same(running: Running) -> None:
    answer = await running.answered(a_letter())
    (case,) = await running.cases()
    assert case.missing == ("documents",)
    questions = [line for line in answer.text.splitlines() if line.startswith("- ")]
    assert len(questions) == 1
    assert THE_QUESTION in questions[0]
    assert THE_DATE in answer.text


async def test_papers_that_come_later_join_the_case_and_the_date_stays_what_it_was(running: Running) -> None:
    asked = await running.answered(a_letter())
    running.clock.now = running.clock.now.replace(day=4)
    told = await running.answered(answer_to(asked, "Her er kvitteringen.", files=(PAPER,)), return_address(asked))
    (case,) = await running.cases()
    assert (case.missing, case.met >= {"documents"}) == ((), True)
    assert number_in(told["Subject"]) == number_in(asked["Subject"]) == case.number
    assert THE_DATE in told.text
    assert THE_QUESTION not in told.text
    assert (await running.verbs(case))[-3:] == ["heard", "met", "sent"]


async def test_papers_find_their_case_by_the_token_though_the_program_forgot_every_other_thread(
    running: Running,
) -> None:
    asked = await running.answered(a_letter())
    papers = a_letter("Her er kvitteringen.", subject="bilag", to=asked["Reply-To"], files=[PAPER])
    told = await running.answered(papers, return_address(asked))
    (case,) = await running.cases()
    assert number_in(told["Subject"]) == case.number
    assert len((await running.dossier(case.number)).told) == 2


async def test_who_has_no_papers_says_so_and_is_not_asked_again(running: Running) -> None:
    asked = await running.answered(a_letter())
    told = await running.answered(answer_to(asked, "Jeg har ingen dokumenter."), return_address(asked))
    (case,) = await running.cases()
    assert case.missing == ()
    assert THE_DATE in told.text


async def test_a_further_letter_to_a_complete_case_is_kept_and_gets_no_second_receipt(running: Running) -> None:
    receipt = await running.answered(a_letter(files=[PAPER]))
    await running.letter(answer_to(receipt, "Tak for det hurtige svar."), return_address(receipt))
    await running.quiet()
    (case,) = await running.cases()
    assert len((await running.dossier(case.number)).told) == 2
    assert len(running.catcher.letters) == 1
