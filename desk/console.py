"""What every page of the desk has at hand: the case book, the policies, the time, and the log-in's cookie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from cases.message import Message
from cases.office import Office
from cases.policy import Policy
from reading.strike import Strike
from storage.arrivals import Arrival
from storage.book import Book


@dataclass(frozen=True)
class Letters:
    """What the desk has from the channel that knows how letters are built.

    `attachment` takes an arrival, whose bytes may be in the vault, and a part's number, and gives the file or raises
    KeyError; `parse` takes a letter apart that came at an instant; `without` gives a letter's bytes without what is
    struck out of it, its parts numbered as they were.
    """

    attachment: Callable[[Arrival, int], bytes]
    parse: Callable[[bytes, datetime], Message]
    without: Callable[[bytes, Strike], bytes]


@dataclass(frozen=True)
class Console:
    """The parts of one desk."""

    book: Book
    offices: Mapping[str, Office]
    secure_cookies: bool
    clock: Callable[[], datetime]
    letters: Letters

    @property
    def policies(self) -> dict[str, Policy]:
        """Give the policy of each organisation that is at work here."""
        return {id_: office.policy for id_, office in self.offices.items()}

    @property
    def cookie(self) -> str:
        """Name the cookie; with "__Host-" a browser takes it from this very host over TLS only (RFC 6265bis)."""
        return "__Host-svarfrist" if self.secure_cookies else "svarfrist"


def console(request: Request) -> Console:
    """Give the desk that a request came to."""
    found: Console = request.app.state.console
    return found
