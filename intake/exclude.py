"""Whoever took part in what an appeal is about is shut out; management hears where nobody is left (P-MX-14)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event
from cases.involvement import left
from cases.office import Office
from cases.policy import Act
from cases.task import TaskKind, ToDo
from intake.notices import Notice, notify, take_back
from intake.opening import US
from intake.tasks import give
from intake.uninvolved import as_of_now
from replies.staff_notice import News
from storage import appeals, casebook
from storage import staff as people
from storage.page import Page


def exclude(page: Page, case: Case, office: Office, now: datetime) -> Case:
    """Shut out of an appeal whoever by now is to be, and give it as it is then. Doing it twice has no effect.

    An excluded person who has it has it no longer. Where nobody is left who may decide it, somebody from outside has to
    be appointed (P-MX-15): that is a task of the case, and management is told, which must not look into it.
    """
    right = as_of_now(page, case, office.policy)
    if right.excluded == case.excluded:
        return case
    without = replace(right, assigned_to=None if case.assigned_to in right.excluded else case.assigned_to)
    told: dict[str, str | int | None] = {"staff": " ".join(map(str, sorted(without.excluded)))}
    casebook.save(page, without, (Event(now, "excluded", US, told),))
    take_back(page, without, without.excluded - case.excluded)
    if without.excluded and not left(without, people.working(page, case.organisation), office.policy):
        _tell_that_nobody_is_left(page, without, office, now)
    return without


def exclude_everywhere(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Bring all open appeals up to date with the logs of what they are about; give how many that changed."""
    changed = 0
    for case in appeals.open_ones(page, [*offices]):
        if as_of_now(page, case, offices[case.organisation].policy).excluded != case.excluded:
            held = casebook.find(page, case.organisation, case.id, to_change=True)
            changed += bool(held and exclude(page, held, offices[case.organisation], now))
    return changed


def _tell_that_nobody_is_left(page: Page, case: Case, office: Office, now: datetime) -> None:
    give(page, case, (ToDo(TaskKind.APPOINT_ASSESSOR, law="P-MX-15"),), now)
    steps = office.policy.rules(case.kind).steps
    above = next((step.queue for step in steps if step.act is Act.ESCALATE), case.queue)
    # Whoever is shut out may know that somebody has to be appointed: the notice names the case and nothing of it.
    notify(page, replace(case, queue=above, excluded=frozenset()), Notice(News.NOBODY_LEFT, "appeal"), office, now)
