"""The channel that owns letters: fetches what is released, hands it to the smarthost, says what became of it."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Concatenate, ParamSpec

import aiosmtplib
import structlog
from aiosmtplib.errors import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

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
from storage.page import Page
from storage.vault import Vault

log = structlog.get_logger()
P = ParamSpec("P")

LINES = 4
"""Connections to the smarthost at the same time; each carries one letter after the other."""

TOGETHER = 64
"""So many letters are claimed at once."""

POLL = 2.0
"""Seconds after which the outbox is looked at though nobody rang."""

TIMEOUT = 60.0
"""Seconds the smarthost may take for one command."""

LONGEST = 120.0
"""Seconds it may take for one letter: less than half a claim, the other half of which the letter may stand in line."""

NOTED, AGAIN = 60, 1.0
"""So often, with so many seconds between, what became of a letter is written down until the database takes it."""

PERMANENT = 500
ABOUT_THE_LETTER = (SMTPSenderRefused, SMTPRecipientRefused, SMTPDataError)
"""Refusals that say something about this letter; any other (greeting, log-in, TLS) is about us, and is mended."""

LOG_IN_FIRST = range(530, 540)
"""Codes that mean the same whatever they answer (RFC 4954 §6)."""


class Sender:
    """Sends what the outbox releases. An attempt is committed before DATA: a crash at worst repeats the same letter."""

    def __init__(
        self, book: Book, vault: Vault, offices: Mapping[str, Office], smarthost: Smarthost, node: Node
    ) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._smarthost = smarthost
        self._node = node.name
        self._clock = node.clock
        self._waiting: asyncio.Queue[tuple[Entry, datetime]] = asyncio.Queue(TOGETHER)

    async def run(self) -> None:
        """Send until cancelled. A letter whose answer from the smarthost is outstanding is waited for, not cut off."""
        async with asyncio.TaskGroup() as lines:
            for _ in range(LINES):
                lines.create_task(self._line())
            lines.create_task(self._fetch())

    async def _fetch(self) -> None:
        topic = outbox.topic(Channel.MAIL)
        while True:
            now = self._clock()
            try:
                claimed = await self._book.run(outbox.claim, Channel.MAIL, (self._node, now), TOGETHER)
            except TryLater as away:
                log.warning("the outbox cannot be read", reason=str(away))
                claimed = ()
            for entry in claimed:
                await self._waiting.put((entry, now))
            if len(claimed) < TOGETHER:
                await self._book.wait(topic, POLL)

    async def _line(self) -> None:
        client = self._client()
        try:
            while True:
                entry, claimed_at = await self._waiting.get()
                if not await self._still_ours(entry, claimed_at):
                    continue
                sending = asyncio.ensure_future(self._send(client, entry))
                try:
                    await asyncio.shield(sending)
                except asyncio.CancelledError:
                    await sending
                    raise
        finally:
            with contextlib.suppress(SMTPException, OSError):
                client.close()

    async def _still_ours(self, entry: Entry, claimed_at: datetime) -> bool:
        """Renew the claim of a letter that stood in line for long; leave it alone where somebody took it over."""
        now = self._clock()
        if entry.outgoing.organisation not in self._offices:
            log.error("a letter of an organisation that is not at work here", letter=entry.id)
            return False
        if now - claimed_at < outbox.LEASE / 2:
            return True
        try:
            return await self._book.run(outbox.renew, entry, (self._node, now))
        except TryLater:
            return False

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
            await self._note(put_off, entry, "cannot be composed", office, self._clock())
        else:
            await self._note(sent, entry, office, self._clock())

    async def _note(self, use_case: Callable[Concatenate[Page, P], None], *args: P.args, **named: P.kwargs) -> None:
        """Write down what became of a letter; while the database is away, try again: forgotten, it would go twice."""
        for _ in range(NOTED):
            try:
                await self._book.run(use_case, *args, **named)
            except TryLater as away:
                log.warning("what became of a letter cannot be noted yet", reason=str(away))
                await asyncio.sleep(AGAIN)
            else:
                return

    async def _attached(self, entry: Entry) -> list[bytes]:
        if not entry.outgoing.attach:
            return []
        along = await self._book.read(attached, entry)
        return [await asyncio.to_thread(self._vault.raw, arrival) for arrival in along]

    async def _hand_over(self, client: aiosmtplib.SMTP, posted: Posted) -> None:
        try:
            async with asyncio.timeout(LONGEST):
                if not client.is_connected:
                    await client.connect()
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
            await self._note(refused, entry, status, office, self._clock())
        else:
            await self._note(put_off, entry, f"{type(failure).__name__} {status}", office, self._clock())


def _verdict(failure: Exception) -> tuple[int, str]:
    """Give the reply code that is about this letter, 0 where the smarthost refused us, not it; and what it said."""
    if isinstance(failure, SMTPRecipientsRefused):
        failure = failure.recipients[0]
    if isinstance(failure, SMTPResponseException):
        about_letter = isinstance(failure, ABOUT_THE_LETTER) and failure.code not in LOG_IN_FIRST
        return (failure.code if about_letter else 0), str(failure.code)
    return 0, ""
