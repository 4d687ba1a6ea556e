"""One letter, two matters: each has its number, date and law, and the person gets one answer that lists both."""

from cases.case import Case
from cases.kind import Kind
from cases.policy import ClockName
from tests.at_work import NUMBER, Running
from tests.smtp import PAPER, Caught, a_letter

BOTH = (
    "Jeg vil gerne klage over kurset i projektledelse. Underviseren mødte ikke op.\n\n"
    "Jeg vil også gerne have indsigt i alle personoplysninger, I har registreret om mig, efter artikel 15 i GDPR.\n\n"
    "Venlig hilsen\nAnna Holm"
)
"""A complaint with a request for access in it."""


async def written(running: Running) -> tuple[Caught, dict[Kind, Case]]:
    """Send the letter; give our answer and the cases by their kind."""
    answer = await running.answered(a_letter(BOTH, files=[PAPER]))
    return answer, {case.kind: case for case in await running.cases()}


async def test_both_matters_are_cases_of_one_conversation(running: Running) -> None:
    _, cases = await written(running)
    assert set(cases) == {Kind.COMPLAINT, Kind.ACCESS}
    assert cases[Kind.COMPLAINT].thread == cases[Kind.ACCESS].thread
    assert {case.queue for case in cases.values()} == {"course-administration", "privacy"}


async def test_one_answer_lists_both_numbers_with_their_dates(running: Running) -> None:
    answer, cases = await written(running)
    assert len(running.catcher.letters) == 1
    lines = {found[0]: line for line in answer.text.splitlines() for found in NUMBER.finditer(line)}
    assert "20. marts 2026 (til og med)" in lines[cases[Kind.COMPLAINT].number]
    assert "7. april 2026 (til og med)" in lines[cases[Kind.ACCESS].number]


async def test_the_month_of_the_law_ends_on_the_first_day_of_work_after_easter(running: Running) -> None:
    """2 April 2026 is Maundy Thursday in Denmark: a month of EU law rolls on (Reg. 1182/71 Art. 3(4))."""
    _, cases = await written(running)
    due = (await running.ticking(cases[Kind.ACCESS]))[ClockName.ANSWER].due_at
    assert due.date().isoformat() == "2026-04-07"


async def test_one_answer_keeps_both_promises_of_a_receipt(running: Running) -> None:
    _, cases = await written(running)
    for case in cases.values():
        assert ClockName.ACKNOWLEDGEMENT not in await running.ticking(case)


async def test_answering_one_matter_leaves_the_other_open(running: Running) -> None:
    _, cases = await written(running)
    person = await running.hire("course_administrator")
    await running.approve(await running.draft(cases[Kind.COMPLAINT], "answer_complaint"), person)
    assert await running.ticking(cases[Kind.COMPLAINT]) == {}
    assert ClockName.ANSWER in await running.ticking(cases[Kind.ACCESS])
