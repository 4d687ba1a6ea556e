"""What many tests stand on: both databases, the organisations, a catching mail server, and a running service."""

import multiprocessing
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings as hypothesis_settings

from cases.office import Office
from service.offices import read_offices
from service.settings import Settings
from storage.book import Book
from storage.engines import database_url, writing_engine
from storage.migrate import migrate
from tests import clamd, dovecot
from tests.at_work import Running, at_work
from tests.chromium import Browsing, browsing, chromium_started, driven
from tests.dns import Zones, name_server
from tests.mailboxes import Inbox
from tests.oidc import oidc_started
from tests.postfix import Postfix, postfix_started
from tests.postgres import NotInstalled, Postgres, started
from tests.smtp import Catcher, catching

hypothesis_settings.register_profile("house", deadline=None, max_examples=60)
hypothesis_settings.load_profile("house")

multiprocessing.set_start_method("forkserver", force=True)  # hundreds of services are started, each reads apart
multiprocessing.set_forkserver_preload(["mail.understand"])

TEMPLATE = "with_tables"
EMPTIED = "emptied"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL with a database that has the tables, and a copy of it which each test leaves empty."""
    try:
        with started() as server:
            with_tables(server.create(TEMPLATE))
            server.create(EMPTIED, TEMPLATE)
            yield server
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def scanner() -> Iterator[clamd.Scanner]:
    """Run a virus scanner that knows one signature."""
    try:
        with clamd.scanning() as found:
            yield found
    except clamd.NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def running_postfix() -> Iterator[Postfix]:
    """Run a smarthost."""
    try:
        with postfix_started() as server:
            yield server
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def running_dovecot() -> Iterator[dovecot.Dovecot]:
    """Run a server with mailboxes."""
    try:
        with dovecot.started() as server:
            yield server
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a browser; give the address by which it is driven."""
    try:
        with chromium_started(tmp_path_factory.mktemp("chromium")) as address:
            yield address
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def oidc() -> Iterator[str]:
    """Run a provider of single sign-on; give its issuer."""
    try:
        with oidc_started() as issuer:
            yield issuer
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
async def people(chromium: str) -> AsyncIterator[Browsing]:
    """Give people with browsers, in which pages may complain of nothing."""
    async with driven(chromium) as browser, browsing(browser) as opened:
        yield opened


@pytest.fixture
def mail_server(running_dovecot: dovecot.Dovecot) -> Iterator[dovecot.Dovecot]:
    """Give the server with mailboxes; each test has users of its own there, and leaves it running."""
    yield running_dovecot
    running_dovecot.start()


@pytest.fixture
def inbox(mail_server: dovecot.Dovecot, tmp_path: Path) -> Inbox:
    """Give somebody's empty mailbox."""
    return Inbox.new(mail_server, tmp_path)


@pytest.fixture
def other_inbox(mail_server: dovecot.Dovecot, tmp_path: Path) -> Inbox:
    """Give somebody else's."""
    return Inbox.new(mail_server, tmp_path)


@pytest.fixture
def postfix(running_postfix: Postfix) -> Iterator[Postfix]:
    """Give the smarthost; what a test leaves in it is forgotten."""
    yield running_postfix
    running_postfix.empty()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with the tables and nothing in them."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    with_tables(f"sqlite:///{path}")
    return path


def with_tables(url: str) -> None:
    """Make the tables of an empty database."""
    engine = writing_engine(database_url(url))
    migrate(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database of its own, empty but for the tables: once on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "book.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    yield server.url(EMPTIED)
    server.empty(EMPTIED)


@pytest.fixture
async def book(database: str) -> AsyncIterator[Book]:
    """Give a case book of its own."""
    async with Book(database) as opened:
        yield opened


@pytest.fixture(scope="session")
def offices() -> dict[str, Office]:
    """Give the organisations as they are shipped."""
    return read_offices(Settings())


@pytest.fixture
async def catcher() -> AsyncIterator[Catcher]:
    """Run a mail server that catches what is sent."""
    async with catching() as opened:
        yield opened


class Opens(Protocol):
    """Starts a service on the test's database; settings as in the file."""

    def __call__(self, **settings: object) -> AbstractAsyncContextManager[Running]:
        """Give a block in which it runs."""


@pytest.fixture
def service(database: str, tmp_path: Path, catcher: Catcher) -> Opens:
    """Give what starts the service: its letters go to the catcher, and its clock is the test's."""

    def opens(**settings: object) -> AbstractAsyncContextManager[Running]:
        return at_work(database, tmp_path, catcher, **settings)

    return opens


@pytest.fixture
async def running(service: Opens) -> AsyncIterator[Running]:
    """Give a running service."""
    async with service() as opened:
        yield opened


@pytest.fixture
async def zones() -> AsyncIterator[Zones]:
    """Run a name server in which nothing is written yet."""
    async with name_server() as opened:
        yield opened
