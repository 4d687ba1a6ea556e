"""The words of a file, as far as it has any: PDF, Word, OpenDocument, RTF, HTML, plain text, and pictures of papers.

Runs in a process of its own (mail/papers_apart.py): whoever made a file may mean harm.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from html import unescape

import pypdfium2

from mail.decoding import decode
from mail.hypertext import html_to_text
from mail.rtf import rtf_to_text
from reading.documents import READABLE_PICTURES

TEXT_CAP = 100_000
"""Letters of a file that are read."""
XML_CAP = 8 * 1024**2
"""Bytes of an unpacked document that are read."""
PAGES, PICTURES = 20, 3
"""So many pages of a PDF are read; of so many without words a picture is made."""
FEW_WORDS = 15
"""A PDF with fewer words is a scan: what words it has, the scanner's program wrote."""
DPI, MOST_PIXELS = 200, 6_000_000
POINTS = 72

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITER = "application/vnd.oasis.opendocument.text"
PDF = "application/pdf"

_WORD = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>|(</w:p>|<w:br\b[^>]*/>|<w:cr/>|</w:tr>)|(<w:tab/>|</w:tc>)")
_BREAK, _TAG = re.compile(r"</text:(?:p|h)>|<text:line-break/>"), re.compile(r"<[^>]{0,2000}>")

Pictures = Callable[[bytes], str]
"""Gives the words in a picture, "" where it has none or nobody can read it."""


class Unread(Exception):
    """A file has no words that can be read: it is broken, locked, or of another type."""


def words_of(octets: bytes, media_type: str, pictures: Pictures) -> str:
    """Give the words of a file, at most TEXT_CAP letters. Raises Unread where it has none that can be read."""
    if media_type == PDF:
        return _of_pdf(octets, pictures)[:TEXT_CAP]
    if media_type in READABLE_PICTURES:
        return pictures(octets)[:TEXT_CAP]
    reader = READERS.get(media_type)
    if reader is None:
        raise Unread(media_type)
    return reader(octets)[:TEXT_CAP]


def _of_pdf(octets: bytes, pictures: Pictures) -> str:
    try:
        with pypdfium2.PdfDocument(octets) as document:
            text = "\n\n".join(_of_pages(document))
            if len(text.split()) >= FEW_WORDS:
                return text
            drawn = (pictures(picture) for picture in _drawn(document))
            return "\n\n".join((text, *drawn))
    except pypdfium2.PdfiumError as broken:
        raise Unread(str(broken)) from None


def _of_pages(document: pypdfium2.PdfDocument) -> Iterator[str]:
    room = TEXT_CAP
    for number in range(min(len(document), PAGES)):
        if room <= 0:
            return
        page = document[number]
        words = page.get_textpage()
        text = words.get_text_range(0, min(words.count_chars(), room)) if words.count_chars() > 0 else ""
        room -= len(text)
        yield text


def _drawn(document: pypdfium2.PdfDocument) -> Iterator[bytes]:
    """Draw the first pages, as grey pictures that every program can read (PGM)."""
    for number in range(min(len(document), PICTURES)):
        page = document[number]
        width, height = page.get_size()
        if width < 1 or height < 1:
            continue
        scale = min(DPI / POINTS, (MOST_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        rows = bytes(bitmap.buffer)
        lines = (rows[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height))
        yield b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)


def _of_word(octets: bytes) -> str:
    signs = ((found[1], "\n" if found[2] else "\t") for found in _WORD.finditer(_xml(octets, "word/document.xml")))
    return unescape("".join(text if text is not None else sign for text, sign in signs))


def _of_writer(octets: bytes) -> str:
    return unescape(_TAG.sub(" ", _BREAK.sub("\n", _xml(octets, "content.xml"))))


def _xml(octets: bytes, name: str) -> str:
    """Give one file of a packed document, unpacked no further than it is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as packed, packed.open(name) as file:
            return file.read(XML_CAP).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as broken:
        raise Unread(str(broken)) from None


def _plain(octets: bytes) -> str:
    return decode(octets[: 4 * TEXT_CAP])


def _of_html(octets: bytes) -> str:
    return html_to_text(decode(octets[: 4 * TEXT_CAP]))


READERS: Mapping[str, Callable[[bytes], str]] = {
    WORD: _of_word,
    WRITER: _of_writer,
    "application/rtf": rtf_to_text,
    "text/rtf": rtf_to_text,
    "text/html": _of_html,
    "text/plain": _plain,
    "text/markdown": _plain,
}
"""What reads a type that is neither PDF nor picture."""
