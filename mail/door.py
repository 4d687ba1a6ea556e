"""Where letters come in: our own SMTP server, in our own event loop.

`250` after DATA means that the letter is on durable storage (RFC 5321 section 6.1): `arrive` has committed it.
Our own fault is never the sender's: then it is `451`, and they keep it and try again.
"""

import asyncio
import errno
import socket
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
from aiosmtpd.smtp import Envelope as SmtpEnvelope

from cases.address import base_address
from cases.errors import BadInput
from cases.message import Envelope
from mail.smtp import Session, Smtp

log = structlog.get_logger()

NOT_ADVERTISED = ("250-AUTH", "250 HELP")
HELO_CAP = 255


@dataclass(frozen=True)
class DoorConfig:
    """How the door is hung. Sizes in bytes, times in seconds. TLS is offered where both PEM files are named."""

    host: str = "127.0.0.1"
    port: int = 8025
    hostname: str = ""
    size_limit: int = 35 * 1024 * 1024
    recipients: int = 100
    connections: int = 300
    connections_per_peer: int = 50
    timeout: float = 300
    grace: float = 20
    certificate: str = ""
    key: str = ""
    require_starttls: bool = False


@dataclass(frozen=True)
class Delivery:
    """A letter as it came in. `organisations` are the ids of those it is addressed to; `received_at` is aware, UTC."""

    raw: bytes
    envelope: Envelope
    organisations: tuple[str, ...]
    received_at: datetime


Arrive = Callable[[Delivery], Awaitable[None]]


class Addresses:
    """Which addresses are known here, and whose they are. Made from addresses to organisation ids."""

    def __init__(self, organisations: Mapping[str, str]) -> None:
        """Take the map of address to organisation."""
        self._exact = {base_address(address): organisation for address, organisation in organisations.items()}
        self._domains: dict[str, tuple[str, ...]] = {}
        for address, organisation in self._exact.items():
            domain = address.rpartition("@")[2]
            known = self._domains.get(domain, ())
            self._domains[domain] = known if organisation in known else (*known, organisation)

    def organisations(self, recipient: str) -> tuple[str, ...]:
        """Give the organisations that a recipient address belongs to, () where it is unknown.

        Besides the addresses themselves, with or without a plus part, the postmaster and the address of our bounces
        are known in every domain; the postmaster without a domain is the first organisation's (RFC 5321 section 4.5.1).
        """
        base = base_address(recipient)
        if base in self._exact:
            return (self._exact[base],)
        local, _, domain = base.rpartition("@")
        if not local:
            return tuple(self._exact.values())[:1] if domain == "postmaster" else ()
        is_bounce = local == "bounce" and "+" in recipient
        return self._domains.get(domain, ()) if is_bounce or local == "postmaster" else ()


