"""Registering what came by telephone, at the counter, by post, or to a colleague: as it came, when it came."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from email_validator import EmailNotValidError, validate_email
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from cases.errors import NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.organisation import Sight
from cases.reading import Reading
from desk.console import Console
from desk.deeds.interface import Answers
from desk.faults import Forged, Missing, NotLoggedIn, TooLarge
from desk.forms import FIELDS, check_origin, token_fits
from desk.forms import LARGEST as SMALL
from desk.kept import Kept
from desk.pages import page
from desk.visitor import Desk, Reader, Visitor, demand, find_visitor
from intake.black_out import forbidden_in
from intake.receive import Received
from intake.register import Registration, Route, Told, register
from reading.read import read
from storage import casebook
from storage import staff as people
from storage.page import Page

router = APIRouter()

FILES, LARGEST = 8, 25 * 1024 * 1024
"""So many scans with one matter, and so many bytes of them all."""


@dataclass(frozen=True)
class Typed:
    """What a person typed and which files they added, (name, media type, bytes); None where they are too many."""

    form: Mapping[str, str]
    files: tuple[tuple[str, str, bytes], ...] | None


@router.get("/desk/register")
async def blank(request: Request, me: Reader, desk: Desk) -> Response:
    """Show the form."""
    if me.role.sight is not Sight.CASES:
        raise Missing
    return await show_form(request, me, desk)


@router.post("/desk/register")
async def registration(request: Request, desk: Desk) -> Response:
    """Register a matter; what was typed stays on the page where it cannot be."""
    check_origin(request)
    me = await find_visitor(request)
    typed = await _typed(request, with_files=me is not None)
    if me is None:
        raise NotLoggedIn(typed.form)
    demand(desk, me, typed.form)
    if me.role.sight is not Sight.CASES:
        raise Missing
    if not token_fits(typed.form, me.csrf):
        raise Forged(typed.form)
    now, office = desk.clock(), desk.offices[me.policy.id]
    try:
        wanted, told = await _told(typed, me, office, desk)
        received = await desk.book.run(register, wanted, told, office, now)
        number = await desk.book.read(_number, me, received)
    except NotAllowed as refusal:
        return await show_form(request, me, desk, Kept.of(typed.form, "kept.refused", str(refusal)), 422)
    return RedirectResponse(f"/desk/cases/{number}?done=registered" if number else "/desk/", 303)


async def show_form(
    request: Request, me: Visitor, desk: Console, kept: Kept | None = None, status: int = 200
) -> Response:
    """Show the form, with what was typed and is not registered."""
    names = await desk.book.read(people.names, me.staff.organisation)
    lists = {"names": names, "routes": Route, "kinds": Kind, "once": secrets.token_urlsafe(12)}
    return page(request, "register.html", me, status, kept=kept, **lists)


async def _typed(request: Request, *, with_files: bool) -> Typed:
    """Read a form with files; raise TooLarge where it does not say, before it comes, that it is no larger.

    Of nobody who is logged in only the words are kept, which stand before the files: their bytes are passed over.
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST:
        raise TooLarge
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Forged
    stream = request.stream() if with_files else _beginning(request.stream())
    parser = MultiPartParser(request.headers, stream, max_files=FILES, max_fields=FIELDS, max_part_size=LARGEST)
    try:
        form = await parser.parse()
    except MultiPartException:
        async for _ in stream:  # a browser listens once it has sent everything
            pass
        return Typed(_words(parser.items), None)
    try:
        return Typed(_words(parser.items), tuple([await _file(one) for one in _uploads(form)]))
    finally:
        await form.close()


async def _beginning(stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """Give no more of a form than one without files may have, and let the rest go by.

    Raises MultiPartException where there was more.
    """
    come = 0
    async for chunk in stream:
        if come < SMALL:
            yield chunk[: SMALL - come]
        come += len(chunk)
    if come > SMALL:
        raise MultiPartException("there is more of it")


def _words(items: Iterable[tuple[str, str | UploadFile]]) -> dict[str, str]:
    words = ((name, value) for name, value in items if isinstance(value, str))
    return {name: value.replace("\r\n", "\n").replace("\x00", "") for name, value in words}


def _uploads(form: FormData) -> list[UploadFile]:
    return [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]


async def _file(upload: UploadFile) -> tuple[str, str, bytes]:
    return upload.filename or "", upload.content_type or "application/octet-stream", await upload.read()


async def _told(typed: Typed, me: Visitor, office: Office, desk: Desk) -> tuple[Registration, Told]:
    answers = Answers(typed.form)
    kinds = [answers.one_of("kind", Kind)]
    if answers.text("also"):
        kinds.append(answers.one_of("also", Kind))
    wanted = Registration(
        staff=me.staff,
        route=answers.one_of("route", Route),
        received_at=answers.instant("received", office.zone),
        received_by=answers.number("by") or me.staff.id,
        kinds=tuple(dict.fromkeys(kinds)),
        once=answers.needed("once"),
    )
    if typed.files is None:
        raise NotAllowed(f"add no more than {FILES} files")
    raw = _letter(answers, typed.files, office, wanted.received_at)
    message = await asyncio.to_thread(desk.letters.parse, raw, wanted.received_at)
    reading = _with(await asyncio.to_thread(read, message, me.policy), answers, me)
    numbers = forbidden_in(message, reading, me.policy)
    kept = await asyncio.to_thread(desk.letters.without, raw, numbers) if numbers else raw
    return wanted, Told(message, reading, kept)


def _with(reading: Reading, answers: Answers, me: Visitor) -> Reading:
    """Give the reading with what the form says of the person; their language as it was chosen."""
    said = {name: answers.text(name) for name in ("name", "email", "phone") if answers.text(name)}
    language = answers.text("language") if answers.text("language") in me.policy.languages else me.policy.languages[0]
    return Reading(
        **{**vars(reading), "fields": {**reading.fields, **said}, "language": language, "language_known": True}
    )


def _letter(answers: Answers, files: Iterable[tuple[str, str, bytes]], office: Office, at: datetime) -> bytes:
    """Write the matter down as a letter, so that its files are kept, scanned and read as those of any other."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = _sender(answers)
    letter["To"] = office.policy.addresses[0]
    letter["Date"] = at
    letter["Subject"] = " ".join(answers.text("subject").split())[:300]
    letter.set_content(answers.text("text"))
    for name, media_type, content in files:
        main, _, sub = media_type.partition("/")
        letter.add_attachment(content, maintype=main or "application", subtype=sub or "octet-stream", filename=name)
    return letter.as_bytes()


def _sender(answers: Answers) -> str:
    """Give who it is from, as a header has it; raise NotAllowed for an address that is none."""
    name, address = " ".join(answers.text("name").split()), answers.text("email")
    try:
        known = validate_email(address, check_deliverability=False, allow_smtputf8=False) if address else None
    except EmailNotValidError:
        raise NotAllowed(f'"{address}" is no e-mail address; leave it empty where there is none') from None
    return str(Address(name, addr_spec=known.ascii_email or "") if known else Address(name))


def _number(book_page: Page, me: Visitor, received: Received) -> str | None:
    """Give the number of the first case; a form that was sent twice leads to the case that it opened."""
    if received.opened:
        return received.opened[0].number
    cases = casebook.opened_for(book_page, me.staff.organisation, received.message)
    return cases[0].number if cases else None
