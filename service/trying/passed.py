"""What time did to the cases, in words: days and hours with what happened then. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby

from cases.case import Event
from cases.office import Office
from cases.policy import ClockName
from service.trying.passing import Happening
from service.trying.words import DONE, Fact, day, noun, readers

Offices = Mapping[str, Office]


def days(happened: Iterable[Happening], offices: Offices) -> Iterator[tuple[str, list[Fact]]]:
    """Give each day with its hours, each hour with what happened to one case then; times where the organisation is."""

    def minute(one: Happening) -> tuple[datetime, str]:
        return one.at.astimezone(offices[one.case.organisation].zone).replace(second=0, microsecond=0), one.case.number

    moments = groupby(sorted(happened, key=minute), minute)
    facts = [(local, _said(list(together), offices)) for (local, _), together in moments]
    for date, of_day in groupby(facts, lambda fact: day(fact[0])):
        yield date, [(f"{local:%H:%M}", said) for local, said in of_day]


def _said(together: list[Happening], offices: Offices) -> str:
    """Say in one line what happened to one case in one minute."""
    case = together[0].case
    events = [SAID[one.event.verb](one.event, offices[case.organisation]) for one in together if one.event]
    told = readers(one.letter for one in together if one.letter)
    notices = [f"notice to {told}"] if told else []
    return f"{case.number}, {noun(case.kind)}: {'; '.join([*dict.fromkeys(events), *notices])}"


def _reminded(event: Event, office: Office) -> str:
    due_at = datetime.fromisoformat(str(event.data["due_at"]))
    if due_at <= event.at:
        return f"{_queue(event, office)} is told too"
    local = due_at.astimezone(office.zone)
    return f"reminder to {_queue(event, office)}, it has to be {_done(event)} by {local:%a %H:%M}"


def _missed(event: Event, _office: Office) -> str:
    return f"late, it was not {_done(event)} in time"


def _escalated(event: Event, office: Office) -> str:
    return f"moves to {_queue(event, office)}"


def _nobody(event: Event, office: Office) -> str:
    return f"nobody at {_queue(event, office)} can be told"


def _done(event: Event) -> str:
    return DONE[ClockName(str(event.data["clock"]))]


def _queue(event: Event, office: Office) -> str:
    return office.policy.queue(str(event.data["queue"])).names["en"]


SAID: Mapping[str, Callable[[Event, Office], str]] = {
    "reminded": _reminded,
    "missed": _missed,
    "escalated": _escalated,
    "nobody_to_tell": _nobody,
}
"""How each event is told."""
