"""Letters to the person of a case say where it is followed: one line, as they leave, and to nobody else (R-ID-4)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from cases.case import Case
from cases.extension import ExtensionReason
from cases.kind import Kind
from cases.outgoing import Outgoing
from intake.case_inward import close_page
from intake.case_page import look
from intake.case_pass import OTHERS, claim_letters
from intake.case_visit import send_link
from intake.extend import Extending, extend
from intake.letter import in_words
from replies.catalogue import ANSWERS, APPROVED, AUTOMATIC, COMPLETED
from replies.follow import followed
from replies.render import Rendered, render
from replies.words import LANGUAGES
from storage import casebook, outbox
from storage.book import Book
from storage.outbox import Entry
from storage.page import Page
from storage.traffic import ASKED_FOR
from tests.builders import a_reading
from tests.intake.scene import Scene

KEY = b"k" * 32
LINK = re.compile(r"https://svar\.example/case/([\w-]{43})\b")
PLAIN = "https://svar.example/case/"
WORDS = Rendered("Om din sag", "Kære Anna\n\nSådan forholder det sig.\n\nVenlig hilsen\nBo Lund\nMentorix")
LINE = {"da": "Her kan du følge sagen", "nl": "Hier kunt u uw zaak volgen", "en": "Here you can follow your case"}
GOODBYE = {"da": "Venlig hilsen", "nl": "Met vriendelijke groet,", "en": "Kind regards"}


@pytest.fixture
def scene(book: Book, offices: Mapping[str, Any]) -> Scene:
    """Give a case book of Mentorix with nothing in it, whose pages are public."""
    return Scene(book, replace(offices["mentorix"], public_url="https://svar.example"))


async def taken(scene: Scene) -> list[Outgoing]:
    """Give the letters that are at the door, as they leave; nobody takes them yet."""
    claimed = await scene.book.run(claim_letters, ("node", scene.now), 64, KEY, {"mentorix": scene.office})
    return [one.outgoing for one in claimed]


async def write(scene: Scene, case: Case, reply: str = "deadline_reply", **changed: Any) -> None:  # noqa: ANN401 - fields of the letter
    """Write a letter to the person of a case, which may leave."""

    def put(page: Page) -> int:
        letter = in_words(case, (reply, f"test {scene.now.isoformat()}"), WORDS, scene.now)
        return outbox.put(page, replace(letter, released=True, **changed), "mentorix.dk", scene.now)

    await scene.book.run(put)


async def kept(scene: Scene, case: Case) -> Entry:
    """Give the last letter about a case, as the book has it."""
    return (await scene.letters(case))[-1]


async def test_p_mb_09_a_later_letter_says_where_the_case_is_followed_before_it_says_goodbye(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    await taken(scene)
    await write(scene, case)
    (letter,) = await taken(scene)
    link = LINK.search(letter.body)
    assert link
    assert letter.body == WORDS.body.replace(
        "Venlig hilsen",
        f"Her kan du følge sagen, sende os filer på en sikker måde og skrive til os. Linket er kun til dig: {link[0]}"
        "\n\nVenlig hilsen",
    )
    assert await scene.book.read(look, link[1], "", {"mentorix": scene.office}, scene.now)
    assert f"{PLAIN}{case.number}\n" in (await kept(scene, case)).outgoing.body, (
        "staff see what it says, and open nothing"
    )


async def test_a_letter_that_a_person_answers_for_names_the_page_as_well(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS))
    person = await scene.hire("privacy_officer")
    await taken(scene)
    extending = Extending("mentorix", case.id, (ExtensionReason.COMPLEXITY,), "Vi henter fra tre systemer.")
    await scene.book.run(extend, extending, person, scene.office, scene.now)
    assert PLAIN not in (await scene.letter(case, "extension_notice")).outgoing.body
    (letter,) = await taken(scene)
    assert letter.reply == "extension_notice"
    assert LINK.search(letter.body)


async def test_every_attempt_is_the_same_letter_whatever_happens_to_the_page_between_them(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    await taken(scene)
    await write(scene, case)
    first = {one.cause: one.body for one in await taken(scene)}
    scene.later(minutes=10)
    await close(scene, case)
    again = {one.cause: one.body for one in await taken(scene)}
    assert {cause: again[cause] for cause in first} == first
    assert sum(body.count("/case/") for body in first.values()) == 1


async def test_once_staff_closed_the_page_no_letter_opens_it_until_the_person_asks_for_a_link(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    await taken(scene)
    await close(scene, case)
    await write(scene, case)
    assert "/case/" not in (await taken(scene))[-1].body
    scene.later(minutes=1)
    await write(scene, case, body=f"{PLAIN}{case.number} {WORDS.body}")
    (named, *_) = [one for one in await taken(scene) if PLAIN in one.body]
    assert not LINK.search(named.body), "one that waited while the page was closed leads to where a link is asked for"

    ask = (case.number, "anna@example.org", {"mentorix": scene.office}, scene.now)
    assert await scene.book.run(send_link, *ask)
    assert LINK.search((await taken(scene))[-1].body)
    scene.later(minutes=1)
    await write(scene, case)
    assert LINK.search((await taken(scene))[-1].body)


async def close(scene: Scene, case: Case) -> None:
    """Let staff close the page of a case."""
    person = await scene.hire("course_administrator")
    await scene.book.run(close_page, case, person, scene.office, scene.now)


@pytest.mark.parametrize(
    ("reply", "recipient"),
    [
        ("deadline_reply", "bo@example.org"),
        ("deadline_reply", None),
        ("staff_notice", "anna@example.org"),
        ("house_notice", "anna@example.org"),
        ("referral", "anna@example.org"),
        ("identity_link", "anna@example.org"),
    ],
)
async def test_r_id_4_a_letter_to_others_names_no_page(scene: Scene, reply: str, recipient: str | None) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    await taken(scene)
    await write(scene, case, reply, recipient=recipient)
    assert PLAIN not in (await taken(scene))[-1].body


async def test_without_leave_of_the_policy_or_without_public_pages_no_letter_names_one(scene: Scene) -> None:
    case, open_office = await scene.opened(a_reading(Kind.COMPLAINT)), scene.office
    await taken(scene)
    policy = open_office.policy
    for office in (
        replace(open_office, policy=replace(policy, unseen=policy.unseen - set(ASKED_FOR))),
        replace(open_office, public_url=""),
    ):
        scene.office = office
        scene.later(seconds=1)
        await write(scene, case)
        assert "/case/" not in (await taken(scene))[-1].body


async def test_of_a_case_that_waits_for_somebodys_judgement_nothing_more_is_told(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    await taken(scene)
    await scene.book.run(casebook.save, replace(case, held_for="is_unclear"))
    await write(scene, case)
    assert PLAIN not in (await taken(scene))[-1].body


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_letter_to_the_person_the_line_stands_once_and_before_the_greeting(language: str) -> None:
    kinds = [one.Facts for one in (*AUTOMATIC, *COMPLETED, *APPROVED)]
    samples = [sample for one in (*AUTOMATIC, *COMPLETED, *APPROVED) for sample in one.SAMPLES]
    assert len(kinds) > 20
    for facts in (one for one in samples if type(one).__module__.partition(".")[2] not in OTHERS):
        body = render(facts, language).body
        said = followed(body, "https://svar.example/case/x", language)
        line, greeting = said.split("\n\n")[-2:]
        assert line.startswith(LINE[language]), facts
        assert greeting.startswith(GOODBYE[language])
        assert said.replace(f"{line}\n\n", "", 1) == body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_an_answer_says_it_after_everything_the_law_demands(kind: Kind, language: str) -> None:
    facts = ANSWERS[kind]
    (sample, *_) = __import__(facts.__module__, fromlist=["SAMPLES"]).SAMPLES
    said = followed(render(sample, language).body, "https://svar.example/case/x", language).split("\n\n")
    place = next(number for number, one in enumerate(said) if one.startswith(LINE[language]))
    assert any(one.startswith(GOODBYE[language]) for one in said[place + 1 : place + 2])


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Hej\n\nMed venlig hilsen\nBo", 1),
        ("Hej\n\nDe bedste hilsner\nBo", 1),
        ("Hej\n\nDu bad os om at sende en hilsen til holdet, og det har vi gjort.", 2),
        ("Hej\n\nMange hilsener\n\nBo Lund\nMentorix", 1),
        ("Hilsen", 0),
        ("Hej\n\nVenlig hilsen\nBo\n\nMentorix ApS\nCVR 12 34 56 78", 1),
    ],
)
def test_what_a_person_wrote_keeps_its_order(body: str, place: int) -> None:
    said = followed(body, "https://svar.example/case/x", "da").split("\n\n")
    assert said.index(next(one for one in said if one.startswith(LINE["da"]))) == place
    assert [one for one in said if not one.startswith(LINE["da"])] == body.split("\n\n")
