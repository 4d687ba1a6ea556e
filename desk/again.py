"""A form that was not done is shown again with what was typed, ready to be sent: after a log-in in between."""

import contextlib
import re

from fastapi import Request, Response

from cases.organisation import Sight
from desk import improvements, people, registering
from desk.cases import show_case
from desk.console import console
from desk.faults import Missing
from desk.kept import Kept, Unsent
from desk.pages import page
from desk.visitor import Visitor

PAGES = {
    "/desk/register": registering.show_form,
    "/desk/improvements": improvements.show_log,
    "/desk/people": people.show_everybody,
}
"""Pages of their own, by the address to which their form is sent."""

_OF_CASE = re.compile(r"/desk/cases/(?P<number>[A-Z0-9-]{1,40})/(?:deeds/(?P<deed>[a-z_]+)|[a-z]+)")


def ask_more(request: Request, me: Visitor, unsent: Unsent) -> Response:
    """Lead to where more than a password is set up, and hold the form that was being sent: it goes on from there."""
    carried = {**unsent.carried, "csrf": me.csrf}
    return page(request, "more.html", me, 403, to=unsent.to, carried=carried)


async def show_again(request: Request, me: Visitor, unsent: Unsent, why: str, status: int = 200) -> Response:
    """Give the page whose form it is, filled in; where that is not this person's to see, what was typed alone.

    `why` is the key of the text that says what happened.
    """
    own = PAGES.get(unsent.to)
    if own and me.role.sight is Sight.CASES:
        return await own(request, me, console(request), Kept.of(unsent.form, why), status)
    of_case = _OF_CASE.fullmatch(unsent.to)
    number = of_case["number"] if of_case else unsent.form.get("number", "")
    kept = Kept.of(unsent.form, why, deed=(of_case["deed"] or "") if of_case else "")
    with contextlib.suppress(Missing):
        return await show_case(request, me, number, kept, status)
    return page(request, "typed.html", me, status, kept=kept)
