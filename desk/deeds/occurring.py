"""Noting that something happened after which data have to go: a course ended, a service is no longer offered."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.occurrence import Occurrence, events_of, note_occurrence
from replies.words import listed
from storage.dossier import Dossier
from storage.page import Page


def _asks(_found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    known = events_of(me.policy)
    if not known:
        return None
    language = me.t.language
    going = {event: listed([one.name(language) for one in kept], language) for event, kept in known.items()}
    named = tuple((event, ": ".join((me.t.name("occurrence", event), what))) for event, what in going.items())
    return (Field("event", Input.CHOICE, named), Field("day", Input.DAY))


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    occurrence = Occurrence(case.organisation, case.id, answers.text("event"), answers.day("day"))
    note_occurrence(page, occurrence, (by.staff, by.office), by.now)


DEED = Deed("occurrence", _asks, _do, decides=False)
