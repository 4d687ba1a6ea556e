"""What is sent from a case's page: a form with words and files, read up to a limit, and sent from our own page."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from bot.frames import BadFrame, plain
from bot.reception import FileSense
from bot.uploads import LARGEST_FILE, MOST_FILES, judged, limited
from bot.wrap import File

LONGEST_TEXT = 20_000
"""Characters of one message: a letter of several pages."""

LONGEST_FORM = 128 * 1024
"""Bytes of a form that brings no files."""

_ONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_FIELDS = 8


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: its words by field, and its files. `wrong` names what of it cannot be taken."""

    fields: dict[str, str]
    files: tuple[File, ...] = ()
    wrong: str = ""

    def text(self, name: str) -> str:
        """Give the words of a field as they can be kept, without the blanks around them."""
        return plain(self.fields.get(name, "")).strip()

    @property
    def once(self) -> str:
        """Give what the form calls itself, so that the same form twice is one message; "" where it does not."""
        once = self.fields.get("once", "")
        return once if _ONCE.fullmatch(once) else ""

    def is_ours(self, cookie: str) -> bool:
        """Say whether the form stood on a page that we gave to the browser with a cookie."""
        return bool(cookie) and hmac.compare_digest(mark_of(cookie).encode(), self.fields.get("form", "").encode())


def mark_of(cookie: str) -> str:
    """Give what stands in the forms of a browser: no other page can know it."""
    return hashlib.sha256(f"case form {cookie}".encode()).hexdigest()[:40] if cookie else ""


async def words_of(request: Request) -> Sent:
    """Read a form without files."""
    small = limited(request, LONGEST_FORM)
    try:
        async with small.form(max_files=0, max_fields=_FIELDS, max_part_size=LONGEST_FORM) as form:
            return Sent(_words(form))
    except (BadFrame, HTTPException):
        return Sent({}, wrong="form")


async def letter_of(request: Request, sense: FileSense) -> Sent:
    """Read a form with a message and files; the files together are no larger than one may be."""
    try:
        async with limited(request).form(max_files=MOST_FILES, max_fields=_FIELDS, max_part_size=LONGEST_FORM) as form:
            words = _words(form)
            uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
            return await _with_files(words, uploads, sense)
    except BadFrame as bad:
        return Sent({}, wrong=bad.code)
    except HTTPException as bad:
        return Sent({}, wrong="many" if "Too many files" in str(bad.detail) else "form")


async def _with_files(words: dict[str, str], uploads: Iterable[UploadFile], sense: FileSense) -> Sent:
    files: list[File] = []
    left = LARGEST_FILE
    try:
        for upload in uploads:
            content = await upload.read(left + 1)
            left -= len(content)
            if left < 0:
                return Sent(words, wrong="large")
            files.append(judged(content, upload.filename or "", sense))
    except BadFrame as bad:
        return Sent(words, wrong=bad.code)
    if len(words.get("text", "")) > LONGEST_TEXT:
        return Sent(words, wrong="long")
    return Sent(words, tuple(files))


def _words(form: FormData) -> dict[str, str]:
    """Give the words by field; a line ends in one character, as browsers count it against the longest text."""
    return {name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)}
