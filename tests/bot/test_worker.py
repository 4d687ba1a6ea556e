"""The worker of lines: what was kept is answered, in its order, once, whoever was killed in between."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot import dialogue
from bot.worker import Wits, Worker
from bot.wrap import File, about_line, wrapped
from cases.case import Case
from cases.chat import Chat, Dialogue, Gathered, Side, Take, Talk
from cases.message import Channel, Envelope
from cases.office import Office
from cases.reading import Reading
from intake.arrive import arrive
from intake.chat_line import Beginning, begin, say
from intake.plain_talk import PlainTalk
from intake.receive import Understood
from mail.understand import Bytes, understand
from storage import arrivals, casebook, chats, messages
from storage.arrivals import LEASE, TRIES, Arrival
from storage.book import Book
from storage.claims import Node, release_dead
from storage.vault import LARGE, Vault
from tests.at_work import MovedClock, working
from tests.smtp import until

MATTER = "Jeg vil gerne klage over kurset i maj, underviseren kom ikke."


@dataclass
class Bench:
    """A worker's place, with one conversation in it."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    clock: MovedClock = field(default_factory=MovedClock)
    failing: set[str] = field(default_factory=set)
    talk: Talk = dialogue

    def worker(self, name: str = "here:1:test") -> Worker:
        return Worker(self.book, self.vault, self.offices, Node(name, self.clock), Wits(self._understand, self.talk))

    async def _understand(self, taken: Sequence[Arrival]) -> list[Understood | None]:
        """Understand as the process beside the loop does, but for what is to fail."""
        await asyncio.sleep(0)
        return [self._understood(arrival) for arrival in taken]

    def _understood(self, arrival: Arrival) -> Understood | None:
        raw = arrival.raw or b""
        hopeless = arrival.attempts >= TRIES
        if not hopeless and any(word.encode() in raw for word in self.failing):
            return None
        letter = Bytes(
            arrival.organisation, raw, arrival.envelope, arrival.received_at, hopeless, channel=arrival.channel
        )
        found = understand(letter, self.offices[arrival.organisation].policy)
        return Understood(arrival.id, found.message, found.judgement, found.reading, found.tokens, found.raw)

    async def begin(self, channel: Channel = Channel.CHAT) -> Chat:
        here = Beginning("mentorix", channel, "da", present_until=self.clock() + timedelta(hours=1))
        return await self.book.run(begin, here, self.clock())

    async def say(self, chat: Chat, text: str, client: str, *files: File) -> int:
        raw = wrapped(text, files, about_line(chat.id, client))
        return await self.book.run(say, chat, raw, client, self.clock())

    async def texts(self, chat: Chat) -> list[str]:
        """Give what was understood, in the order of the lines."""
        told = {one.id: one.text for one in await self.book.read(messages.of_thread, "mentorix", chat.thread)}
        lines = await self.book.read(chats.lines, "mentorix", chat.id)
        return [told[one.message] for one in lines if one.message]

    async def cases(self, chat: Chat) -> tuple[Case, ...]:
        return await self.book.read(casebook.of_thread, "mentorix", chat.thread)

    async def until_waiting(self, count: int) -> None:
        async def is_so() -> bool:
            return await self.book.read(arrivals.waiting_count) == count

        await until(is_so, f"{count} waiting")


