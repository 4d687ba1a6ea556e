"""Telegram without Telegram: a server of the Bot API in one's own process, and people who write to the bot.

It answers as the real one does (https://core.telegram.org/bots/api), so that a bot can be tried from end to end with
nothing but loopback. What it is asked to be wrong with, it is.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Generator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import uvicorn

from bot.testing_server import Json, Limits, Refusal, Sent, Server


@dataclass
class Person:
    """Somebody with Telegram, in the language that their telephone is set to."""

    server: "BotApi"
    id: int
    language: str = "da"
    name: str = "Anna"
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def heard(self) -> list[str]:
        """Give what the bot wrote to them, in order."""
        return [one.text for one in self.server.sent if one.chat == self.id]

    def starts(self) -> int:
        """Press Start, as everybody has to who writes to a bot for the first time."""
        self.server.met.add(self.id)
        return self.writes("/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}])

    def writes(self, text: str, **more: Any) -> int:  # noqa: ANN401 - fields of a message
        """Write a message; give its number."""
        return self.sends(text=text, **more)

    def sends(self, **message: Any) -> int:  # noqa: ANN401 - fields of a message
        """Send a message of any sort; give its number."""
        self.server.met.add(self.id)
        number = next(self.numbers)
        self.server.standing[self.id, number] = self.server.clock()
        self.server.happens(message=self._message(number, message))
        return number

    def sends_document(self, content: bytes, name: str, caption: str = "", **said: Any) -> int:  # noqa: ANN401
        """Send a file; `said` overrides what Telegram says of it."""
        return self.sends(document=self.server.keeps(content, name, **said), **_caption(caption))

    def sends_photo(self, content: bytes, caption: str = "", album: str = "") -> int:
        """Send a picture, which Telegram has in two sizes."""
        large = {**self.server.keeps(content), "width": 1280, "height": 960}
        small = {**self.server.keeps(content[:64]), "width": 90, "height": 67}
        more = {"media_group_id": album} if album else {}
        return self.sends(photo=[small, large], **_caption(caption), **more)

    def edits(self, number: int, text: str, **more: Any) -> None:  # noqa: ANN401 - fields of a message
        """Change a message."""
        changed = self._message(
            number, {"text": text, "edit_date": int(self.server.clock()) + next(self.server.moments), **more}
        )
        self.server.happens(edited_message=changed)

    def blocks(self) -> None:
        """Block the bot."""
        self.server.blocked.add(self.id)
        self._moves("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.server.blocked.discard(self.id)
        self._moves("kicked", "member")

    def _moves(self, before: str, after: str) -> None:
        me = self.server.me
        until = {"until_date": 0}
        self.server.happens(
            my_chat_member={
                "chat": self._chat,
                "from": self._user,
                "date": int(self.server.clock()),
                "old_chat_member": {"user": me, "status": before, **(until if before == "kicked" else {})},
                "new_chat_member": {"user": me, "status": after, **(until if after == "kicked" else {})},
            }
        )

    def _message(self, number: int, more: Json) -> Json:
        return {"message_id": number, "from": self._user, "chat": self._chat, "date": int(self.server.clock()), **more}

    @property
    def _user(self) -> Json:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}

    @property
    def _chat(self) -> Json:
        return {"id": self.id, "first_name": self.name, "type": "private"}


class BotApi:
    """One bot's server. `clock` is the time it is there, in seconds since 1970.

    `sent` is what the bot wrote, `faults` what goes wrong next, one for each thing it is asked.

    `asked` are the methods in the order in which they were called; `left` the groups that the bot went out of.
    `flooded` is how often the bot ran into the `limits`. `standing` are the messages of people that are not deleted, by
    chat and number, and when they were sent.
    """

    def __init__(
        self,
        token: str = "123456789:AAfake-token-of-a-bot-in-tests_0123",  # noqa: S107 - a fake
        limits: Limits = Limits(),  # noqa: B008 - it never changes
    ) -> None:
        self.token, self.limits, self.flooded = token, limits, 0
        self.clock: Callable[[], float] = time.time
        self.sent: list[Sent] = []
        self.asked: list[tuple[str, Json]] = []
        self.faults: dict[str, list[Refusal]] = {}
        self.met: set[int] = set()
        self.blocked: set[int] = set()
        self.left: list[int] = []
        self.webhook: Json = {"url": ""}
        self.webhook_failed = 0
        self.standing: dict[tuple[int, int], float] = {}
        self.moments = count(1)
        self.updates: list[Json] = []
        self.files: dict[str, bytes] = {}
        self._numbers, self._people = count(700_001), count(5_000_001)
        self.news = asyncio.Event()

    @property
    def me(self) -> Json:
        """Give the bot, as Telegram sees it."""
        return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Svar", "username": "svar_bot"}

    def person(self, language: str = "da", name: str = "Anna") -> Person:
        """Give somebody new."""
        return Person(self, next(self._people), language, name)

    def happens(self, **what: Json) -> Json:
        """Let something happen that the bot is told."""
        update = {"update_id": next(self._numbers), **what}
        self.repeats(update)
        return update

    def repeats(self, update: Json) -> None:
        """Tell the bot something, perhaps again."""
        self.updates.append(update)
        self.news.set()

    def keeps(self, content: bytes, name: str = "", **said: Any) -> Json:  # noqa: ANN401 - fields of a document
        """Keep a file that somebody sends; give what a message says of it."""
        id_ = f"file{len(self.files)}"
        self.files[id_] = content
        about = {"file_id": id_, "file_unique_id": f"u{hash(content) & 0xFFFFFF:x}", "file_size": len(content)}
        return {**about, **({"file_name": name} if name else {}), **said}

    def fails(self, method: str, *refusals: Refusal) -> None:
        """Let a method go wrong the next times that it is called."""
        self.faults.setdefault(method, []).extend(refusals)

    @property
    def is_quiet(self) -> bool:
        """Say whether the bot has taken all that happened."""
        return not self.updates


@contextlib.asynccontextmanager
async def serving(api: BotApi) -> AsyncIterator[str]:
    """Serve a Bot API on a free port until the block ends; give its address."""
    behind = Server(api)
    config = uvicorn.Config(behind.app(), host="127.0.0.1", port=0, log_config=None, lifespan="off", access_log=False)
    server = _Server(config)
    tasks = asyncio.create_task(server.serve()), asyncio.create_task(behind.bring())
    try:
        while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave them to whoever runs it."""
        yield


def _caption(words: str) -> Json:
    return {"caption": words} if words else {}
