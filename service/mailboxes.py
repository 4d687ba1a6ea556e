"""The mailboxes of the settings: read and checked before anything starts, then worked on until the service stops."""

import asyncio
import contextlib
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from cases.errors import BadInput
from cases.office import Office
from mail.imap import Account, Credentials, Password
from mail.mailbox import Box, Mailbox
from mail.oauth import Grant, OAuthLogin, Tokens
from mail.refresh_tokens import TokenFile, token_path
from service.references import secret_of
from service.settings import MailboxSettings, OAuthSettings, Settings
from storage.book import Book
from storage.claims import Node

_KEYWORD = re.compile(r"[A-Za-z0-9$_.-]+")
"""What a flag can be called everywhere (RFC 3501 §9, atom)."""


def read_boxes(settings: Settings, offices: Mapping[str, Office], clock: Callable[[], datetime]) -> tuple[Box, ...]:
    """Read the mailboxes that letters are fetched from; raise BadInput that names the setting that is wrong."""
    if "imap" not in settings.parts:
        return ()
    return tuple(
        _box(_Place(id_, name, settings), own, offices[id_], clock)
        for id_, organisation in settings.organisation.items()
        for name, own in organisation.mailboxes.items()
    )


def work_on(boxes: tuple[Box, ...], book: Book, node: Node, stack: contextlib.AsyncExitStack) -> None:
    """Begin to work on each mailbox, in a thread of its own, until the stack is left."""
    mailboxes = [Mailbox(box, book, node) for box in boxes]
    for mailbox in mailboxes:
        mailbox.start()

    async def stop() -> None:
        await asyncio.gather(*(mailbox.stop() for mailbox in mailboxes))

    stack.push_async_callback(stop)


class _Place:
    """Where a mailbox stands in the settings."""

    def __init__(self, organisation: str, name: str, settings: Settings) -> None:
        self.organisation = organisation
        self.name = name
        self.settings = settings

    def wrong(self, key: str, what: str) -> BadInput:
        """Give the error that names a key of the mailbox."""
        return BadInput(f"{self.called(key)}: {what}")

    def called(self, key: str) -> str:
        """Name a key of the mailbox as its owner finds it."""
        return f"[organisation.{self.organisation}.mailboxes.{self.name}] {key}"


def _box(place: _Place, own: MailboxSettings, office: Office, clock: Callable[[], datetime]) -> Box:
    for mistake in _mistakes(place, own):
        raise mistake
    return Box(
        organisation=place.organisation,
        name=place.name,
        account=Account(own.host, own.user, own.port, own.tls, own.ca_file),
        credentials=_tokens(place, own, own.oauth, clock) if own.oauth else _password(place, own),
        address=_address(place, own, office),
        folder=own.folder,
        after=own.after,
        taken=own.taken,
        poll=own.poll,
        idle=own.idle,
        max_bytes=place.settings.smtp_max_bytes,
    )


def _mistakes(place: _Place, own: MailboxSettings) -> Iterator[BadInput]:
    if own.tls == "none" and not _is_loopback(own.host):
        yield place.wrong("tls", "none would send the password for all to read; expected tls or starttls")
    if own.ca_file and not own.ca_file.is_file():
        yield place.wrong("ca_file", f"{own.ca_file} is not there")
    if own.after == "flag" and not _KEYWORD.fullmatch(own.taken):
        yield place.wrong("taken", f'"{own.taken}" is no flag; expected letters, digits and $ _ . - alone')
    if own.after == "move" and own.taken == own.folder:
        yield place.wrong("taken", "is the folder that letters are fetched from; expected another")
    if (own.password is None) == (own.oauth is None):
        yield place.wrong("password", "expected either a password or a table oauth")


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _address(place: _Place, own: MailboxSettings, office: Office) -> str:
    """Give the address that the mailbox is: what comes there is known to be for the organisation."""
    address, known = (own.address or own.user).lower(), office.policy.addresses
    if address not in known:
        key = "address" if own.address else "user"
        raise place.wrong(key, f"is no address of {office.policy.name}; expected address to be {' or '.join(known)}")
    return address


def _password(place: _Place, own: MailboxSettings) -> Credentials:
    return Password(own.user, _secret(place, "password", own.password or ""))


def _tokens(place: _Place, own: MailboxSettings, oauth: OAuthSettings, clock: Callable[[], datetime]) -> Credentials:
    refreshes = oauth.grant == "refresh_token"
    if refreshes and not oauth.refresh_token:
        raise place.wrong("oauth.refresh_token", "is missing; the grant refresh_token needs one")
    secret = _secret(place, "oauth.client_secret", oauth.client_secret) if oauth.client_secret else None
    token = _secret(place, "oauth.refresh_token", oauth.refresh_token or "") if refreshes else None
    try:
        grant = Grant(oauth.token_url, oauth.client_id, oauth.scope, secret, token)
    except BadInput as wrong:
        raise place.wrong("oauth.token_url", str(wrong)) from None
    folder = Path(place.settings.secret_file).parent
    return OAuthLogin(own.user, Tokens(grant, clock, TokenFile(token_path(folder, place.organisation, place.name))))


def _secret(place: _Place, key: str, reference: str) -> Callable[[], str]:
    """Give what reads a secret, each time anew; raise BadInput where it cannot be read now."""
    called = place.called(key)
    secret_of(called, reference)
    return lambda: secret_of(called, reference)
