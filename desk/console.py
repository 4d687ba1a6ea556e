"""What every page of the desk has at hand: the case book, the policies, the time, and the log-in's cookie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import Request

from cases.chat import Say
from cases.message import Message
from cases.office import Office
from cases.policy import Policy
from desk.access import Access
from desk.house import House
from desk.sso_client import Relying
from reading.strike import Strike
from storage.arrivals import Arrival
from storage.book import Book


@dataclass(frozen=True)
class Letters:
    """What the desk has from the channels that know how letters are built, and what a chat says.

    `attachment` takes an arrival, whose bytes may be in the vault, and a part's number, and gives the file or raises
    KeyError; `parse` takes a letter apart that came at an instant; `without` gives a letter's bytes without what is
    struck out of it, its parts numbered as they were. `said` puts what the program said in a chat into words.
    `laid_out` gives a letter as its sender laid it out, masked by a function, with its pictures or without;
    None where it cannot be shown so. `first_page` draws the first page of a PDF, None where that cannot be done.
    """

    attachment: Callable[[Arrival, int], bytes]
    parse: Callable[[bytes, datetime], Message]
    without: Callable[[bytes, Strike], bytes]
    said: Callable[[Say, str, Office, Mapping[str, str]], str]
    laid_out: Callable[[Arrival, Callable[[str], str], bool], str | None]
    first_page: Callable[[bytes], bytes | None]


@dataclass(frozen=True)
class Console:
    """The parts of one desk."""

    book: Book
    offices: Mapping[str, Office]
    secure_cookies: bool
    clock: Callable[[], datetime]
    letters: Letters
    access: Access = field(default_factory=Access)
    relying: Mapping[str, Relying] = field(default_factory=dict)
    house: House = field(default_factory=House)

    @property
    def policies(self) -> dict[str, Policy]:
        """Give the policy of each organisation that is at work here."""
        return {id_: office.policy for id_, office in self.offices.items()}

    @property
    def cookie(self) -> str:
        """Name the cookie; with "__Host-" a browser takes it from this very host over TLS only (RFC 6265bis)."""
        return "__Host-svarfrist" if self.secure_cookies else "svarfrist"

    @property
    def address(self) -> str:
        """Give the desk's address as staff reach it; "" where no organisation is at work here."""
        return next((office.desk_url for office in self.offices.values()), "")


def console(request: Request) -> Console:
    """Give the desk that a request came to."""
    found: Console = request.app.state.console
    return found
