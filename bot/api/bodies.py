"""What a request brings, as JSON or as a form, read up to a limit and checked."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from bot.api.problems import FILE_FAULTS, Refused, fields_of
from bot.api.schemas import FieldProblem, Form, OpenCase
from bot.frames import BadFrame
from bot.reception import FileSense
from bot.uploads import LARGEST_FILE, MOST_FILES, judged, up_to
from bot.wrap import File
from cases.address import base_address
from cases.office import Office

ALTOGETHER = LARGEST_FILE
"""Bytes that files may have together; wrapped as a letter it is still one that the door would take."""

_LONGEST = ALTOGETHER * 4 // 3 + 512 * 1024
"""Bytes of a request: base64 makes four of three."""

_FIELDS = ("text", "email", "name", "language")
_DIGESTED = b"\x00"


@dataclass(frozen=True)
class Brought:
    """What a person typed into a form, and the files that they chose, each judged by its bytes."""

    form: Form
    files: tuple[File, ...] = ()

    @property
    def digest(self) -> str:
        """Give a digest that two requests share that say the same."""
        found = hashlib.sha256(self.form.model_dump_json(exclude={"files"}).encode())
        for file in self.files:
            found.update(_DIGESTED + file.name.encode("utf-8", "replace") + _DIGESTED)
            found.update(hashlib.sha256(file.content).digest())
        return found.hexdigest()

    @property
    def told(self) -> dict[str, str]:
        """Give what stands in the fields of the form, but for what the person has to say."""
        said = {"name": self.form.name, "email": self.form.email, "language": self.form.language}
        return {name: value for name, value in said.items() if value}


async def brought_by(request: Request, office: Office, sense: FileSense) -> Brought:
    """Read a request; raise Refused for what cannot be taken."""
    limited = Request(request.scope, up_to(_LONGEST, request))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            form, files = await _of_json(limited)
        elif kind == "multipart/form-data":
            form, files = await _of_form(limited)
        else:
            raise Refused("media")
    except BadFrame as wrong:
        raise Refused(wrong.code if wrong.code == "large" else "unreadable") from None
    except ValidationError as wrong:
        raise Refused(_is_json(wrong), fields_of(wrong)) from None
    _check_address(form, office)
    return Brought(form, await asyncio.to_thread(_judged, files, sense))


async def _of_json(request: Request) -> tuple[Form, list[tuple[str, bytes]]]:
    opened = await asyncio.to_thread(OpenCase.model_validate_json, await request.body())
    return opened, [(file.name, file.content) for file in opened.files]


async def _of_form(request: Request) -> tuple[Form, list[tuple[str, bytes]]]:
    try:
        async with request.form(max_files=MOST_FILES + 1, max_fields=len(_FIELDS) + 1) as given:
            _check_names(given)
            said = {name: given[name] for name in _FIELDS if given.get(name)}
            files = [one for one in given.getlist("files") if isinstance(one, UploadFile)]
            form = Form.model_validate(said)
            return form, [(one.filename or "file", await one.read()) for one in files]
    except (HTTPException, UnicodeError):  # UnicodeError: it names a character set that is none for texts
        raise Refused("unreadable") from None


def _check_names(given: FormData) -> None:
    unknown = [name for name in given if name not in {*_FIELDS, "files"}]
    twice = [name for name in _FIELDS if len(given.getlist(name)) > 1]
    wrong = {**dict.fromkeys(unknown, "there is no such field"), **dict.fromkeys(twice, "may stand there once")}
    if wrong:
        raise Refused("fields", [FieldProblem(field=name, detail=why) for name, why in wrong.items()])


def _is_json(wrong: ValidationError) -> str:
    return "unreadable" if any(one["type"] == "json_invalid" for one in wrong.errors()) else "fields"


def _check_address(form: Form, office: Office) -> None:
    """Refuse our own addresses: a receipt to one would come back to us."""
    if base_address(form.email).lower() in {address.lower() for address in office.policy.addresses}:
        raise Refused("fields", [FieldProblem(field="email", detail="this is the organisation's own address")])


def _judged(files: Sequence[tuple[str, bytes]], sense: FileSense) -> tuple[File, ...]:
    if len(files) > MOST_FILES or sum(len(content) for _, content in files) > ALTOGETHER:
        raise Refused("large")
    found, wrong = [], []
    for place, (name, content) in enumerate(files):
        try:
            found.append(judged(content, name, sense))
        except BadFrame as fault:
            wrong.append(FieldProblem(field=f"files.{place}", detail=FILE_FAULTS.get(fault.code, fault.code)))
    if wrong:
        raise Refused("fields", wrong)
    return tuple(found)
