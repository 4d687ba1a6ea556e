"""Archives: what they say they hold is listed; nothing in them is unpacked."""

import gzip
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.archives import NAMES_CAP, Listing, listing
from tests.mail.packing import a_zip

ZIP = "application/zip"


def entry(name: bytes, size: int, *, flags: int = 0) -> bytes:
    """Give one line of a ZIP's list of contents."""
    return b"PK\x01\x02" + struct.pack("<HHHH8xIIHHH12x", 20, 20, flags, 8, 1, size, len(name), 0, 0) + name


def directory(*entries: bytes, packed: bytes = b"") -> bytes:
    """Give an archive that is hardly more than its list of contents."""
    lines = b"".join(entries)
    return packed + lines + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(lines), len(packed), 0)


def test_the_names_in_an_archive_are_listed_in_their_order() -> None:
    assert listing(a_zip(kvittering_pdf=b"x", foto_jpg=b"y"), ZIP) == Listing(("kvittering.pdf", "foto.jpg"))


def test_folders_are_left_out_and_names_are_made_safe_to_show() -> None:
    found = listing(directory(entry(b"bilag/", 0), entry(b"bilag/a\x07\nb.txt", 1), entry(b"../../etc/x", 1)), ZIP)
    assert found.names == ("bilag/a b.txt", "../../etc/x")


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        ("klage på.pdf".encode(), 0x800, "klage på.pdf"),
        ("klage på.pdf".encode("cp850"), 0, "klage på.pdf"),
        ("klage på.pdf".encode(), 0, "klage på.pdf"),
    ],
)
def test_names_are_decoded_as_old_and_new_programs_write_them(raw: bytes, flags: int, name: str) -> None:
    assert listing(directory(entry(raw, 1, flags=flags)), ZIP).names == (name,)


@pytest.mark.parametrize(
    "bomb",
    [
        directory(*[entry(b"x", 2**31)] * 3),
        directory(*[entry(b"x", 60 * 1024**2)]),
        directory(*[entry(b"x", 1)] * 10_001),
    ],
    ids=["too large", "too tight", "too many"],
)
def test_a_bomb_is_noted_and_never_unpacked(bomb: bytes) -> None:
    begun = time.process_time()
    found = listing(bomb, ZIP)
    assert found.fault == "archive_bomb"
    assert len(found.names) <= NAMES_CAP
    assert time.process_time() - begun < 5


def test_an_honest_archive_that_packs_well_is_no_bomb() -> None:
    assert listing(a_zip(log_txt=b"0" * 3_000_000), ZIP).fault == ""


def test_an_archive_with_a_password_is_noted() -> None:
    assert listing(directory(entry(b"pas.pdf", 9, flags=1)), ZIP) == Listing(("pas.pdf",), "archive_locked")


def test_a_gzip_stream_tells_its_name_if_it_has_one() -> None:
    named = b"\x1f\x8b\x08\x08\0\0\0\0\0\3" + "kørsel.csv".encode("latin-1") + b"\0" + b"rest"
    assert listing(named, "application/gzip").names == ("kørsel.csv",)
    assert listing(gzip.compress(b"x"), "application/gzip") == Listing()
    assert listing(b"\x1f\x8b", "application/gzip") == Listing()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"PK\x05\x06", directory(), a_zip(a=b"x")[:-5], b"PK\x05\x06" * 9],
    ids=["nothing", "only its beginning", "only its end", "an empty directory", "cut short", "many ends"],
)
def test_a_broken_archive_is_an_empty_list(data: bytes) -> None:
    assert listing(data, ZIP) == Listing()


def test_other_files_have_no_list() -> None:
    assert listing(a_zip(a=b"x"), "application/vnd.oasis.opendocument.text") == Listing()


@given(st.binary(max_size=120), st.integers(0, 2**32 - 1))
def test_any_list_of_contents_gives_names_that_can_be_stored(lines: bytes, size: int) -> None:
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, size, 0, 0)
    for name in listing(entry(b"a", 1) + b"PK\x01\x02" + lines + end, ZIP).names:
        name.encode()
