"""The channel that owns letters: fetches what is released, hands it to the smarthost, says what became of it."""

import asyncio
import contextlib
from collections.abc import Mapping

import aiosmtplib
import structlog
from aiosmtplib.errors import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from cases.errors import TryLater
from cases.message import Channel
from cases.office import Office
from intake.attached import attached
from intake.sent import put_off, refused, sent
from mail.compose import Posted, compose
from mail.smarthost import Smarthost
from storage import outbox
from storage.book import Book
from storage.claims import Node
from storage.outbox import Entry
from storage.vault import Vault

log = structlog.get_logger()

LINES = 4
"""Connections to the smarthost at the same time; each carries one letter after the other."""

TOGETHER = 64
"""So many letters are claimed at once."""

POLL = 2.0
"""Seconds after which the outbox is looked at though nobody rang."""

TIMEOUT = 60.0
"""Seconds the smarthost may take for one command."""
PERMANENT = 500


class Sender:
    """Sends what the outbox releases. An attempt is committed before DATA, so that a crash at worst repeats a letter."""

    def __init__(
        self, book: Book, vault: Vault, offices: Mapping[str, Office], smarthost: Smarthost, node: Node
    ) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._smarthost = smarthost
        self._node = node.name
        self._clock = node.clock
        self._waiting: asyncio.Queue[Entry] = asyncio.Queue(TOGETHER)

    async def run(self) -> None:
        """Send until cancelled. A letter whose answer from the smarthost is outstanding is waited for, not cut off."""
        async with asyncio.TaskGroup() as lines:
            for _ in range(LINES):
                lines.create_task(self._line())
            lines.create_task(self._fetch())

    async def _fetch(self) -> None:
        topic = outbox.topic(Channel.MAIL)
        while True:
            try:
                claimed = await self._book.run(outbox.claim, Channel.MAIL, (self._node, self._clock()), TOGETHER)
            except TryLater as away:
                log.warning("the outbox cannot be read", reason=str(away))
                claimed = ()
            for entry in claimed:
                await self._waiting.put(entry)
            if len(claimed) < TOGETHER:
                await self._book.wait(topic, POLL)

    async def _line(self) -> None:
        client = self._client()
        try:
            while True:
                entry = await self._waiting.get()
                sending = asyncio.ensure_future(self._send(client, entry))
                try:
                    await asyncio.shield(sending)
                except asyncio.CancelledError:
                    await sending
                    raise
        finally:
            with contextlib.suppress(SMTPException, OSError):
                client.close()

    def _client(self) -> aiosmtplib.SMTP:
        host = self._smarthost
        return aiosmtplib.SMTP(
            hostname=host.host,
            port=host.port,
            timeout=TIMEOUT,
            username=host.user,
            password=host.password,
            use_tls=host.tls == "tls",
            start_tls={"starttls": True, "none": False}.get(host.tls or ""),
        )

    async def _send(self, client: aiosmtplib.SMTP, entry: Entry) -> None:
        office = self._offices[entry.outgoing.organisation]
        try:
            posted = compose(entry, office, await self._attached(entry))
            await self._hand_over(client, posted)
        except (SMTPException, OSError) as failure:
            await self._failed(entry, failure, office)
        except Exception:
            log.exception("a letter cannot be composed", organisation=office.policy.id, letter=entry.id)
            await self._book.run(put_off, entry, "cannot be composed", office, self._clock())
        else:
            await self._book.run(sent, entry, office, self._clock())

    async def _attached(self, entry: Entry) -> list[bytes]:
        if not entry.outgoing.attach:
            return []
        along = await self._book.read(attached, entry)
        return [await asyncio.to_thread(self._vault.raw, arrival) for arrival in along]

    async def _hand_over(self, client: aiosmtplib.SMTP, posted: Posted) -> None:
        if not client.is_connected:
            await client.connect()
        try:
            await client.sendmail(posted.sender, [posted.recipient], posted.data)
        except SMTPResponseException:
            raise
        except (SMTPException, OSError):
            client.close()
            raise

    async def _failed(self, entry: Entry, failure: Exception, office: Office) -> None:
        code, status = _verdict(failure)
        log.warning("a letter was not taken", organisation=office.policy.id, letter=entry.id, code=code)
        if code >= PERMANENT:
            await self._book.run(refused, entry, status, office, self._clock())
        else:
            await self._book.run(put_off, entry, f"{type(failure).__name__} {status}", office, self._clock())


def _verdict(failure: Exception) -> tuple[int, str]:
    """Give the reply code that is about this letter, 0 where the smarthost refused us, not it (log-in, TLS)."""
    if isinstance(failure, SMTPRecipientsRefused):
        failure = failure.recipients[0]
    if isinstance(failure, SMTPResponseException):
        about_letter = not isinstance(failure, (aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPConnectError))
        return (failure.code if about_letter else 0), str(failure.code)
    return 0, ""
