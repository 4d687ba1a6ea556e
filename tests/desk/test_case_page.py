"""The case page shows the whole matter, and what strangers wrote stays text."""

from typing import Any

import pytest

from cases.case import Event
from cases.kind import Flag, Kind
from cases.message import Address, Attachment, Channel, Judgement, Verdict
from cases.reading import FoundKind, Sensitive
from storage import history
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

SCRIPT = "<script>alert('x')</script>"
TRICKS = (SCRIPT, '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</textarea><b>", "javascript:alert(1)")


async def page_of(scene: Scene, number: str, role: str = "course_administrator") -> str:
    """Give the page of a case as somebody with a role sees it."""
    answer = await (await scene.at_desk(await scene.hire(role))).get(f"/desk/cases/{number}")
    assert answer.status_code == 200
    return answer.text


async def test_the_evidence_is_marked_where_it_stands_in_the_letter(scene: Scene) -> None:
    reading = a_reading(kinds=(FoundKind(Kind.COMPLAINT, 0.93, ("gerne klage over",)),))
    text = await page_of(scene, (await scene.hear(reading=reading)).opened[0].number)
    assert "Jeg vil <mark>gerne klage over</mark> kurset." in text
    assert '<span class="sure">93 %</span>' in text


async def test_quoted_mail_is_folded_but_there(scene: Scene) -> None:
    message = a_message(text="Jeg vil gerne klage over kurset.\n\n> tidligere skrev I noget andet")
    text = await page_of(scene, (await scene.hear(message)).opened[0].number)
    before, _, folded = text.partition("Vis hele beskeden med tidligere mails")
    assert "tidligere skrev I" not in before
    assert "&gt; tidligere skrev I noget andet" in folded


async def test_every_clock_says_why_it_ends_when_it_ends(scene: Scene) -> None:
    text = await page_of(scene, (await scene.hear()).opened[0].number)
    assert "14 arbejdsdage · til og med 20. marts 2026 kl. 23.59" in text
    assert "day 14 is Friday 20 March 2026" in text


async def test_what_is_there_and_what_is_missing_are_told_apart(scene: Scene) -> None:
    text = await page_of(scene, (await scene.hear()).opened[0].number)
    assert '<li class="present">navn: modtaget</li>' in text
    assert '<li class="absent">dokumenter: mangler</li>' in text


async def test_history_is_told_in_words(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    events = (
        Event(scene.now, "escalated", "svarfrist", {"queue": "management", "from": "course-administration"}),
        Event(scene.now, "something_new", "svarfrist", {"letter": 7}),
    )
    await scene.book.run(history.record, "mentorix", case.id, events)
    text = await page_of(scene, case.number)
    assert "Sag oprettet: klage, kursusadministrationen" in text
    assert "Eskaleret: ledelsen" in text
    assert "something new <small>" in text


async def test_a_draft_shows_what_it_must_say_and_what_is_unfinished(scene: Scene) -> None:
    text = await page_of(scene, (await scene.hear()).opened[0].number)
    assert "retten til at appellere: er med" in text
    assert "mangler at blive udfyldt" in text


@pytest.mark.parametrize("trick", TRICKS)
async def test_what_a_stranger_wrote_is_shown_and_never_obeyed(scene: Scene, trick: str) -> None:
    message = a_message(
        sender=Address(trick, "anna@example.org"),
        subject=trick,
        text=f"Jeg vil gerne klage over kurset.\n\n{trick}",
        attachments=(Attachment(2, trick, trick, 10, "d"),),
    )
    reading = a_reading(
        kinds=(FoundKind(Kind.COMPLAINT, 0.9, (trick,)),), text=trick, fields={"name": trick, "phone": trick}
    )
    number = (await scene.hear(message, reading)).opened[0].number
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    for path in (f"/desk/cases/{number}", "/desk/", "/desk/outbox", "/desk/?view=held"):
        text = (await browser.get(path)).text
        assert "<script>" not in text, path
        assert "<img" not in text, path
        assert "<b>" not in text, path
        assert ">49<" not in text, path
        assert 'href="javascript' not in text, path


async def test_filed_mail_is_text_too(scene: Scene) -> None:
    message = a_message(subject=SCRIPT, text=SCRIPT, sender=Address(SCRIPT, "a@example.org"))
    await scene.hear(message, a_reading(text=SCRIPT), Judgement(Verdict.FILE, SCRIPT, automatic=True, may_answer=False))
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    text = (await browser.get("/desk/filed")).text
    assert "&lt;script&gt;" in text
    assert "<script>" not in text


async def test_a_national_number_is_masked_everywhere_on_the_page(scene: Scene) -> None:
    words = "Mit CPR-nummer er 010190-1234."
    message = a_message(subject="CPR-nummer 010190-1234", text=f"{words}\n\n> CPR-nummer 010190-1234")
    reading = a_reading(text=words, sensitive=(Sensitive("cpr", "••••••-••••"),))
    text = await page_of(scene, (await scene.hear(message, reading)).opened[0].number)
    assert "010190" not in text
    assert "Mit CPR-nummer er ••••••-••••." in text


async def test_a_letter_that_opened_two_cases_shows_each_staff_their_own_draft(scene: Scene) -> None:
    complaint, access = (await scene.hear(reading=a_reading(Kind.COMPLAINT, Kind.ACCESS))).opened
    mine = await page_of(scene, complaint.number)
    theirs = await page_of(scene, access.number, "privacy_officer")
    assert "Udkast: svar (klage)" in mine
    assert "indsigtsanmodning)" not in mine
    assert "Udkast: svar (indsigtsanmodning)" in theirs
    for text in (mine, theirs):
        assert "Automatisk kvittering" in text
    assert f'href="/desk/cases/{access.number}"' not in mine


async def test_whoever_sees_both_cases_of_a_letter_finds_the_way_between_them(scene: Scene) -> None:
    first, second = (await scene.hear(reading=a_reading(Kind.ACCESS, Kind.ERASURE))).opened
    text = await page_of(scene, first.number, "privacy_officer")
    assert f'<a href="/desk/cases/{second.number}">' in text


async def test_a_page_is_small_even_when_much_was_written(scene: Scene) -> None:
    words = "Jeg vil gerne klage over kurset, og det er der mange grunde til. " * 100
    heard = await scene.hear(a_message(text=words), a_reading(text=words))
    assert len((await page_of(scene, heard.opened[0].number)).encode()) < 100_000


@pytest.mark.parametrize(
    ("interface", "said"),
    [
        ("da", "Skrevet på svensk. Der svares på engelsk."),
        ("nl", "Geschreven in het Zweeds. Het antwoord is in het Engels."),
        ("en", "Written in Swedish. The answer is in English."),
    ],
)
async def test_a_letter_in_a_language_that_is_not_spoken_here_is_marked_for_staff(
    scene: Scene, interface: str, said: str
) -> None:
    number = (await scene.hear(reading=a_reading(language="sv"))).opened[0].number
    staff = await scene.hire("course_administrator", language=interface)
    assert said in (await (await scene.at_desk(staff)).get(f"/desk/cases/{number}")).text


@pytest.mark.parametrize(
    "spoken", [{"language": "da"}, {"language": "nl"}, {"language": "da", "language_known": False}]
)
async def test_nothing_is_said_of_the_language_of_a_letter_that_is_answered_in_it(
    scene: Scene, spoken: dict[str, Any]
) -> None:
    number = (await scene.hear(reading=a_reading(**spoken))).opened[0].number
    assert "Skrevet på" not in await page_of(scene, number)


async def test_a_reading_that_is_not_sure_says_so_before_anything_is_unfolded(scene: Scene) -> None:
    number = (await scene.hear(reading=a_reading(unsure=True))).opened[0].number
    before, _, _ = (await page_of(scene, number)).partition('<details class="reading" open>')
    assert "Det er ikke sikkert, at vi har forstået brevet rigtigt." in before


async def test_a_sure_reading_stays_folded(scene: Scene) -> None:
    text = await page_of(scene, (await scene.hear()).opened[0].number)
    assert '<details class="reading"><summary>' in text
    assert "Det er ikke sikkert" not in text


async def test_who_writes_for_whom_is_told_in_words_and_not_in_codes(scene: Scene) -> None:
    fields = {"role": "lawyer", "for_whom": "Peter Holst", "consent": "said", "dates": "2026-02-10"}
    text = await page_of(scene, (await scene.hear(reading=a_reading(fields=fields))).opened[0].number)
    for told in (
        "<dt>Skriver som</dt><dd>advokat</dd>",
        "<dt>Skriver for</dt><dd>Peter Holst</dd>",
        "<dt>Samtykke eller fuldmagt</dt><dd>givet, ifølge brevet, men ikke vedlagt</dd>",
        "<dt>Datoer i brevet</dt><dd>10. februar 2026</dd>",
    ):
        assert told in text


@pytest.mark.parametrize("category", ["identity", "identity_copy"])
async def test_a_copy_of_a_passport_is_no_matter_that_a_letter_tells_of(scene: Scene, category: str) -> None:
    reading = a_reading(sensitive=(Sensitive(category, category), Sensitive("health", "health")))
    text = await page_of(scene, (await scene.hear(reading=reading)).opened[0].number)
    assert "Beskeden fortæller om: helbred. Læs" in text
    assert "Der er måske en kopi af legitimation med" in text


async def test_only_what_is_urgent_by_itself_is_red(scene: Scene) -> None:
    flags = frozenset({Flag.BREACH_HINT, Flag.ON_BEHALF})
    text = await page_of(scene, (await scene.hear(reading=a_reading(flags=flags))).opened[0].number)
    assert '<span class="tag warn">muligt databrud</span>' in text
    assert '<span class="tag hold">på vegne af en anden</span>' in text


async def test_what_the_person_wrote_is_marked_as_their_language(scene: Scene) -> None:
    reading = a_reading(language="sv", kinds=(FoundKind(Kind.COMPLAINT, 0.9, ("klaga",)),))
    text = await page_of(scene, (await scene.hear(a_message(subject="Klagomål"), reading)).opened[0].number)
    assert '<h2 lang="sv">Klagomål</h2>' in text
    assert '<span lang="sv"><q>klaga</q></span>' in text
    assert "svar på engelsk" in text


async def test_an_answer_to_somebody_in_a_chat_says_that_it_goes_there(scene: Scene) -> None:
    message = a_message(channel=Channel.CHAT, sender=Address("", ""), return_path="", to=(), subject="")
    reading = a_reading(Kind.OTHER, fields={})
    text = await page_of(scene, (await scene.hear(message, reading)).opened[0].number)
    assert "Til chatten, hvis personen er der, ellers pr. e-mail" in text
