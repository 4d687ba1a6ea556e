"""A door that stands open for each test, a peer that knocks at it, and a certificate."""

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cases.office import Office
from mail.door import OpenDoor
from storage.book import Book
from storage.vault import Vault
from tests.mail.knocking import Kept, Peer, a_door
from tests.mail.posting import Post
from tests.storage.written import write_case


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
async def door(kept: Kept) -> AsyncIterator[OpenDoor]:
    async with a_door(kept) as door:
        yield door


@pytest.fixture
async def peer(door: OpenDoor) -> AsyncIterator[Peer]:
    peer = await Peer.connect(door)
    yield peer
    await peer.hang_up()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Give the paths of a certificate of our own and of its key."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = str(folder / "cert.pem"), str(folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mx.test"]
    subprocess.run([*command, "-keyout", key, "-out", cert], check=True, capture_output=True)  # noqa: S603 - our own words
    return cert, key


@pytest.fixture
async def post(book: Book, offices: dict[str, Office], tmp_path: Path) -> Post:
    """Give a post office with one case to write about."""
    await book.run(write_case, queue="course-administration")
    return Post(book, Vault(str(tmp_path / "vault")), dict(offices))