class Door:
    """aiosmtpd's handler: who may enter, which recipients are known, and what becomes of a letter."""

    def __init__(self, config: DoorConfig, arrive: Arrive, addresses: Addresses) -> None:
        """Take the settings, the use case that keeps a letter, and the known addresses."""
        self.size_limit = config.size_limit
        self.closing = False
        self._config = config
        self._arrive = arrive
        self._addresses = addresses
        self._sessions: dict[Smtp, str] = {}
        self._peers: Counter[str] = Counter()
        self._arriving: set[asyncio.Future[None]] = set()
        self._quiet = asyncio.Event()

    def enter(self, session: Smtp, peer: str) -> str | None:
        """Let a session in, or give the answer that turns it away."""
        if self.closing or len(self._sessions) >= self._config.connections:
            return "421 4.3.2 Too many connections; please come again"
        if self._peers[peer] >= self._config.connections_per_peer:
            return "421 4.7.0 Too many connections from your address"
        self._sessions[session] = peer
        self._peers[peer] += 1
        return None

    def leave(self, session: Smtp) -> None:
        """Forget a session that ended."""
        peer = self._sessions.pop(session, None)
        if peer is not None:
            self._peers -= Counter({peer: 1})
        if self.closing and not self._sessions:
            self._quiet.set()

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self,
        server: Smtp,  # noqa: ARG002 - aiosmtpd's arguments
        session: Session,
        envelope: SmtpEnvelope,  # noqa: ARG002 - as above
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Say what we can."""
        session.host_name = hostname
        offered = [line for line in responses if not line.startswith(NOT_ADVERTISED)]
        return [*offered, "250 ENHANCEDSTATUSCODES"]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: Smtp,  # noqa: ARG002 - aiosmtpd's arguments
        session: Session,  # noqa: ARG002 - as above
        envelope: SmtpEnvelope,
        address: str,
        options: list[str],  # noqa: ARG002 - as above
    ) -> str:
        """Take a recipient that is known here; refuse others in the session, never by a bounce (R-EM-45)."""
        if len(envelope.rcpt_tos) >= self._config.recipients:
            return "452 4.5.3 Too many recipients"
        if not self._addresses.organisations(address):
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        """Answer a fault of ours so that the sender tries again; what it was about stays out of the log."""
        log.error("smtp_failed", error=type(error).__name__)
        return "451 4.3.0 Please try again later"

    async def keep(self, raw: bytes, envelope: SmtpEnvelope, peer: str, helo: str) -> str:
        """Commit a letter for everybody it is addressed to, then say so.

        A client that hangs up meanwhile does not stop the commit; it will send again, and that is seen as a repeat.
        """
        recipients = tuple(envelope.rcpt_tos)
        known = (id_ for recipient in recipients for id_ in self._addresses.organisations(recipient))
        sender = "" if envelope.mail_from in {None, "<>"} else _sound(str(envelope.mail_from))
        letter = Envelope(sender, tuple(map(_sound, recipients)), peer, _sound(helo.replace("\0", ""))[:HELO_CAP])
        delivery = Delivery(raw, letter, tuple(dict.fromkeys(known)), datetime.now(UTC))
        arriving = asyncio.ensure_future(self._arrive(delivery))
        self._arriving.add(arriving)
        arriving.add_done_callback(self._arriving.discard)
        try:
            await asyncio.shield(arriving)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is our fault, and they keep the letter
            return await self.handle_exception(error)
        return "250 2.0.0 Received"

    async def close(self) -> None:
        """Say goodbye to everybody; letters being received or kept are finished first, within the grace."""
        self.closing = True
        for session in [session for session in self._sessions if not session.busy]:
            session.say_goodbye()
        try:
            if self._sessions:
                await asyncio.wait_for(self._quiet.wait(), self._config.grace)
        except TimeoutError:
            for session in list(self._sessions):
                session.say_goodbye()
        await asyncio.gather(*self._arriving, return_exceptions=True)


class OpenDoor:
    """A door that is open. `port` is the one that was given, where the settings said 0."""

    def __init__(self, server: asyncio.Server, door: Door) -> None:
        """Take the listening server and its handler."""
        self._server = server
        self._door = door
        self.port: int = server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening, then end the sessions; a letter in progress is finished first."""
        self._server.close()
        await self._door.close()
        await self._server.wait_closed()


async def open_door(config: DoorConfig, arrive: Arrive, organisations: Mapping[str, str]) -> OpenDoor:
    """Listen for letters. `organisations` maps addresses to organisation ids.

    `arrive` must have committed when it returns. Raises BadInput where the address or the certificate cannot be used.
    """
    door = Door(config, arrive, Addresses(organisations))
    loop = asyncio.get_running_loop()
    session = partial(
        Smtp,
        door,
        data_size_limit=config.size_limit,
        hostname=config.hostname or socket.gethostname(),
        ident="ESMTP Svarfrist",
        tls_context=_tls(config),
        require_starttls=config.require_starttls,
        timeout=config.timeout,
        loop=loop,
    )
    try:
        server = await loop.create_server(session, config.host, config.port, backlog=512)
    except (OSError, OverflowError) as error:
        raise BadInput(f"SVARFRIST_SMTP {config.host}:{config.port} {_why(error)}") from None
    return OpenDoor(server, door)


def _why(error: Exception) -> str:
    """Say in words why an address cannot be listened on."""
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return "is taken by another program"
    return f"cannot be opened: {error}"


def _tls(config: DoorConfig) -> ssl.SSLContext | None:
    """Load the certificate, where one is configured; raise BadInput where it cannot be."""
    if not (config.certificate and config.key):
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(config.certificate, config.key)
    except (OSError, ssl.SSLError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or "cannot be read"
        raise BadInput(f"certificate {config.certificate} with key {config.key}: {reason}") from None
    return context


def _sound(text: str) -> str:
    """Replace bytes that were no UTF-8, which no database takes."""
    return text.encode("utf-8", "replace").decode()
