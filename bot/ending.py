"""What a person is told at the end: what happens next, by when, and where to see it. Pure."""

from collections.abc import Iterator

from cases.case import Case, Status
from cases.chat import Gathered, Say
from cases.kind import ORDINARY
from cases.office import Office
from intake.relation import is_referred

_OVER = frozenset({Status.ANSWERED, Status.CLOSED})


def say(name: str, **about: str) -> Say:
    """Say something that is about codes and dates, nobody's words."""
    return Say(name, about)


def closing(gathered: Gathered, office: Office) -> tuple[Say, ...]:
    """Say what happens next with each case, and that its page shows it; or that there is none yet."""
    told = nexts(gathered, office)
    if not told:
        return (say("nothing_opened"),)
    way = "email" if gathered.told.get("email") else "here"
    return (*told, say("then", way=way), *(say("case_page", number=one.about["number"]) for one in told))


def nexts(gathered: Gathered, office: Office) -> tuple[Say, ...]:
    """Say what happens next with each case that is not over, and by when."""
    return tuple(_next(case, gathered, office) for case in gathered.cases if case.status not in _OVER)


def _next(case: Case, gathered: Gathered, office: Office) -> Say:
    due = gathered.dues.get(case.number)
    about = {"number": case.number, "kind": str(case.kind)} | ({"due": due.isoformat()} if due else {})
    return Say("next", about | ({"referred": "yes"} if is_referred(case, office.policy) else {}))


def review(gathered: Gathered, again: int) -> Say:
    """Read back what was told, by the names of its fields: the words are the person's own, and shown, not said."""
    cases = tuple(reviewed(gathered))
    about = {
        "numbers": " ".join(case.number for case in cases),
        "kinds": " ".join(case.kind for case in cases),
        "fields": " ".join(name for name in FIELDS if gathered.told.get(name)),
        "files": str(gathered.files),
    }
    return Say("review", about | ({"again": str(again)} if again else {}))


def reviewed(gathered: Gathered) -> Iterator[Case]:
    """Give the cases that the person is asked to look over: not ordinary ones, nor those a person looks at first."""
    return (case for case in gathered.cases if case.kind not in ORDINARY and case.status is not Status.HELD)


def has_told(gathered: Gathered) -> bool:
    """Say whether there is anything to read back."""
    return gathered.files > 0 or any(gathered.told.get(name) for name in FIELDS)


FIELDS = ("name", "email", "phone", "customer", "programme", "what_is_wrong", "proposed_value")
"""What is read back, in this order."""
