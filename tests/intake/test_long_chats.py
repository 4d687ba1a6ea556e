"""Whoever writes three hundred lines is answered with as much work as at the tenth."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import CursorResult, Executable, Row

from cases.kind import Kind
from cases.reading import Reading, Sensitive
from intake.chat_letters import is_here
from intake.chat_line import say
from intake.chat_shown import shown, spoken, told
from intake.converse import converse, gathered
from intake.receive import Understood
from mail.typed import TYPED
from storage import chats
from storage.engines import writing_engine
from storage.page import Page
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.talking import Talking, a_line, talking

CHATTER = a_reading(Kind.OTHER, text="Det var i maj.", fields={"name": "Anna Holm"})


class Counting(Page):
    """A page that counts its statements, and the rows that they give."""

    statements = 0
    rows = 0

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:  # noqa: ANN401 - as a page takes
        """Count a statement."""
        self.statements += 1
        return super().execute(statement, values)

    def all(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:  # noqa: ANN401 - as a page takes
        """Count rows."""
        found = super().all(statement, **values)
        self.rows += len(found)
        return found


@contextmanager
def a_counting_page(scene: Scene) -> Iterator[Counting]:
    """Give a page that counts; what is written on it is kept."""
    engine = writing_engine(scene.book.url)
    with engine.begin() as connection:
        page = Counting(connection)
        yield page
        page.flush()
    engine.dispose()


def one_line(page: Counting, chat: Talking, reading: Reading) -> tuple[int, int]:
    """Let a line be said, answered, shown and acknowledged; give the statements and the rows that it took."""
    before = (page.statements, page.rows)
    scene, now = chat.scene, chat.scene.now
    chat.count += 1
    client = f"c{chat.count}"
    seq = say(page, chat.chat, client.encode(), client, now)
    (line,) = chats.lines(page, chat.chat.organisation, chat.chat.id, seq - 1)
    message = a_line(reading.text, f"{client}.{chat.chat.id}", received_at=now)
    heard = Understood(line.arrival or 0, message, TYPED[chat.chat.channel], reading)
    said = converse(page, heard, chat.talk, scene.office, now).lines
    assert spoken(page, chat.chat.organisation, chat.chat.id, seq - 1)
    assert told(page, chat.chat.organisation, chat.chat.id)["name"] == "Anna Holm"
    shown(page, chat.chat.id, said[-1].seq, scene.office, now)
    is_here(page, chat.chat.organisation, chat.chat.id, now, now)
    return page.statements - before[0], page.rows - before[1]


async def test_the_three_hundredth_line_takes_as_many_statements_and_rows_as_the_tenth(scene: Scene) -> None:
    chat = await talking(scene)
    await chat.opened(a_reading(fields={"name": "Anna Holm"}))
    with a_counting_page(scene) as page:
        many = 60 if page.on_postgres else 300
        took = [one_line(page, chat, CHATTER) for _ in range(many)]
    assert took[9] == took[-1]
    assert max(took) == took[0], "the first brings the receipt that waits, and no other takes more than it"


async def test_what_was_told_first_is_known_three_hundred_lines_later(scene: Scene) -> None:
    chat = await talking(scene)
    await chat.opened(a_reading(fields={"customer": "Aarhus Kommune"}))
    with a_counting_page(scene) as page:
        for _ in range(40):
            one_line(page, chat, CHATTER)
        known = gathered(page, chat.chat, chat.chat.thread, scene.office)
    assert (known.told["customer"], known.told["name"]) == ("Aarhus Kommune", "Anna Holm")


async def test_what_is_told_again_counts_where_it_was_told_last(scene: Scene) -> None:
    chat = await talking(scene)
    phones: Sequence[Mapping[str, str]] = ({"a": "1"}, {"a": "2"}, {"a": "1"}, {"b": "3"})
    for fields in phones:
        scene.later(minutes=1)
        await chat.hear(a_reading(Kind.OTHER, fields=dict(fields)))
    known = await scene.book.run(gathered, chat.chat, chat.chat.thread, scene.office)
    assert (known.told["a"], known.told["b"]) == ("1", "3")


async def test_a_number_that_was_named_long_ago_is_masked_in_the_line_that_is_shown_alone(scene: Scene) -> None:
    chat = await talking(scene)
    named = "Mit CPR-nummer er 010190-1234, og jeg vil klage."
    await chat.hear(a_reading(text=named, fields={}, sensitive=(Sensitive("cpr", "••••••-••••"),)))
    for _ in range(3):
        await chat.hear(replace(CHATTER, fields={}))
    seq = await chat.say()
    await chat.answer(seq, a_reading(Kind.OTHER, text="Jeg skrev 010190 1234 før.", fields={}))
    (mine, *_) = await scene.book.read(spoken, chat.chat.organisation, chat.chat.id, seq - 1)
    assert mine.text is not None
    assert "1234" not in mine.text
