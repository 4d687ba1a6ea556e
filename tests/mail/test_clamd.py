"""What the virus scanner says, asked over its own socket and its port; and what we make of it where it says nothing."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cases.errors import BadInput, TryLater
from cases.files import CLEAN, UNCHECKED
from mail.clamd import CHUNK, Clamd
from tests.clamd import EICAR, LIMIT, NAME, Scanner
from tests.smtp import a_letter


@pytest.fixture(params=["socket", "port"])
def asked(request: pytest.FixtureRequest, scanner: Scanner) -> Clamd:
    """Give the scanner as we reach it: over its socket, and over its port."""
    return Clamd.parse(scanner.url if request.param == "socket" else scanner.tcp)


def packed(*, deep: int = 1) -> bytes:
    """Give the test virus in an archive, or in archives within each other."""
    held = EICAR
    for _ in range(deep):
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("papers/invoice.com", held)
        held = box.getvalue()
    return held


@pytest.mark.parametrize(
    "octets",
    [b"", b"%PDF-1.4 a receipt", bytes(range(256)) * 5000, b"\0" * (CHUNK + 1), b"x" * LIMIT],
    ids=["nothing", "a paper", "much", "a little more than is sent at once", "just as much as it takes"],
)
async def test_what_is_in_order_is_clean(asked: Clamd, octets: bytes) -> None:
    assert await asked.verdict(octets) == CLEAN


@pytest.mark.parametrize(
    "octets",
    [
        EICAR,
        b"before " * 100_000 + EICAR,
        packed(),
        packed(deep=3),
        a_letter(files=[("a.zip", "application/zip", packed())]),
    ],
    ids=["by itself", "far inside", "in an archive", "in archives in archives", "in an archive with a letter"],
)
async def test_a_virus_is_found_wherever_it_is_and_named(asked: Clamd, octets: bytes) -> None:
    assert await asked.verdict(octets) == NAME


@pytest.mark.parametrize("length", [LIMIT + 1, LIMIT * 8])
async def test_what_is_too_much_for_it_is_told_from_a_scanner_that_is_away(asked: Clamd, length: int) -> None:
    assert await asked.verdict(b"x" * length) == UNCHECKED


async def test_many_at_once_are_each_told_their_own(asked: Clamd) -> None:
    said = await asyncio.gather(*(asked.verdict(EICAR if number % 2 else b"a paper") for number in range(24)))
    assert said == [CLEAN, NAME] * 12


async def test_it_says_that_it_is_there(asked: Clamd) -> None:
    assert await asked.answers()


async def test_a_scanner_that_is_not_there_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no socket")
    for nowhere in (
        f"unix:{tmp_path}/nothing",
        f"unix:{tmp_path}/file",
        "tcp://127.0.0.1:9",
        "tcp://no.such.host.invalid:9",
    ):
        away = Clamd.parse(nowhere)
        assert not await away.answers()
        with pytest.raises(TryLater, match="does not answer") as told:
            await away.verdict(b"a paper")
        assert "\n" not in str(told.value)


async def test_a_scanner_that_hangs_is_given_up(scanner: Scanner) -> None:
    hurried = replace(Clamd.parse(scanner.url), connecting=0.2, scanning=0.2)
    scanner.freeze()
    try:
        with pytest.raises(TryLater, match="in time"):
            await hurried.verdict(bytes(LIMIT))
        assert not await hurried.answers()
    finally:
        scanner.thaw()


@asynccontextmanager
async def saying(answer: bytes, folder: Path) -> AsyncIterator[Clamd]:
    """Stand in for a scanner that takes everything and says one thing, or hangs up without a word."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\0\0\0\0")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_unix_server(talk, folder / "s")
    async with server:
        yield Clamd.parse(f"unix:{folder / 's'}")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"OK\0",
        b"<html>FOUND</html>\0",
        b"\xff" * 9000,
    ],
)
async def test_an_answer_that_says_nothing_of_the_file_is_none(answer: bytes, tmp_path: Path) -> None:
    async with saying(answer, tmp_path) as scanner:
        with pytest.raises(TryLater, match="does not say"):
            await scanner.verdict(b"a paper")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (b"Win.Trojan.Agent-1388639", "Win.Trojan.Agent-1388639"),
        (b"Heuristics.Encrypted.Zip", "Heuristics.Encrypted.Zip"),
        (b"<b>\x1b[31m' OR 1\r\n=1--", "_b_31m_OR_1_1--"),
        (b"clean", "clean_"),
        (b"unchecked", "unchecked_"),
        (b"x" * 900, "x" * 100),
    ],
)
async def test_the_name_of_a_find_is_a_name_whatever_a_scanner_sends(said: bytes, kept: str, tmp_path: Path) -> None:
    async with saying(b"stream: " + said + b" FOUND\0", tmp_path) as scanner:
        assert await scanner.verdict(b"a paper") == kept


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("unix:/run/clamav/clamd.ctl", Clamd(path="/run/clamav/clamd.ctl")),
        ("unix:///run/clamav/clamd.ctl", Clamd(path="/run/clamav/clamd.ctl")),
        ("tcp://scanner.internal:3310", Clamd(host="scanner.internal", port=3310)),
        ("tcp://[::1]:3310", Clamd(host="::1", port=3310)),
        ("tcp://10.0.0.7:3310/", Clamd(host="10.0.0.7", port=3310)),
    ],
)
def test_where_it_listens_is_read_from_the_setting(written: str, meant: Clamd) -> None:
    assert Clamd.parse(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "/run/clamd",
        "unix:",
        "unix:relative",
        "tcp://host",
        "tcp://host:0",
        "tcp://host:65536",
        "tcp://:1",
        "host:3310",
        "http://h:80",
        "unix:/" + "x" * 107,
        "unix:/a\nb",
        " ",
    ],
)
def test_what_is_no_scanner_is_told_with_the_setting(written: str) -> None:
    with pytest.raises(BadInput, match=r"SVARFRIST_SCANNER .* expected unix:/path/to/clamd.sock or tcp://host:port"):
        Clamd.parse(written)
