"""What the case page says of a sender, and how staff note that they made sure who it is."""

import re

import pytest

from cases.message import Address, Authentication
from cases.outgoing import OutboxStatus
from intake.assign import assign
from storage import casebook
from tests.builders import a_message
from tests.desk.scene import Scene, fields, finished
from tests.desk.test_acts import approve, form_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PASSED = Authentication("pass", "pass", "pass", "example.org", "here", aligned=True, policy="reject")
VOUCHED = Authentication("pass", "none", "none", "example.org", "here", aligned=True)
FORGED = Authentication("fail", "none", "fail", "example.org", "here", policy="reject")
SUSPECT = Authentication("fail", "none", "fail", "example.org", "here", policy="quarantine")
LAX = Authentication("fail", "none", "fail", "example.org", "mx.mentorix.dk", policy="none")
UNPROVEN = Authentication("softfail", "none", "none", "example.org", "here")
NOBODY = Authentication("none", "none", "none", "", "here")
UNCHECKED = Authentication("temperror", "none", "temperror", "example.org", "here")


async def heard(scene: Scene, known: Authentication | None, sender: str = "Anna Holm") -> str:
    """Let a complaint come in of which this is known; give the case's number."""
    message = a_message(authentication=known, sender=Address(sender, "anna@example.org"))
    return (await scene.hear(message)).opened[0].number


async def said(scene: Scene, number: str, language: str | None = None) -> str:
    """Give the case page as somebody reads it, in Danish unless they chose otherwise."""
    reader = await scene.hire("course_administrator", language=language, email=f"{language}@mentorix.example")
    return re.sub(r"\s+", " ", (await (await scene.at_desk(reader)).get(f"/desk/cases/{number}")).text)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (PASSED, 'class="sender good"><small>Afsenderen er bekræftet af example.org (DMARC).</small>'),
        (VOUCHED, "bekræftet af example.org (SPF eller DKIM; domænet har ikke DMARC)."),
        (FORGED, "Forfalsket? DMARC fejlede for example.org. Domænets ejer ønsker sådanne breve afvist."),
        (SUSPECT, "Domænets ejer ønsker sådanne breve behandlet som mistænkelige."),
        (LAX, "Forfalsket? DMARC fejlede for example.org.</small>"),
        (UNPROVEN, 'class="sender bad"><small>Afsenderen er ikke bekræftet: hverken SPF eller DKIM'),
        (NOBODY, "brevet angiver ingen eller flere forfattere"),
        (UNCHECKED, 'class="sender "><small>Afsenderen kunne ikke kontrolleres'),
    ],
)
async def test_what_is_known_of_a_sender_is_said_in_words(scene: Scene, known: Authentication, words: str) -> None:
    assert words in await said(scene, await heard(scene, known))


async def test_where_nobody_looked_nothing_is_said(scene: Scene) -> None:
    assert 'class="sender' not in await said(scene, await heard(scene, None))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Sender confirmed by example.org (DMARC)."), ("nl", "Afzender bevestigd door example.org (DMARC).")],
)
async def test_it_is_said_in_the_readers_language(scene: Scene, language: str, words: str) -> None:
    assert words in await said(scene, await heard(scene, PASSED), language)


async def test_who_is_confirmed_and_known_is_asked_for_no_papers(scene: Scene) -> None:
    await heard(scene, PASSED)
    scene.later(days=30)
    assert "kendt fra en tidligere sag. Der er ikke brug for yderligere legitimation." in await said(
        scene, await heard(scene, PASSED)
    )


@pytest.mark.parametrize(
    ("sender", "words"),
    [("Bank <bank@example.com>", "indeholder en anden adresse"), ("Mentorix", "det viste navn er jeres")],
)
async def test_a_name_that_is_somebody_elses_is_pointed_out(scene: Scene, sender: str, words: str) -> None:
    assert words in await said(scene, await heard(scene, PASSED, sender))


async def test_an_answer_in_doubt_says_so_and_is_not_let_go(scene: Scene) -> None:
    number = await heard(scene, FORGED)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    (draft,) = [one for one in await scene.letters(number) if one.outgoing.reply == "answer_complaint"]
    form = {**await form_of(browser, number, draft), "body": f"{finished(draft)}\n\nMin tilføjelse"}
    answer = await approve(browser, draft, form)
    assert answer.status_code == 422
    assert "Brevet er måske ikke fra anna@example.org." in answer.text
    assert "Min tilføjelse</textarea>" in answer.text
    assert all(one.status is OutboxStatus.DRAFT for one in await scene.letters(number))


async def test_once_it_is_noted_who_it_is_the_answer_leaves(scene: Scene) -> None:
    number = await heard(scene, FORGED)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    address = f"/desk/cases/{number}/identity"
    form = {**fields(await browser.get(f"/desk/cases/{number}"), address), "way": "called_back", "note": "kl. 14"}
    answer = await browser.post(address, data=form)
    assert answer.headers["location"].endswith("?done=confirmed")
    page = (await browser.get(answer.headers["location"])).text
    assert "Det er noteret, at du har sikret dig, hvem personen er." in page
    assert "Identiteten er bekræftet: ringede tilbage på et kendt nummer: kl. 14" in page
    assert "Identitet bekræftet: ringede tilbage på et kendt nummer" in page
    assert f'action="{address}"' not in page
    assert "Brevet er måske ikke fra" not in page
    (draft,) = [one for one in await scene.letters(number) if one.outgoing.reply == "answer_complaint"]
    sent = await approve(browser, draft, {**await form_of(browser, number, draft), "body": finished(draft)})
    assert sent.status_code == 303


@pytest.mark.parametrize(("way", "note"), [("", ""), ("passport", "x"), ("other_channel", " ")])
async def test_what_is_no_way_to_make_sure_is_refused(scene: Scene, way: str, note: str) -> None:
    number = await heard(scene, FORGED)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    address = f"/desk/cases/{number}/identity"
    form = {**fields(await browser.get(f"/desk/cases/{number}"), address), "way": way, "note": note}
    assert (await browser.post(address, data=form)).status_code == 422
    case = await scene.book.read(casebook.by_number, "mentorix", number)
    assert case
    assert case.identity is None


async def test_a_form_without_its_token_confirms_nobody(scene: Scene) -> None:
    number = await heard(scene, FORGED)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    answer = await browser.post(f"/desk/cases/{number}/identity", data={"way": "called_back"})
    assert answer.status_code == 403


async def test_who_does_not_decide_does_not_confirm(scene: Scene) -> None:
    number = await heard(scene, FORGED)
    assessor = await scene.hire("external_assessor")
    case = await scene.book.read(casebook.by_number, "mentorix", number)
    assert case
    await scene.book.run(assign, case.id, assessor, scene.policies["mentorix"], scene.now)
    browser = await scene.at_desk(assessor)
    page = (await browser.get(f"/desk/cases/{number}")).text
    assert "Brevet er måske ikke fra anna@example.org." in page
    assert f"/desk/cases/{number}/identity" not in page


async def test_who_does_not_see_the_case_finds_nothing_to_confirm(scene: Scene) -> None:
    number = await heard(scene, FORGED)
    browser = await scene.at_desk(await scene.hire("external_assessor"))
    assert (await browser.post(f"/desk/cases/{number}/identity", data={"way": "called_back"})).status_code in {403, 404}
