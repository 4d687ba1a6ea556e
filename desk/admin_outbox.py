"""Letters that do not arrive: let go again, or given up, by whoever looks after the installation.

Who may not see a letter's case sees that there is a letter, and what the next hop answered; of a case that excludes
them they see nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Staff, queues_of, taken_over
from desk.console import Console
from desk.faults import Forged, Missing
from desk.forms import whole
from desk.pages import page
from desk.visitor import Desk, Form, Key, Posted, Visitor
from intake.bounced import RETURNED, WITHHELD
from intake.retry_letter import REASONS, StuckLetter, give_up_letter, retry_letter
from reading.numbers import cover, known_in
from storage import outbox_care
from storage.outbox_care import Stuck
from storage.page import Page

router = APIRouter()

Act = Callable[[Page, StuckLetter, Staff, Office, datetime], None]

DONE = ("retried", "given_up")

_STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d\b")
"""What of an answer names nobody (RFC 3463, RFC 5321)."""


@dataclass(frozen=True)
class StuckView:
    """A letter as the list shows it: `seen` is false where the person may not see its case."""

    letter: Stuck
    seen: bool

    @property
    def error(self) -> str:
        """Give what the next hop answered; of a case that is not theirs only its code. "" where a rule withheld it."""
        if self.withheld:
            return ""
        answer = self.letter.error.removeprefix(RETURNED)
        return answer if self.seen else " ".join(dict.fromkeys(_STATUS.findall(answer)))

    @property
    def withheld(self) -> str:
        """Name the rule that withheld it; "" where none did."""
        return self.letter.error.removeprefix(WITHHELD) if self.letter.error.startswith(WITHHELD) else ""

    @property
    def subject(self) -> str:
        """Give the subject without national numbers."""
        return cover(self.letter.subject, known_in((self.letter.subject,), ""))


async def show_stuck(request: Request, me: Visitor, desk: Console, refused: str = "", status: int = 200) -> Response:
    """Show the letters that do not arrive, for roles that administer; with why something was not done."""
    if not me.role.administers:
        raise Missing
    found = await desk.book.read(outbox_care.stuck, me.staff.organisation, me.staff.id)
    done = request.query_params.get("done", "")
    facts = {"reasons": REASONS, "refused": refused, "done": done if done in DONE else ""}
    return page(request, "admin_outbox.html", me, status, letters=[_view(one, me) for one in found], **facts)


@router.post("/desk/outbox/{letter}/retry")
async def retrying(request: Request, letter: Key, sent: Form, desk: Desk) -> Response:
    """Let a letter that does not arrive leave at once."""
    return await _do(request, desk, letter, sent, ("retried", retry_letter))


@router.post("/desk/outbox/{letter}/end")
async def giving_up(request: Request, letter: Key, sent: Form, desk: Desk) -> Response:
    """Give a letter up that does not arrive."""
    return await _do(request, desk, letter, sent, ("given_up", give_up_letter))


async def _do(request: Request, desk: Console, letter: int, sent: Posted, what: tuple[str, Act]) -> Response:
    me, form, (done, act) = sent.visitor, sent.form, what
    if not sent.genuine:
        raise Forged(form)
    if not me.role.administers:
        raise Missing
    which = StuckLetter(letter, form.get("failed") == "1", whole(form.get("attempt")), form.get("reason", ""))
    try:
        await desk.book.run(act, which, me.staff, desk.offices[me.policy.id], desk.clock())
    except AlreadyDone:
        return await show_stuck(request, me, desk, "admin.stuck.stale", 409)
    except NotAllowed:
        return await show_stuck(request, me, desk, f"admin.stuck.not_{done}", 422)
    return RedirectResponse(f"/desk/outbox?which=stuck&done={done}", 303)


def _view(letter: Stuck, me: Visitor) -> StuckView:
    mine = letter.assigned_to in {me.staff.id, *taken_over(me.staff)}
    return StuckView(letter, mine or letter.queue in queues_of(me.staff, me.policy))
