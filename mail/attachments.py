"""The files that came with a letter: found again by part number, named for display, typed by their content."""

import hashlib
import re
from functools import lru_cache
from pathlib import PurePosixPath

from cases.message import Attachment
from mail.bodies import is_text
from mail.decoding import clean_line
from mail.mime import Part, Splitter

NAME_CAP = 120
NO_TYPE = frozenset({"application/octet-stream", "application/x-unknown", "application/unknown", "text/plain", ""})
"""Declared types that say nothing: the file's name may say more."""

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
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
_PATH = re.compile(r"[/\\:*?\"<>|]+")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096


def attachments(letter: Part) -> tuple[Attachment, ...]:
    """Give the files of a letter, in reading order, attached messages and calendar entries among them."""
    return tuple(_attachment(part) for part in letter.walk() if is_file(part))


def is_file(part: Part) -> bool:
    """Say whether a part is kept as a file: it holds something, and it is no text of the letter."""
    return not part.within and not is_text(part) and not (part.index == 0 and part.media_type.startswith("multipart/"))


def attachment_bytes(raw: bytes, part: int) -> bytes:
    """Give the decoded bytes of the part with this number; raise KeyError where the letter has none."""
    for found in Splitter().split(raw).walk():
        if found.index == part:
            return found.content()
    raise KeyError(part)


def _attachment(part: Part) -> Attachment:
    data = part.content()
    kind, params = part.disposition
    name = _name(params.get("filename") or part.params.get("name") or "", part)
    return Attachment(
        part=part.index,
        name=name,
        media_type=media_type(data, part.media_type, name),
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        inline=kind == "inline" or (kind != "attachment" and bool(part.header("content-id"))),
    )


def _name(given: str, part: Part) -> str:
    """Give a name that is safe to show: no path, no controls, never empty, its ending kept when it is too long."""
    name = _PATH.sub("_", re.split(r"[/\\]", clean_line(given))[-1]).strip(" ._") if given else ""
    if not name:
        return _default_name(part.media_type, part.index)
    ending = PurePosixPath(name).suffix
    return name if len(name) <= NAME_CAP else name[: NAME_CAP - len(ending[:10])] + ending[:10]


@lru_cache(maxsize=256)
def _default_name(media_type_: str, index: int) -> str:
    """Name a part that came without one after its type and place."""
    ending = {"message/rfc822": ".eml", "text/calendar": ".ics"}.get(media_type_, "")
    return f"{media_type_.partition('/')[0]}-{index}{ending}"


def media_type(data: bytes, declared: str, name: str) -> str:
    """Give the type that the content shows; where it shows none, the declared one; where that says nothing, by name."""
    shown = _shown(data[:_HEAD], data, declared, name)
    if shown:
        return shown
    by_name = ENDINGS.get(PurePosixPath(name.lower()).suffix)
    return by_name if by_name and declared in NO_TYPE else declared


def _shown(head: bytes, data: bytes, declared: str, name: str) -> str | None:
    """Give the type that the first bytes give away, or None."""
    if head.startswith(b"PK\x03\x04"):
        return next(
            (type_ for mark, type_ in PACKED if mark in data[:65536] or mark in data[-65536:]), "application/zip"
        )
    if head.startswith(_OLE):
        return ENDINGS.get(PurePosixPath(name.lower()).suffix, "application/x-ole-storage")
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return "image/heic"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if _HTML.match(head) and declared != "message/rfc822":
        return "text/html"
    return next((type_ for start, type_ in MAGIC if head.startswith(start)), None)
