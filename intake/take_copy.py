"""The copy of a case that its person takes along from its page: what they said and sent, and what was answered to them.

Nobody looks through it first, so that it holds nothing of others: no letters of theirs, no notes, nothing of how staff
work, no ruling that is not told yet. Who wants all that is known of them asks for access (GDPR Art. 15(4), R-15-4).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event, Status
from cases.office import Office
from intake.case_page import is_by_person, ladder, letters_to_person, opened, visit_at
from intake.case_visit import PERSON
from intake.export import Export, put_together
from intake.exported import Audience
from storage import history
from storage.dossier import Dossier, dossier
from storage.page import Page

TOLD = frozenset({Status.ANSWERED, Status.APPEALED, Status.CLOSED})
"""Where a case stands once its person was told how it ended."""

VERBS = frozenset({"received", "heard", "opened", "acknowledged", "sent", "answered", "closed", "reopened"})
"""What of its history the person has seen themselves."""


def take_copy(page: Page, secret: str, cookie: str, offices: Mapping[str, Office], now: datetime) -> Export | None:
    """Put together what the person of a case gets of it, and note that they did.

    None where the link opens nothing, it is not known who sits there, or an answer to a request for access might not be
    sent to the case's address either (R-ID-1, R-ID-4).
    """
    found = opened(page, secret, now)
    visit = visit_at(page, found[0], cookie, now) if found else None
    office = offices.get(found[1].organisation) if found else None
    known = dossier(page, found[1].organisation, found[1].number) if found else None
    if found is None or office is None or known is None or visit is None or not visit.proved(now):
        return None
    if not ladder(page, known.case, known.told, office)[1]:
        return None
    history.record(page, known.case.organisation, known.case.id, (Event(now, "copy_taken", PERSON),))
    return put_together(page, theirs(page, known), office, Audience.PERSON, now)


def theirs(page: Page, found: Dossier) -> Dossier:
    """Give what of everything about a case is its person's own."""
    case = found.case
    return replace(
        found,
        case=replace(case, flags=frozenset(), authority=None),
        told=tuple(one for one in found.told if is_by_person(one, case)),
        letters=tuple(replace(one, outgoing=replace(one.outgoing, note=None)) for one in letters_to_person(page, case)),
        decisions=found.decisions if _is_told(case) else (),
        clocks=tuple(clock for clock in found.clocks if clock.told),
        events=tuple(event for event in found.events if event.verb in VERBS),
        tasks=(),
        holds=(),
    )


def _is_told(case: Case) -> bool:
    return case.status in TOLD
