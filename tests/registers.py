"""A register of learners as tests have it: imported on one page, whole."""

from collections.abc import Mapping
from datetime import datetime

from cases.learner import Learner
from storage import enrolling, learners
from storage.learners import Changes
from storage.page import Page


def upsert(page: Page, organisation: str, register: Mapping[str, Learner], now: datetime) -> Changes:
    """Write people down or bring them up to date, by reference; whoever is not named stays as they are."""
    return _imported(page, organisation, (register, now), replace=False)


def replace_all(page: Page, organisation: str, register: Mapping[str, Learner], now: datetime) -> Changes:
    """Make the register what was given: whoever is not in it any more goes."""
    return _imported(page, organisation, (register, now), replace=True)


def _imported(
    page: Page, organisation: str, given: tuple[Mapping[str, Learner], datetime], *, replace: bool
) -> Changes:
    register, now = given
    one = enrolling.begin(page, organisation, now)
    found = learners.changes(page, organisation, register)
    enrolling.write(page, one, (register[reference] for reference in (*found.new, *found.changed)), now)
    enrolling.end(page, one, found.gone if replace else ())
    enrolling.hold(page, one, now)
    enrolling.tidy(page, organisation)
    return found
