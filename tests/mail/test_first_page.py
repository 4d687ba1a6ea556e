"""The first page of a PDF is drawn apart from us: whatever a file does, it does it to a process that is gone after."""

import struct
import zlib

import pytest

from mail.first_page import LARGEST, MOST_PIXELS, first_page
from tests.papers import MEDICAL, a_pdf, a_pdf_in_circles


def test_a_page_becomes_a_picture_that_browsers_know() -> None:
    picture = first_page(a_pdf(MEDICAL, "a second page"))
    assert picture
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colours = struct.unpack(">IIBB", picture[16:26])
    assert (depth, colours) == (8, 0)
    assert width * height <= MOST_PIXELS
    length = struct.unpack(">I", picture[33:37])[0]
    rows = zlib.decompress(picture[41 : 41 + length])
    assert len(rows) == (width + 1) * height
    assert min(rows[1:]) < 100 < max(rows), "there is something black on it"


@pytest.mark.parametrize(
    "octets",
    [b"", b"no pdf", b"%PDF-1.7 and nothing more", b"%PDF-" + bytes(LARGEST)],
    ids=["none", "no", "broken", "large"],
)
def test_what_is_no_pdf_or_too_large_is_not_drawn(octets: bytes) -> None:
    assert first_page(octets) is None


def test_a_file_that_turns_in_circles_ends() -> None:
    first_page(a_pdf_in_circles())