@pytest.fixture
def bench(book: Book, offices: dict[str, Office], tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Give a bench on each database."""
    return Bench(book, Vault(str(tmp_path_factory.mktemp("vault"))), offices)


async def test_a_line_is_answered_in_its_chat(bench: Bench) -> None:
    chat = await bench.begin()
    async with working(bench.worker().run(Channel.CHAT)):
        await bench.say(chat, MATTER, "c1")
        await bench.until_waiting(0)
    (case,) = await bench.cases(chat)
    assert case.channel is Channel.CHAT
    sides = [one.side for one in await bench.book.read(chats.lines, "mentorix", chat.id)]
    assert sides[0] is Side.PERSON
    assert len(sides) > 2


async def test_a_line_that_was_kept_when_the_power_went_is_answered_by_the_next_process(bench: Bench) -> None:
    chat = await bench.begin()
    await bench.say(chat, MATTER, "c1")
    await bench.book.run(arrivals.claim, Channel.CHAT, ("here:1:dead", bench.clock()), 9)
    await bench.book.run(release_dead, "here:1:next")
    async with working(bench.worker("here:1:next").run(Channel.CHAT)):
        await bench.until_waiting(0)
    assert len(await bench.cases(chat)) == 1


async def test_a_line_that_the_other_end_sends_again_is_the_same_line(bench: Bench) -> None:
    chat = await bench.begin()
    first = await bench.say(chat, MATTER, "c1")
    assert await bench.say(chat, MATTER, "c1") == first
    async with working(bench.worker().run(Channel.CHAT)):
        await bench.until_waiting(0)
        assert await bench.say(chat, MATTER, "c1") == first
        assert await bench.say(chat, MATTER, "c2") != first
        await bench.until_waiting(0)
    assert len(await bench.texts(chat)) == 2
    assert len(await bench.cases(chat)) == 1


async def test_the_same_line_sent_twice_at_once_is_kept_once(bench: Bench) -> None:
    chat = await bench.begin()
    numbers = await asyncio.gather(*(bench.say(chat, MATTER, "c1") for _ in range(6)))
    assert len(set(numbers)) == 1
    assert await bench.book.read(arrivals.waiting_count) == 1


async def test_lines_said_at_once_by_two_tasks_keep_their_order_on_two_nodes(bench: Bench) -> None:
    chat = await bench.begin()
    numbers: dict[int, str] = {}

    async def said(text: str) -> None:
        numbers[await bench.say(chat, text, text)] = text

    here, there = bench.worker("here:1:one").run(Channel.CHAT), bench.worker("there:1:two").run(Channel.CHAT)
    async with working(here), working(there):
        await asyncio.gather(*(said(f"linje nummer {count}") for count in range(12)))
        await bench.until_waiting(0)
    assert await bench.texts(chat) == [numbers[seq] for seq in sorted(numbers)]
    now = await bench.book.read(chats.find, "mentorix", chat.id)
    assert now
    assert now.heard == max(numbers)


async def test_a_line_that_cannot_be_understood_holds_its_own_chat_up_and_no_other(bench: Bench) -> None:
    poisoned, other = await bench.begin(), await bench.begin()
    bench.failing = {"gift"}
    await bench.say(poisoned, "gift", "c1")
    await bench.say(poisoned, MATTER, "c2")
    await bench.say(other, MATTER, "c1")

    async def other_answered() -> bool:
        return bool(await bench.cases(other))

    async with working(bench.worker().run(Channel.CHAT)):
        await until(other_answered, "the other chat was answered")
    assert await bench.texts(poisoned) == []


async def test_a_line_that_fails_every_time_is_put_before_a_person_in_the_end(bench: Bench) -> None:
    bench.failing = {"gift"}
    chat = await bench.begin()
    await bench.say(chat, "gift", "c1")
    async with working(bench.worker().run(Channel.CHAT)):

        async def later() -> bool:
            bench.clock.now += timedelta(seconds=30)
            bench.book.bell.ring([arrivals.topic(Channel.CHAT)])
            return await bench.book.read(arrivals.waiting_count) == 0

        await until(later, "it was held")
    (case,) = await bench.cases(chat)
    assert case.held_for == "is_unreadable"


class Broken(PlainTalk):
    """A dialogue with a fault."""

    def take(self, dialogue: Dialogue, reading: Reading, _known: Gathered, _office: Office, /) -> Take:
        """Fail."""
        raise RuntimeError(f"{dialogue} {reading}")


async def test_a_line_that_the_dialogue_fails_on_is_a_case_all_the_same(bench: Bench) -> None:
    bench = replace(bench, talk=Broken())
    chat = await bench.begin()
    await bench.say(chat, MATTER, "c1")
    async with working(bench.worker().run(Channel.CHAT)):

        async def later() -> bool:
            bench.clock.now += timedelta(seconds=30)
            bench.book.bell.ring([arrivals.topic(Channel.CHAT)])
            return await bench.book.read(arrivals.waiting_count) == 0

        await until(later, "it was taken in")
    assert len(await bench.cases(chat)) == 1


async def test_a_large_file_is_taken_in_and_moves_to_the_vault(bench: Bench) -> None:
    chat = await bench.begin()
    photo = File("foto.jpg", "image/jpeg", bytes(range(256)) * (LARGE // 128))
    await bench.say(chat, MATTER, "c1", photo)
    (line,) = await bench.book.read(chats.lines, "mentorix", chat.id)
    async with working(bench.worker().run(Channel.CHAT)):

        async def put_away() -> bool:
            found = await bench.book.read(arrivals.find, "mentorix", line.arrival or 0)
            return bool(found and found.vault_key)

        await until(put_away, "it is in the vault")
    (told,) = await bench.book.read(messages.of_thread, "mentorix", chat.thread)
    assert [file.name for file in told.attachments] == ["foto.jpg"]


async def test_what_was_typed_in_a_form_is_taken_in_and_answered_by_mail(bench: Bench) -> None:
    raw = wrapped(f"{MATTER}\n\nNavn: Anna Holm\nE-mail: anna@example.org", (), {"Message-ID": "<1@form.invalid>"})
    received = (raw, bench.clock())
    await bench.book.run(arrive, ("mentorix",), Channel.FORM, Envelope("", ()), received)
    async with working(bench.worker().run(Channel.FORM)):
        await bench.until_waiting(0)
    (case,) = await bench.book.read(casebook.of_person, "mentorix", "anna@example.org")
    assert case.channel is Channel.MAIL


async def test_a_claim_of_a_process_far_away_is_left_to_it_until_its_lease_runs_out(bench: Bench) -> None:
    chat = await bench.begin()
    await bench.say(chat, MATTER, "c1")
    await bench.book.run(arrivals.claim, Channel.CHAT, ("far:1:away", bench.clock()), 9)
    async with working(bench.worker().run(Channel.CHAT)):
        await bench.say(await bench.begin(), MATTER, "c1")
        await bench.until_waiting(1)
        bench.clock.now += LEASE + timedelta(seconds=1)
        bench.book.bell.ring([arrivals.topic(Channel.CHAT)])
        await bench.until_waiting(0)
    assert len(await bench.cases(chat)) == 1
