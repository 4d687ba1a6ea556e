"""Staff follow a conversation by chat on the page of its case, take it over, write, and give it back."""

import json
from dataclasses import dataclass, replace

import pytest
from httpx import AsyncClient, Response

from cases.case import Case, Event
from cases.chat import Dialogue, Side, Take
from cases.kind import Kind
from cases.office import Office
from cases.reading import Reading
from cases.staff import Staff
from desk.chat_live import MOST, Streams, Watching
from desk.console import Console
from storage import casebook, history, sessions
from storage.page import Page
from tests.builders import a_reading
from tests.desk.scene import CALENDARS, Scene, fields
from tests.intake.scene import Scene as CaseBook
from tests.intake.talking import Talking, talking

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass
class AtChat:
    """A desk, and Anna at the chat of its organisation."""

    desk: Scene
    anna: Talking
    case: Case

    @property
    def path(self) -> str:
        """Give the page of her case."""
        return f"/desk/cases/{self.case.number}"

    def later(self, **passed: float) -> None:
        """Let time pass."""
        self.desk.later(**passed)
        self.anna.scene.later(**passed)

    async def at_desk(self, name: str = "Bo Lund", role: str = "course_administrator") -> AsyncClient:
        """Let somebody log in."""
        email = f"{name.replace(' ', '.')}@mentorix.example".lower()
        return await self.desk.at_desk(await self.desk.hire(role, name=name, email=email))

    async def post(self, browser: AsyncClient, what: str, **typed: str) -> Response:
        """Send a form of the conversation, as it stands on the page."""
        action = f"{self.path}/chat/{what}"
        hidden = fields(await browser.get(self.path), action)
        return await browser.post(action, data={**hidden, **typed})

    async def takes(self, browser: AsyncClient) -> None:
        """Take the conversation over."""
        answer = await self.post(browser, "taking")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{self.path}?done=taken#chat")


async def at_chat(scene: Scene, text: str = "Jeg vil klage over kurset.", **told: str) -> AtChat:
    """Let Anna state a matter in the chat, and stay there for an hour."""
    office = Office(scene.policies["mentorix"], CALENDARS, "http://desk.test", "http://web.test")
    anna = await talking(CaseBook(scene.book, office, scene.now), hours=1)
    case = await anna.opened(a_reading(fields=told, text=text))
    return AtChat(scene, anna, case)


async def test_the_page_shows_who_said_what_and_what_the_person_does_not_have(scene: Scene) -> None:
    here = await at_chat(scene, name="Anna Holm")
    browser = await here.at_desk()
    page = (await browser.get(here.path)).text
    assert "Jeg vil klage over kurset." in page
    assert "Anna Holm" in page
    assert "Den automatiske chat" in page
    assert "Tak, det er føjet til din sag." in page, "what the program said, in the person's language"
    assert "ikke vist endnu" in page
    assert "Personen er i chatten nu" in page
    assert "Overtag samtalen" in page
    await here.anna.shown(99)
    assert "ikke vist endnu" not in (await browser.get(here.path)).text


