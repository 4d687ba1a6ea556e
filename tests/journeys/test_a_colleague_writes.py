"""Staff have mail programs too: they pass on what came to them, and answer the notices they get."""

from cases.case import Status
from cases.kind import Kind
from tests.at_work import Running
from tests.smtp import PAPER, a_letter

BO = "course_administrator@mentorix.example"
SENDER = f"Bo Lund <{BO}>"
FORWARD = """Den her kom til mig. Kan vi oprette den?

Bo

Fra: Anna Holm <anna@example.org>
Sendt: 1. marts 2026 16:12
Til: Bo Lund
Emne: Klage over min eksamen

Hej Bo

Jeg vil gerne klage over min eksamen i PRINCE2. Lokalet var ikke klar, og jeg mistede en halv time.

Venlig hilsen
Anna Holm"""


async def test_a_complaint_that_came_to_a_colleague_becomes_its_authors_case(running: Running) -> None:
    await running.hire("course_administrator")
    await running.letter(a_letter(FORWARD, subject="VS: Klage over min eksamen", sender=SENDER), sender=BO)
    await running.quiet()
    (case,) = await running.cases()
    assert (case.kind, case.status, case.held_for) == (Kind.COMPLAINT, Status.HELD, "forwarded_by_staff")
    assert (case.requester.name, case.requester.address) == ("Anna Holm", "anna@example.org")
    assert running.catcher.to("anna@example.org") == []


async def test_the_author_hears_from_us_once_a_person_has_looked(running: Running) -> None:
    bo = await running.hire("course_administrator")
    await running.letter(a_letter(FORWARD, subject="VS: Klage over min eksamen", sender=SENDER), sender=BO)
    await running.quiet()
    (case,) = await running.cases()
    await running.approve(await running.draft(case, "acknowledgement"), bo)
    (caught,) = running.catcher.to("anna@example.org")
    assert case.number in caught["Subject"]
    assert "Bo" not in caught.text


async def test_an_answer_to_a_notice_stays_among_colleagues(running: Running) -> None:
    bo = await running.hire("course_administrator")
    await running.answered(a_letter(files=[PAPER]))
    (case,) = await running.cases()
    await running.later(hours=20)
    await running.later(hours=3)
    (notice,) = running.catcher.to(bo.email)
    raw = a_letter("Den tager jeg i morgen tidlig.", subject=f"SV: {notice['Subject']}", sender=SENDER)
    before = len(running.catcher.letters)
    await running.letter(raw, notice["Reply-To"].partition("<")[2].rstrip(">"), sender=BO)
    await running.quiet()
    assert (await running.verbs(case))[-1] == "remarked"
    assert len(running.catcher.letters) == before
    assert len(await running.cases()) == 1
