"""The HTTP side of a Bot API that is not Telegram's: its methods, its files, and updates brought to a webhook."""

import asyncio
import contextlib
import json
import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from bot.testing import BotApi

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_TEXT = 4096
DELETABLE = 48 * 3600
"""Seconds for which a message may be deleted (Bot API, deleteMessage)."""
WEBHOOK_AGAIN = 0.2
"""Seconds after which an update that was not taken is brought again; the real one takes longer."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A message that the bot sent: to which chat, what it says, and when, by a clock that only goes forward."""

    chat: int
    text: str
    at: float


@dataclass(frozen=True)
class Limits:
    """How many messages one chat takes at once, and in how many seconds it takes one more."""

    burst: int = 5
    gap: float = 1.0


BOUNDLESS = Limits(gap=0)


class Refusal(Exception):
    """What the server answers where it does not do what it was asked; `retry_after` is in seconds."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after


class Server:
    """Answers for a Bot API."""

    def __init__(self, api: "BotApi") -> None:
        self._api = api
        self._polls = 0
        self._full: dict[int, float] = {}

    def app(self) -> FastAPI:
        """Give the server as an application."""
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        app.post("/bot{token}/{method}")(self._answer)
        app.get("/file/bot{token}/{path:path}")(self._file)
        return app

    async def bring(self) -> None:
        """Bring updates to where the bot said, several at once, and each until it is taken. Until cancelled."""
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as bringing:
            under_way: set[int] = set()
            while True:
                await self._api.news.wait()
                self._api.news.clear()
                new = [one for one in self._api.updates if one["update_id"] not in under_way]
                for update in new if self._api.webhook["url"] else ():
                    under_way.add(update["update_id"])
                    bringing.create_task(self._bring(client, update))

    async def _bring(self, client: httpx.AsyncClient, update: Json) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._api.webhook.get("secret_token", "")}
        while True:
            with contextlib.suppress(httpx.HTTPError):
                answer = await client.post(self._api.webhook["url"], json=update, headers=headers, timeout=60)
                if answer.is_success:
                    self._api.updates.remove(update)
                    return
            self._api.webhook_failed = int(self._api.clock())
            await asyncio.sleep(WEBHOOK_AGAIN)

    async def _answer(self, request: Request, token: str, method: str) -> Response:
        try:
            given = {name: _read(str(value)) for name, value in (await request.form()).items()}
        except ClientDisconnect:
            return Response(status_code=400)
        self._api.asked.append((method, given))
        try:
            self._check(token, method)
            result = await getattr(self, f"_{_snake(method)}")(given)
        except Refusal as refusal:
            return _refused(refusal)
        return JSONResponse({"ok": True, "result": result})

    def _check(self, token: str, method: str) -> None:
        if token != self._api.token:
            raise Refusal(401, "Unauthorized")
        if self._api.faults.get(method):
            raise self._api.faults[method].pop(0)
        if not hasattr(self, f"_{_snake(method)}"):
            raise Refusal(404, "Not Found")

    async def _file(self, token: str, path: str) -> Response:
        content = self._api.files.get(path.removeprefix("documents/"))
        if token != self._api.token or content is None:
            return _refused(Refusal(404, "Not Found"))
        if self._api.faults.get("file"):
            return _refused(self._api.faults["file"].pop(0))
        return Response(content, media_type="application/octet-stream")

    async def _get_me(self, _given: Json) -> Json:
        return self._api.me

    async def _get_updates(self, given: Json) -> list[Json]:
        if self._api.webhook["url"]:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine, until = self._polls, time.monotonic() + int(given.get("timeout", 0))
        self._api.updates = [one for one in self._api.updates if one["update_id"] >= int(given.get("offset", 0))]
        while not self._api.updates and time.monotonic() < until and mine == self._polls:
            self._api.news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(0.5, until - time.monotonic())):
                    await self._api.news.wait()
        if mine != self._polls:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        return self._api.updates[:100]

    async def _set_webhook(self, given: Json) -> bool:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.get("secret_token", "")):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        self._api.webhook = given
        self._api.news.set()
        return True

    async def _delete_webhook(self, _given: Json) -> bool:
        self._api.webhook = {"url": ""}
        return True

    async def _get_webhook_info(self, _given: Json) -> Json:
        waiting = {"pending_update_count": len(self._api.updates), "has_custom_certificate": False}
        failed = {"last_error_date": self._api.webhook_failed, "last_error_message": "Connection refused"}
        return {"url": self._api.webhook["url"], **waiting, **(failed if self._api.webhook_failed else {})}

    async def _set_my_commands(self, _given: Json) -> bool:
        return True

    async def _leave_chat(self, given: Json) -> bool:
        self._api.left.append(int(given["chat_id"]))
        return True

    async def _send_message(self, given: Json) -> Json:
        chat, text = int(given["chat_id"]), str(given["text"])
        for wrong, refusal in (
            (chat > 0 and chat not in self._api.met, Refusal(400, "Bad Request: chat not found")),
            (chat in self._api.blocked, Refusal(403, "Forbidden: bot was blocked by the user")),
            (not text.strip(), Refusal(400, "Bad Request: message text is empty")),
            (len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT, Refusal(400, "Bad Request: message is too long")),
        ):
            if wrong:
                raise refusal
        self._hold_back(chat)
        self._api.sent.append(Sent(chat, text, time.monotonic()))
        here = {"id": chat, "type": "private"}
        return {"message_id": 10_000 + len(self._api.sent), "from": self._api.me, "chat": here, "date": 1, "text": text}

    def _hold_back(self, chat: int) -> None:
        """Refuse a message that comes too soon after those before it (Bot API FAQ, "My bot is hitting limits")."""
        now, limits = time.monotonic(), self._api.limits
        full = max(self._full.get(chat, now), now)
        wait = full - (limits.burst - 1) * limits.gap - now
        if wait > 0:
            self._api.flooded += 1
            raise Refusal(429, f"Too Many Requests: retry after {math.ceil(wait)}", math.ceil(wait))
        self._full[chat] = full + limits.gap

    async def _delete_message(self, given: Json) -> bool:
        """Delete a message of a private chat, which is possible for 48 hours."""
        key = int(given["chat_id"]), int(given["message_id"])
        if key not in self._api.standing:
            raise Refusal(400, "Bad Request: message to delete not found")
        if self._api.clock() - self._api.standing[key] > DELETABLE:
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        del self._api.standing[key]
        return True

    async def _get_file(self, given: Json) -> Json:
        content = self._api.files.get(given["file_id"])
        if content is None:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > LARGEST_FILE:
            raise Refusal(400, "Bad Request: file is too big")
        about = {"file_id": given["file_id"], "file_unique_id": f"u{given['file_id']}", "file_size": len(content)}
        return {**about, "file_path": f"documents/{given['file_id']}"}


def _refused(refusal: Refusal) -> JSONResponse:
    content: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.retry_after:
        content["parameters"] = {"retry_after": refusal.retry_after}
    return JSONResponse(content, refusal.code)


def _read(value: str) -> Any:  # noqa: ANN401 - whatever was written as JSON
    """Give what a field of a form says: lists and objects come as JSON."""
    return json.loads(value) if value[:1] in {"[", "{"} else value


def _snake(method: str) -> str:
    return re.sub(r"([A-Z])", lambda found: f"_{found[1].lower()}", method)