async def test_a_case_that_came_by_letter_has_no_such_thing(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = (await browser.get(f"/desk/cases/{number}")).text
    assert 'id="chat"' not in page
    assert "chat.js" not in page


async def test_what_was_typed_is_shown_and_not_obeyed(scene: Scene) -> None:
    here = await at_chat(scene, text="<script>alert(1)</script> jeg klager")
    page = (await (await here.at_desk()).get(here.path)).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


async def test_a_national_number_is_masked_here_too(scene: Scene) -> None:
    here = await at_chat(scene, text="Jeg klager, mit CPR-nummer er 010190-1234.")
    assert "010190" not in (await (await here.at_desk()).get(here.path)).text


async def test_taken_over_staff_write_and_give_it_back(scene: Scene) -> None:
    here = await at_chat(scene)
    browser = await here.at_desk("Karen Lund")
    await here.takes(browser)
    page = (await browser.get(f"{here.path}?done=taken")).text
    assert "Du skriver med personen." in page
    assert "Karen fra Mentorix skriver nu med dig." in page
    answer = await here.post(browser, "lines", line="Hej Anna, jeg ser på det nu.")
    assert answer.headers["location"].endswith("#chat")
    page = (await browser.get(here.path)).text
    assert "Hej Anna, jeg ser på det nu." in page
    assert "Karen Lund" in page
    assert [one.text for one in await here.anna.spoken() if one.side is Side.STAFF] == ["Hej Anna, jeg ser på det nu."]
    answer = await here.post(browser, "return")
    assert answer.headers["location"] == f"{here.path}?done=given_back#chat"
    page = (await browser.get(f"{here.path}?done=given_back")).text
    assert "personen har fået det at vide" in page
    assert "Overtag samtalen" in page


async def test_whoever_is_second_sees_who_has_it_and_is_told(scene: Scene) -> None:
    here = await at_chat(scene)
    first, second = await here.at_desk("Karen Lund"), await here.at_desk("Ida Juhl")
    action = f"{here.path}/chat/taking"
    form = fields(await second.get(here.path), action)
    await here.takes(first)
    answer = await second.post(action, data=form)
    assert answer.status_code == 409
    assert "Karen Lund has already taken this conversation over" in answer.text
    assert "Karen Lund skriver med personen." in answer.text
    assert f'action="{here.path}/chat/lines"' not in answer.text


async def test_a_form_that_is_sent_twice_makes_one_line(scene: Scene) -> None:
    here = await at_chat(scene)
    browser = await here.at_desk()
    await here.takes(browser)
    action = f"{here.path}/chat/lines"
    form = {**fields(await browser.get(here.path), action), "line": "Hej."}
    assert [(await browser.post(action, data=form)).status_code for _ in range(2)] == [303, 303]
    assert [one.text for one in await here.anna.spoken() if one.side is Side.STAFF] == ["Hej."]
    await here.post(browser, "lines", line="Hej.")
    assert len([one for one in await here.anna.lines() if one.side is Side.STAFF]) == 2


async def test_a_line_that_is_too_long_stays_in_its_field(scene: Scene) -> None:
    here = await at_chat(scene)
    browser = await here.at_desk()
    await here.takes(browser)
    answer = await here.post(browser, "lines", line="Langt. " * 600)
    assert answer.status_code == 422
    assert answer.text.count("Langt. Langt. Langt.") > 0
    assert "Langt." in answer.text.partition("<textarea")[2].partition("</textarea>")[0]
    assert "4000 are the most" in answer.text


async def test_after_it_went_back_by_itself_a_line_is_not_said_and_not_lost(scene: Scene) -> None:
    here = await at_chat(scene)
    browser = await here.at_desk()
    await here.takes(browser)
    action = f"{here.path}/chat/lines"
    form = {**fields(await browser.get(here.path), action), "line": "Du får pengene tilbage."}
    await here.post(browser, "return")
    answer = await browser.post(action, data=form)
    assert answer.status_code == 409
    assert "Du får pengene tilbage." in answer.text
    assert "Overtag samtalen" in answer.text
    assert not [one for one in await here.anna.lines() if one.side is Side.STAFF]


async def test_for_whoever_has_left_the_page_says_where_a_line_goes(scene: Scene) -> None:
    here = await at_chat(scene, name="Anna Holm", email="anna@example.org")
    browser = await here.at_desk()
    await here.takes(browser)
    here.later(hours=1, minutes=30)
    page = (await browser.get(here.path)).text
    assert "Personen er ikke i chatten nu" in page
    assert "går med e-mail til anna@example.org" in page


async def test_who_asked_for_a_person_stands_at_the_top_of_the_queue_until_somebody_takes_over(scene: Scene) -> None:
    here = await at_chat(scene, name="Anna Holm")
    here.anna.talk.taking = _asks
    await here.anna.hear(a_reading(Kind.OTHER, fields={}, text="menneske"))
    browser = await here.at_desk()
    queue = (await browser.get("/desk/")).text
    assert "Venter på en medarbejder i chatten" in queue
    assert f'href="{here.path}#chat"' in queue
    assert "Venter på en medarbejder siden" in (await browser.get(here.path)).text
    stranger = await here.at_desk("Ida Juhl", "external_assessor")
    assert here.case.number not in (await stranger.get("/desk/")).text
    await here.takes(browser)
    assert "Venter på en medarbejder" not in (await browser.get("/desk/")).text


async def test_logging_out_gives_it_back_at_once(scene: Scene) -> None:
    here = await at_chat(scene)
    browser = await here.at_desk()
    await here.takes(browser)
    form = fields(await browser.get("/desk/"), "/desk/logout")
    await browser.post("/desk/logout", data=form)
    last = (await here.anna.lines())[-1]
    assert last.say
    assert last.say.name == "given_back"


async def test_what_belongs_to_an_appeal_is_not_shown_to_whoever_is_shut_out_of_it(scene: Scene) -> None:
    here = await at_chat(scene, text="Jeg vil klage over kurset.")
    bo = await scene.hire("course_administrator")
    browser = await scene.at_desk(bo)
    appealed = a_reading(Kind.APPEAL, fields={"reference": here.case.number}, text="Jeg appellerer jeres afgørelse.")
    received = (await here.anna.hear(appealed)).received
    assert received
    (appeal,) = received.opened
    await scene.book.run(_acted, here.case, bo)
    page = (await browser.get(here.path)).text
    assert "Jeg vil klage over kurset." in page
    assert "Jeg appellerer" not in page
    assert appeal.number not in page
    assert "Du kan følge samtalen, men ikke overtage den." in page
    form = fields(await browser.get("/desk/"), "/desk/logout")
    assert (await browser.post(f"{here.path}/chat/taking", data=form)).status_code == 422
    assert (await browser.get(f"/desk/cases/{appeal.number}/chat/events")).text.endswith('event: over\ndata: ""\n\n')


def _asks(taken: Dialogue, reading: Reading) -> Take:
    return Take(reading, replace(taken, human=True))


def _acted(page: Page, case: Case, who: Staff) -> None:
    history.record(page, case.organisation, case.id, (Event(case.received_at, "remarked", f"staff {who.id}"),))


async def watching(here: AtChat) -> tuple[Console, Watching]:
    """Let somebody have the page open."""
    staff = await here.desk.hire("course_administrator", name="Ida Juhl", email="live@mentorix.example")
    secret = sessions.new_secret()
    await here.desk.book.run(sessions.begin, staff, secret, here.desk.now)
    return here.desk.app().state.console, Watching(secret, here.case.number, (await here.anna.lines())[-1].seq)


def told(event: str) -> tuple[str, str]:
    """Give the name of an event and what it brings."""
    name, _, data = event.removeprefix("event: ").strip().partition("\ndata: ")
    return name, json.loads(data)


async def test_what_is_said_comes_to_the_open_page_as_it_is_said(scene: Scene) -> None:
    here = await at_chat(scene)
    await here.anna.shown(99)
    stream = Streams(every=0.05).events(*await watching(here))
    assert await anext(stream) == ": \n\n"
    assert [told(await anext(stream))[0] for _ in range(2)] == ["head", "foot"]
    await here.anna.hear(a_reading(Kind.OTHER, fields={}, text="Er der <b>nogen</b>?"))
    name, lines = told(await anext(stream))
    assert name == "lines"
    assert "Er der &lt;b&gt;nogen&lt;/b&gt;?" in lines
    assert "Jeg vil klage" not in lines, "only what is new"
    assert "ikke vist endnu" in lines
    await here.anna.shown(99)
    name, lines = told(await anext(stream))
    assert (name, "ikke vist endnu" in lines) == ("lines", False)
    await stream.aclose()


async def test_who_takes_over_and_who_leaves_comes_to_the_open_page_too(scene: Scene) -> None:
    here = await at_chat(scene)
    await here.anna.shown(99)
    stream = Streams(every=0.05).events(*await watching(here))
    [await anext(stream) for _ in range(3)]
    await here.takes(await here.at_desk("Karen Lund"))
    events = dict([told(await anext(stream)) for _ in range(3)])
    assert "Karen Lund skriver med personen." in events["head"]
    assert "chat/taking" not in events["foot"]
    here.later(hours=1, minutes=30)
    assert "Personen er ikke i chatten nu" in told(await anext(stream))[1]
    await stream.aclose()


@pytest.mark.parametrize("ends", ["session", "sight", "desk"])
async def test_it_ends_with_the_session_with_the_right_to_see_the_case_and_with_the_service(
    scene: Scene, ends: str
) -> None:
    here = await at_chat(scene)
    await here.anna.shown(99)
    console, page = await watching(here)
    streams = Streams(every=0.05)
    stream = streams.events(console, page)
    [await anext(stream) for _ in range(3)]
    over = ['event: over\ndata: ""\n\n']
    if ends == "session":
        await scene.book.run(sessions.end, page.secret)
    elif ends == "sight":
        await scene.book.run(_moved, here.case)
    else:
        streams.close(console)
        over = []
    assert [event async for event in stream] == over
    assert streams.has_room(page)


async def test_a_page_that_lies_open_keeps_nobody_logged_in(scene: Scene) -> None:
    here = await at_chat(scene)
    console, page = await watching(here)
    stream = Streams(every=0.05).events(console, page)
    [await anext(stream) for _ in range(3)]
    here.later(hours=1, minutes=59)
    await here.anna.hear(a_reading(Kind.OTHER, fields={}, text="Er der nogen?"))
    await anext(stream)
    here.later(minutes=2)
    rest = [told(event)[0] async for event in stream if event.startswith("event")]
    assert rest[-1] == "over"


async def test_whoever_is_nobody_is_told_nothing(scene: Scene) -> None:
    here = await at_chat(scene)
    nobody = ': \n\nevent: over\ndata: ""\n\n'
    assert (await scene.browser().get(f"{here.path}/chat/events")).text == nobody
    stranger = await here.at_desk("Ida Juhl", "external_assessor")
    assert (await stranger.get(f"{here.path}/chat/events")).text == nobody
    assert (await stranger.get("/desk/cases/MX-26-000000/chat/events")).text == nobody


async def test_one_person_follows_so_many_conversations_and_no_more(scene: Scene) -> None:
    here = await at_chat(scene)
    console, page = await watching(here)
    streams = Streams(every=0.05)
    open_ones = [streams.events(console, page) for _ in range(MOST)]
    for stream in open_ones:
        [await anext(stream) for _ in range(2)]
    assert not streams.has_room(page)
    assert streams.has_room(replace(page, secret="somebody else's"))
    for stream in open_ones:
        await stream.aclose()
    assert streams.has_room(page)


def _moved(page: Page, case: Case) -> None:
    casebook.save(page, replace(case, queue="management", assigned_to=None))
