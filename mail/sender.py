"""The channel that owns letters: fetches what is released, hands it to the smarthost, says what became of it."""

import asyncio
import contextlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

import aiosmtplib
import structlog
from aiosmtplib.errors import (
    SMTPException,
    SMTPHeloError,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from cases.errors import TryLater
from cases.message import Channel
from cases.office import Office
from intake.attached import attached
from intake.bounced import withheld
from intake.case_pass import claim_letters
from intake.sent import put_off, refused, sent
from mail.compose import Posted, compose
from mail.encoding import NoAddress
from mail.last_look import own_addresses, why_not
from mail.notes import Notes
from mail.refusals import Refusal, refusal
from mail.smarthost import WayOut
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

LONGEST = 120.0
"""Seconds it may take for one letter: less than half a claim, the other half of which the letter may stand in line."""

MENDED = timedelta(minutes=30)
"""How long a letter waits that our own program cannot work on."""

BAD_ADDRESS, NOT_ASCII = "5.1.3", "5.6.7"
"""What is said of a recipient before anybody is asked: no address; one that this smarthost cannot take (RFC 6531)."""

_ENVID = re.compile(r"[!-*,-<>-~]{1,100}")
"""What may stand there as it is (RFC 3461 §4.4); our Message-IDs do, unless a domain is very long."""

_REFUSED = (SMTPResponseException, SMTPRecipientsRefused)
"""Failures after which the connection is good for the next letter."""


class Sender:
    """Sends what the outbox releases. An attempt is committed before DATA: a crash at worst repeats the same letter."""

    def __init__(self, book: Book, vault: Vault, offices: Mapping[str, Office], way_out: WayOut, node: Node) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._own = own_addresses(offices.values())
        self._way_out = way_out
        self._node = node.name
        self._clock = node.clock
        self._notes = Notes(book)
        self._refused_us: set[Refusal] = set()
        self._waiting: asyncio.Queue[tuple[Entry, datetime]] = asyncio.Queue(TOGETHER)

    async def run(self) -> None:
        """Send until cancelled. A letter whose answer from the smarthost is outstanding is waited for, not cut off."""
        self._notes = Notes(self._book)
        async with asyncio.TaskGroup() as lines:
            for _ in range(LINES):
                lines.create_task(self._line())
            lines.create_task(self._fetch())

    async def _fetch(self) -> None:
        topic = outbox.topic(Channel.MAIL)
        while True:
            await self._notes.settled()
            now = self._clock()
            try:
                claimed = await self._book.run(
                    claim_letters, (self._node, now), TOGETHER, self._way_out.key, self._offices
                )
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
                await self._notes.settled()
                if not await self._still_ours(entry, claimed_at):
                    continue
                sending = asyncio.ensure_future(self._work_on(client, entry))
                try:
                    await asyncio.shield(sending)
                except asyncio.CancelledError:
                    self._notes.end()
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
        host = self._way_out.smarthost
        return aiosmtplib.SMTP(
            hostname=host.host,
            port=host.port,
            timeout=TIMEOUT,
            username=host.user,
            password=host.password,
            use_tls=host.tls == "tls",
            start_tls={"starttls": True, "none": False, "tls": False}.get(host.tls or ""),
            tls_context=self._way_out.tls,
        )

    async def _work_on(self, client: aiosmtplib.SMTP, entry: Entry) -> None:
        """Send a letter; whatever happens, it holds up no other."""
        try:
            await self._send(client, entry)
        except Exception as failure:
            client.close()
            organisation, reason = entry.outgoing.organisation, type(failure).__name__
            log.exception("a letter cannot be worked on and waits", organisation=organisation, letter=entry.id)
            with contextlib.suppress(Exception):  # it was said what is wrong; the claim runs out
                await self._notes.write(outbox.postpone, organisation, entry.id, self._clock() + MENDED, reason)

    async def _send(self, client: aiosmtplib.SMTP, entry: Entry) -> None:
        office = self._offices[entry.outgoing.organisation]
        if reason := why_not(entry, self._own):
            log.error("a letter is kept back", organisation=office.policy.id, letter=entry.id, reason=reason)
            await self._notes.write(withheld, entry, reason, office, self._clock())
            return
        try:
            posted = await self._composed(entry, office)
            taken = await self._hand_over(client, posted)
        except NoAddress:
            await self._refuse(entry, BAD_ADDRESS, office)
        except TryLater as away:  # the database or the vault
            await self._notes.write(put_off, entry, str(away), office, self._clock())
        except (SMTPException, OSError) as failure:
            await self._failed(entry, failure, office)
        else:
            await (self._left(entry, office) if taken else self._refuse(entry, NOT_ASCII, office))

    async def _left(self, entry: Entry, office: Office) -> None:
        if self._refused_us:
            self._refused_us.clear()
            log.info("the smarthost takes our letters again")
        try:
            await self._notes.write(sent, entry, office, self._clock())
        except Exception:
            log.exception("a letter left, and its case cannot be told", organisation=office.policy.id, letter=entry.id)
            await self._notes.write(outbox.mark_sent, office.policy.id, entry.id, self._clock())

    async def _refuse(self, entry: Entry, status: str, office: Office) -> None:
        log.warning("a letter was refused", organisation=office.policy.id, letter=entry.id, status=status)
        await self._notes.write(refused, entry, status, office, self._clock())

    async def _composed(self, entry: Entry, office: Office) -> Posted:
        """Put a letter together; one with files beside the loop, which signing them would hold up for seconds."""
        signer = self._way_out.signers.get(office.policy.id)
        if not entry.outgoing.attach:
            return compose(entry, office, (), signer)
        along = await self._book.read(attached, entry)
        return await asyncio.to_thread(
            lambda: compose(entry, office, [self._vault.raw(arrival) for arrival in along], signer)
        )

    async def _hand_over(self, client: aiosmtplib.SMTP, posted: Posted) -> bool:
        """Hand a letter over; say whether its recipient's address is one that the smarthost can take."""
        try:
            async with asyncio.timeout(LONGEST):
                if not client.is_connected:
                    await client.connect()
                if client.is_ehlo_or_helo_needed:
                    with contextlib.suppress(SMTPHeloError):  # a server that only knows HELO is greeted by sendmail
                        await client.ehlo()
                of_letter, of_recipient = _options(posted, reports=client.supports_extension("dsn"))
                with contextlib.suppress(SMTPNotSupported):  # of what is asked for, only SMTPUTF8 may be missing
                    await client.sendmail(
                        posted.sender,
                        [posted.recipient],
                        posted.data,
                        mail_options=of_letter,
                        rcpt_options=of_recipient,
                    )
                    return True
                return False
        except _REFUSED:
            raise
        except (SMTPException, OSError):
            client.close()
            raise

    async def _failed(self, entry: Entry, failure: Exception, office: Office) -> None:
        found = refusal(failure)
        if found.final:
            await self._refuse(entry, found.status, office)
            return
        if found.about_us:
            self._say_once(found, failure)
        else:
            log.warning("a letter was put off", organisation=office.policy.id, letter=entry.id, status=found.status)
        reason = f"{type(failure).__name__} {found.status}"
        await self._notes.write(put_off, entry, reason, office, self._clock())

    def _say_once(self, found: Refusal, failure: Exception) -> None:
        """Say that the smarthost refuses us: once for each thing it says, until it takes a letter again."""
        if found not in self._refused_us:
            self._refused_us.add(found)
            host = f"{self._way_out.smarthost.host}:{self._way_out.smarthost.port}"
            said = {"answer": type(failure).__name__, "status": found.status, "because": _because(failure)}
            log.error("the smarthost does not take our letters; they wait until this is mended", smarthost=host, **said)


def _options(posted: Posted, *, reports: bool) -> tuple[list[str], list[str]]:
    """Give what is asked for with the sender and with the recipient; reports bring a head without its text."""
    of_letter = [] if posted.recipient.isascii() else ["SMTPUTF8"]
    if not reports:
        return of_letter, []
    named = [f"ENVID={posted.envelope_id}"] if _ENVID.fullmatch(posted.envelope_id) else []
    return [*of_letter, "RET=HDRS", *named], [f"NOTIFY={posted.notify}"]


def _because(failure: Exception) -> str:
    """Give a fault of the connection in a line; what a server answers may name a person, and its status is enough."""
    return "" if isinstance(failure, _REFUSED) else " ".join(str(failure).split())[:200]
