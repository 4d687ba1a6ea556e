"""A connection to an IMAP server: opened, made safe, logged in; what goes wrong is translated here and nowhere else."""

import contextlib
import imaplib
import logging
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError

from cases.errors import BadInput
from cases.mailbox import MailboxTrouble, Trouble
from mail.imap_client import Client

logging.getLogger("imapclient").setLevel(logging.WARNING)  # below that it writes down what it sends: users, letters

PATIENCE = (15.0, 60.0)
"""Seconds until a server counts as away that does not take a connection, and one that falls silent."""

Tls = Literal["tls", "starttls", "none"]

_BUSY = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]", "TOO MANY", "TRY AGAIN")
"""What a server says that would let us in at another time (RFC 5530)."""


@dataclass(frozen=True)
class Account:
    """Where a mailbox is and whose it is. `tls` is how the connection is made safe: from the start, by STARTTLS, never.

    `ca_file` names a PEM file of authorities to trust instead of the system's.
    """

    host: str
    user: str
    port: int = 993
    tls: Tls = "tls"
    ca_file: Path | None = None
    patience: tuple[float, float] = PATIENCE


class Credentials(Protocol):
    """What a mailbox is opened with."""

    def log_in(self, client: IMAPClient) -> None:
        """Log in; raise MailboxTrouble, or BadInput where what it takes cannot be read."""


@dataclass(frozen=True)
class Password:
    """A user's password. It is asked for at each log-in, so that a new one counts at once."""

    user: str
    password: Callable[[], str]

    def log_in(self, client: IMAPClient) -> None:
        """Log in; by SASL PLAIN where the server has it, which alone allows for any letter (RFC 4616)."""
        if client.has_capability("LOGINDISABLED"):
            raise MailboxTrouble(Trouble.INSECURE, "tls: the server wants TLS before it hears a password")
        password = self.password()
        try:
            if client.has_capability("AUTH=PLAIN"):
                client.plain_login(self.user, password)
            else:
                client.login(self.user, password)
        except UnicodeError:
            raise MailboxTrouble(Trouble.WRONG_PASSWORD, "password: the server takes ASCII only") from None
        except LoginError as refused:
            raise _login_trouble(refused) from None


def _login_trouble(refused: LoginError) -> MailboxTrouble:
    """Tell a server that is busy or hung up from one that does not accept the password."""
    said = str(refused).upper()
    if isinstance(refused.__context__, imaplib.IMAP4.abort):
        return MailboxTrouble(Trouble.KICKED, "host: the server hung up during the log-in")
    if any(word in said for word in _BUSY):
        return MailboxTrouble(Trouble.REFUSED, "host: the server lets nobody in just now")
    return MailboxTrouble(Trouble.WRONG_PASSWORD, "user, password: the server does not accept them")


def connect(account: Account, credentials: Credentials) -> Client:
    """Open a connection and log in; raise MailboxTrouble where something is in the way."""
    with _opening():
        context = _context(account)
        timeout = SocketTimeout(*account.patience)
        client = Client(account.host, account.port, ssl=account.tls == "tls", ssl_context=context, timeout=timeout)
    try:
        with _opening():
            if account.tls == "starttls":
                client.starttls(context)
        with talking():
            credentials.log_in(client)
    except BadInput as unread:
        close(client)
        raise MailboxTrouble(Trouble.WRONG_PASSWORD, str(unread)) from None
    except BaseException:
        close(client)
        raise
    return client


def close(client: Client) -> None:
    """End a connection, whatever state it is in."""
    client.wake()
    with contextlib.suppress(OSError, imaplib.IMAP4.error):
        client.shutdown()


def _context(account: Account) -> ssl.SSLContext | None:
    if account.tls == "none":
        return None
    try:
        return ssl.create_default_context(cafile=account.ca_file)
    except (OSError, ssl.SSLError):
        raise MailboxTrouble(Trouble.INSECURE, "ca_file: cannot be read as PEM") from None


@contextlib.contextmanager
def _opening() -> Iterator[None]:
    """Translate what can go wrong until there is a safe connection."""
    try:
        yield
    except ssl.SSLCertVerificationError as wrong:
        raise MailboxTrouble(
            Trouble.INSECURE, f"host: its certificate does not hold ({wrong.verify_message})"
        ) from None
    except ssl.SSLError:
        raise MailboxTrouble(Trouble.INSECURE, "tls, port: the server does not speak TLS there") from None
    except CapabilityError:
        raise MailboxTrouble(Trouble.INSECURE, "tls: the server has no STARTTLS") from None
    except (OSError, imaplib.IMAP4.error) as away:
        told = f"host, port: nobody answers there ({type(away).__name__})"
        raise MailboxTrouble(Trouble.UNREACHABLE, told) from None


@contextlib.contextmanager
def talking() -> Iterator[None]:
    """Translate what can go wrong on an open connection."""
    try:
        yield
    except imaplib.IMAP4.abort:
        raise MailboxTrouble(Trouble.KICKED, "host: the server ended the connection") from None
    except (imaplib.IMAP4.error, ValueError):  # ValueError: an answer that IMAPClient cannot take apart
        raise MailboxTrouble(Trouble.REFUSED, "host: the server refused what was asked") from None
    except TimeoutError:
        raise MailboxTrouble(Trouble.UNREACHABLE, "host: the server has stopped answering") from None
    except OSError:
        raise MailboxTrouble(Trouble.KICKED, "host: the connection broke") from None
