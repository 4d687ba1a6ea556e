"""A Danish complaint: answered at once, asked for exactly what is missing, and told the date again when it came."""

from cases.case import Status
from cases.kind import Kind
from cases.policy import ClockName
from tests.at_work import Running, number_in
from tests.smtp import KLAGE, PAPER, Caught, a_letter

ANNA = "anna@example.org"


def assert_is_an_automatic_answer(answer: Caught, to: str) -> None:
    """Check what RFC 3834 wants of every automatic answer."""
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["In-Reply-To"] == to
    assert to in answer["References"]
    assert answer["Message-ID"].endswith("@mentorix.dk>")
    assert answer.sender.startswith("bounce+t.")
    assert (answer.recipient, answer["To"], answer["Cc"]) == (ANNA, ANNA, "")


async def test_with_its_papers_it_gets_a_number_and_a_date_in_words(running: Running) -> None:
    answer = await running.answered(a_letter(files=[PAPER], Message_ID="<klage@example.org>"))
    assert_is_an_automatic_answer(answer, "<klage@example.org>")
    case = await running.case(number_in(answer["Subject"]))
    assert (case.kind, case.status, case.missing) == (Kind.COMPLAINT, Status.OPEN, ())
    assert "Kære Anna Holm" in answer.text
    assert "du får svar senest den 20. marts 2026 (til og med)" in answer.text
    assert "Vi mangler" not in answer.text
    assert answer["Content-Language"] == "da"
    assert await running.verbs(case) == ["received", "opened", "started", "started", "started", "sent"]
    assert set(await running.ticking(case)) == {ClockName.HANDLING, ClockName.ANSWER}


async def test_without_papers_it_is_asked_for_exactly_those_and_merged_when_they_come(running: Running) -> None:
    asked = await running.answered(a_letter(Message_ID="<klage@example.org>"))
    number = number_in(asked["Subject"])
    assert "Vi mangler stadig svar på dette spørgsmål" in asked.text
    assert "Har du dokumenter, der belyser sagen" in asked.text
    assert "Hvad er dit fulde navn?" not in asked.text
    assert "20. marts 2026" in asked.text, "asking is no condition: the date stands"
    ends = await running.ticking(await running.case(number))

    await running.later(days=2)
    papers = a_letter(
        "Her er min kvittering.\n\nAnna",
        subject=f"Sv: {asked['Subject']}",
        to=asked["Reply-To"],
        files=[PAPER],
        In_Reply_To=asked["Message-ID"],
        References=f"<klage@example.org> {asked['Message-ID']}",
        Message_ID="<papirer@example.org>",
    )
    token_address = asked["Reply-To"].partition("<")[2].rstrip(">")
    told = await running.answered(papers, token_address)
    assert_is_an_automatic_answer(told, "<papirer@example.org>")
    assert number_in(told["Subject"]) == number
    assert "20. marts 2026" in told.text
    (case,) = await running.cases()
    assert case.missing == ()
    assert await running.ticking(case) == ends
    assert [message.attachments[0].name for message in (await running.dossier(number)).told[1:]] == ["kvittering.pdf"]


async def test_to_write_that_there_are_no_papers_is_enough(running: Running) -> None:
    asked = await running.answered(a_letter())
    reply = a_letter(
        "Jeg har ingen dokumenter.\n\nAnna", subject=f"Re: {asked['Subject']}", In_Reply_To=asked["Message-ID"]
    )
    await running.answered(reply)
    (case,) = await running.cases()
    assert case.missing == ()


async def test_the_quoted_answer_below_a_reply_opens_nothing_and_asks_nothing(running: Running) -> None:
    asked = await running.answered(a_letter())
    quoted = "\n".join(f"> {line}" for line in asked.text.splitlines())
    reply = f"Tak for jeres hurtige svar.\n\nDen 2. marts 2026 skrev Mentorix <info@mentorix.dk>:\n{quoted}"
    await running.letter(a_letter(reply, subject=f"Re: {asked['Subject']}", In_Reply_To=asked["Message-ID"]))
    await running.quiet()
    assert len(await running.cases()) == 1
    assert len(running.catcher.letters) == 1


async def test_the_case_number_in_a_new_letter_of_the_same_person_finds_the_case(running: Running) -> None:
    number = number_in((await running.answered(a_letter(files=[PAPER])))["Subject"])
    again = a_letter("Hvordan går det med min sag? Venlig hilsen Anna", subject=f"Sag {number}")
    await running.letter(again)
    await running.quiet()
    assert len(await running.cases()) == 1
    assert "heard" in await running.verbs(await running.case(number))


async def test_a_complaint_with_a_right_in_it_gets_two_numbers_and_both_dates_in_one_letter(running: Running) -> None:
    text = KLAGE.replace("Venlig", "Jeg vil desuden gerne have indsigt i de oplysninger, I har om mig.\n\nVenlig")
    answer = await running.answered(a_letter(text, files=[PAPER]))
    complaint, access = sorted(await running.cases(), key=lambda case: case.kind == Kind.ACCESS)
    assert (complaint.kind, access.kind) == (Kind.COMPLAINT, Kind.ACCESS)
    for case, date in ((complaint, "20. marts 2026"), (access, "7. april 2026")):
        assert case.number in answer["Subject"]
        assert case.number in answer.text
        assert date in answer.text
    assert len(running.catcher.letters) == 1
