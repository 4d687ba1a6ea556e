"""The files that came with a letter: found again by part number, named for display, typed by their content."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote

from cases.message import Attachment
from mail.archives import listing
from mail.bodies import TEXT_CAP, is_text, is_unsplit
from mail.decoding import clean_line, decode
from mail.mime import Part, Splitter

NAME_CAP, PATH_CAP = 120, 2_000
SMALL_PICTURE = 10_000
"""Bytes. A smaller picture among the lines is a logo, or a sign for a telephone."""

NO_TYPE = frozenset({"application/octet-stream", "application/x-unknown", "application/unknown", "text/plain", ""})
"""Declared types that say nothing: the file's name may say more."""

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"x\x9f>\x22", "application/ms-tnef"),
)
"""How files of a type begin."""

PACKED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
)
"""What a ZIP archive holds when it is a document."""

ENDINGS = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
    ".docx": PACKED[0][1],
    ".xlsx": PACKED[1][1],
    ".pptx": PACKED[2][1],
    ".csv": "text/csv",
    ".eml": "message/rfc822",
    ".htm": "text/html",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".svg": "image/svg+xml",
    ".heic": "image/heic",
    ".vcf": "text/vcard",
}
"""Types by the ending of a name, where neither content nor declaration tells."""

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN = re.compile(r"[:*?\"<>|]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufff9-\uffff"
    "\U000e0000-\U000e007f]"
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # as Windows reserves them
_PICTURE = re.compile(
    r"<img\b[^>]{0,200}?\bsrc\s*=\s*[\"']?(?:cid:)?([^\s\"'>]{1,300})|\bcid:([^\s\"'<>)]{1,300})", re.IGNORECASE
)
_FILMS = dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1"), "image/heic") | {
    b"avif": "image/avif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
"""Kinds of the container that films, phone pictures and voice messages come in, by its brand."""
_NAMELESS = {"message/rfc822": ".eml", "text/calendar": ".ics", "text/html": ".html", "text/plain": ".txt"}
_ZIP = "application/zip"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096


@dataclass(frozen=True)
class Files:
    """The files of a letter in reading order, attached letters and calendar entries among them; what is wrong there."""

    attachments: tuple[Attachment, ...]
    faults: tuple[str, ...]


def files_of(letter: Part) -> Files:
    """Give the files of a letter. Nothing is unpacked but what was packed for the journey."""
    parts = [part for part in letter.walk() if is_file(part)]
    shown = _shown_in_text(letter) if any(map(_may_be_shown, parts)) else frozenset()
    faults: dict[str, None] = {}
    attachments = tuple(_attachment(part, shown, faults) for part in parts)
    return Files(attachments, tuple(faults))


def is_file(part: Part) -> bool:
    """Say whether a part is kept as a file: it holds something, and it is no text of the letter."""
    return not part.within and not is_text(part) and not is_unsplit(part)


def attachment_bytes(raw: bytes, part: int) -> bytes:
    """Give the decoded bytes of the part with this number; raise KeyError where the letter has none."""
    for _, octets in unpacked(raw, {part}):
        return octets
    raise KeyError(part)


def unpacked(raw: bytes, parts: Container[int]) -> Iterator[tuple[int, bytes]]:
    """Give the decoded bytes of the parts with these numbers, one after the other, each when it is asked for."""
    return ((found.index, found.content()) for found in Splitter().split(raw).walk() if found.index in parts)


def _attachment(part: Part, shown: frozenset[str], faults: dict[str, None]) -> Attachment:
    data = part.content()
    name = safe_name(part.name) or _default_name(part.media_type, part.index)
    kind = media_type(data, part.media_type, name)
    inside = listing(data, kind)
    if inside.fault:
        faults[inside.fault] = None
    return Attachment(
        part=part.index,
        name=name,
        media_type=kind,
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        inline=kind.startswith("image/") and _is_inline(part, data, shown),
        contents=inside.names,
    )


def _may_be_shown(part: Part) -> bool:
    return part.media_type.startswith("image/") or bool(part.header("content-id"))


def _is_inline(part: Part, data: bytes, shown: frozenset[str]) -> bool:
    """Say whether a picture stands in the text: the HTML shows it, or it is small and its program would not enclose it.

    A photograph that a phone puts between the lines has no place in any HTML, and is not small: it is a file.
    """
    ids = {decode(part.header(name)).strip(" <>") for name in ("content-id", "content-location")}
    if shown & ids:
        return True
    kind = part.disposition[0]
    return len(data) < SMALL_PICTURE and (kind == "inline" or (not kind and bool(part.header("content-id"))))


def _shown_in_text(letter: Part) -> frozenset[str]:
    """Give the ids and places of the pictures that the HTML of a letter shows (RFC 2392)."""
    texts = (
        decode(part.content()[:TEXT_CAP]) for part in letter.walk() if part.media_type == "text/html" and is_text(part)
    )
    return frozenset(unquote(found[1] or found[2]) for text in texts for found in _PICTURE.finditer(text))


def safe_name(given: str) -> str:
    """Give a name that is safe to show and to save: no path, nothing invisible, its ending kept when it is too long.

    "" where nothing is left of it. Two endings stay two, so that everybody sees what opens.
    """
    name = unicodedata.normalize("NFC", _INVISIBLE.sub("", clean_line(given[:PATH_CAP]))) if given else ""
    name = _FORBIDDEN.sub("_", re.split(r"[/\\]", name)[-1]).strip(" ._")
    if _RESERVED.match(name):
        name = f"_{name}"
    ending = PurePosixPath(name).suffix
    return name if len(name) <= NAME_CAP else name[: NAME_CAP - len(ending[:10])] + ending[:10]


@lru_cache(maxsize=256)
def _default_name(media_type_: str, index: int) -> str:
    """Name a part that came without one after its type and place."""
    return f"{media_type_.partition('/')[0]}-{index}{_NAMELESS.get(media_type_, '')}"


def media_type(data: bytes, declared: str, name: str) -> str:
    """Give the type that the content shows; where it shows none, the declared one; where that says nothing, by name."""
    shown = _shown(data[:_HEAD], data, declared, name)
    if shown:
        return shown
    by_name = ENDINGS.get(PurePosixPath(name.lower()).suffix)
    return by_name if by_name and declared in NO_TYPE else declared


def _shown(head: bytes, data: bytes, declared: str, name: str) -> str | None:
    """Give the type that the first bytes give away, or None."""
    container = _container(head, data, name)
    if container:
        return container
    if _HTML.match(head) and declared != "message/rfc822":
        return "text/html"
    if head.startswith(b"BM") and int.from_bytes(head[2:6], "little") == len(data):
        return "image/bmp"
    return next((type_ for start, type_ in MAGIC if head.startswith(start)), None)


def _container(head: bytes, data: bytes, name: str) -> str | None:
    """Give the type of a file in one of the forms that many types share, by what is in it, or None."""
    if head.startswith(b"PK\x03\x04"):
        return next((type_ for mark, type_ in PACKED if mark in data[:65536] or mark in data[-65536:]), _ZIP)
    if head.startswith(_OLE):
        return ENDINGS.get(PurePosixPath(name.lower()).suffix, "application/x-ole-storage")
    if head[4:8] == b"ftyp":
        return _FILMS.get(head[8:12], "video/mp4")
    return "image/webp" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else None
