"""What portable data are handed over as: looked at by whoever decides before it leaves, and that is written down."""

import asyncio
import zipfile
from datetime import datetime
from io import BytesIO

from fastapi import APIRouter, Request, Response

from cases.errors import NotAllowed
from desk.faults import Forged
from desk.files import HEADERS, disposition
from desk.pages import page
from desk.proof import Proven
from desk.sight import seen
from desk.visitor import Desk, Number, Visitor
from intake.pack import Package, pack_for
from storage import casebook
from storage.page import Page

router = APIRouter()


@router.post("/desk/cases/{number}/package.zip")
async def package(request: Request, number: Number, sent: Proven, desk: Desk) -> Response:
    """Give all that the person of a case gave us, as a zip of JSON and CSV; say in a sentence why not."""
    me, now = sent.visitor, desk.clock()
    if not sent.genuine:
        raise Forged
    try:
        packed = await desk.book.run(_packed, me, number, now)
    except NotAllowed:
        return page(request, "said.html", me, 403, said="package.refused")
    octets = await asyncio.to_thread(zipped, packed)
    named = {"Content-Disposition": disposition(f"{number}.zip", 1)}
    return Response(octets, media_type="application/zip", headers=HEADERS | named)


def zipped(packed: Package) -> bytes:
    """Give the files of a package as one."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in packed.files.items():
            file.writestr(name, data)
    return whole.getvalue()


def _packed(book_page: Page, me: Visitor, number: str, now: datetime) -> Package:
    case = seen(book_page, casebook.by_number(book_page, me.staff.organisation, number), me)
    return pack_for(book_page, case, me.staff, me.policy, now)
