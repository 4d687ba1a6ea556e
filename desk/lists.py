"""What left and what was filed: two lists to go through every day."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from cases.organisation import Sight
from cases.staff import queues_of
from desk.admin_outbox import show_stuck
from desk.faults import Missing
from desk.pages import page
from desk.visitor import Before, Desk, Reader
from intake.identity_link import veiled
from reading.numbers import cover, known_in
from storage import checklists
from storage import staff as people
from storage.checklists import Filed, Letter
from storage.reach import Reach

router = APIRouter()

LINES = 50


@router.get("/desk/outbox")
async def letters(request: Request, me: Reader, desk: Desk, before: Before = None, which: str = "") -> Response:
    """Show letters that were let go, and what became of them; of `which` "stuck" those that do not arrive."""
    if which == "stuck":
        return await show_stuck(request, me, desk)
    reach = Reach(me.staff.organisation, queues_of(me.staff, me.policy), (me.staff.id,), viewer=me.staff.id)
    shown, more = await desk.book.read(checklists.letters, reach, before, LINES)
    names = await desk.book.read(people.names, me.staff.organisation)
    return page(request, "outbox.html", me, letters=[_as_shown(one) for one in shown], more=more, names=names)


@router.get("/desk/filed")
async def filed(request: Request, me: Reader, desk: Desk, before: Before = None) -> Response:
    """Show messages that became no case. They belong to no queue, so only roles that see whole queues see them."""
    if me.role.sight is not Sight.CASES:
        raise Missing
    shown, more = await desk.book.read(checklists.filed, me.staff.organisation, before, LINES)
    return page(request, "filed.html", me, messages=[_masked(one) for one in shown], more=more)


def _as_shown(one: Letter) -> Letter:
    """Give a letter of ours as it may be shown: without national numbers, and without a link that is no staff's."""
    known = known_in((one.subject, one.body), one.language)
    return replace(one, subject=cover(one.subject, known), body=veiled(cover(one.body, known)))


def _masked(one: Filed) -> Filed:
    """Give a message as it may be shown: without national numbers (databeskyttelsesloven § 11, UAVG art. 46)."""
    known = known_in((one.subject, one.text, one.sender_name), one.language)
    return replace(
        one,
        sender_name=cover(one.sender_name, known),
        subject=cover(one.subject, known),
        text=cover(one.text, known),
    )
