"""Which letters count for a case: of whatever else its conversation holds, a person decides what it means."""

from collections.abc import Iterable

from cases.case import Case
from cases.message import Verdict
from storage import history
from storage.messages import Told
from storage.page import Page


def counted(page: Page, case: Case, told: Iterable[Told]) -> tuple[Told, ...]:
    """Give those of the letters that count for a case: the one that opened it, its person's, and what it has heard.

    It has heard what came from an address that was its person's then, and what somebody vouched for who joined two
    cases. What was only kept for a person to look at does not count.
    """
    heard, ours = _heard(page, case), (case.requester.address or "").casefold()
    return tuple(one for one in told if one.id == case.opened_for or one.id in heard or _is_theirs(one, ours))


def _heard(page: Page, case: Case) -> frozenset[object]:
    """Give the letters that changed something about a case, after its history; what was kept was heard and held."""
    said = {"heard": set[object](), "held": set[object]()}
    for event in history.of_case(page, case.organisation, case.id):
        if event.verb in said:
            said[event.verb].add(event.data.get("message"))
    return frozenset(said["heard"] - said["held"])


def _is_theirs(told: Told, ours: str) -> bool:
    return told.judgement.verdict == Verdict.ADMIT and told.sender_address.casefold() == ours
