"""A case as it stands on the files that came: what they prove, and what they prove no longer. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from cases.case import Case
from cases.office import Office
from handlers.all import handler_of
from handlers.interface import Matter
from intake.retold import proving
from storage.messages import Told

PROVEN = ("documents", "authority")
"""The requirements that files are the proof of."""


def standing_on(case: Case, told: Iterable[Told], office: Office) -> Case:
    """Give a case as it stands on its files: what they prove is met, and what was refused proves nothing.

    `told` are the letters that count for it. Only what was met or asked for before is settled here: no file makes a
    case lack anything new.
    """
    counted = tuple(told)
    lacking = {name for name in PROVEN if all(name in _missing(name, case, one, office) for one in counted)}
    gone, come = case.met & lacking, (set(case.missing) & set(PROVEN)) - lacking
    if not gone and not come:
        return case
    wanted = (*office.policy.rules(case.kind).requires, *case.missing, *sorted(gone))
    missing = tuple(dict.fromkeys(name for name in wanted if name in {*case.missing, *gone} - come))
    return replace(case, met=(case.met - gone) | come, missing=missing)


def _missing(name: str, case: Case, told: Told, office: Office) -> tuple[str, ...]:
    """Give what a message alone would leave missing, had nothing met that requirement before."""
    reading = proving(told)
    reading = replace(reading, flags=reading.flags | case.flags)
    matter = Matter(case.kind, told.at, reading, case.requester.address, case.met - {name})
    return handler_of(case.kind).missing(matter, office.policy)
