"""What is sensitive in a message that has just come: written down, so that it is masked until a person judges it.

Where the policy says so, that is what GDPR Art. 9 and 10 protect, and every national number (P-JK-07). Nothing is
destroyed here (CON-6).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from cases.case import Case, Event
from cases.message import Message
from cases.office import Office
from cases.reading import Document, DocumentKind, Reading, Sensitive
from cases.redaction import IN_SUBJECT, IN_TEXT, Fate, Redaction, in_file
from intake.black_out import FORBIDDEN
from intake.opening import US
from intake.restricted import parts
from intake.values import Heard
from reading.numbers import known_in
from reading.sensitive import CATEGORIES, found_in
from reading.strike import NUMBERS
from reading.words import cut
from storage import attachments, history, outbox, redactions
from storage.ids import new_id
from storage.messages import Told
from storage.page import Page

MATTERS = frozenset(CATEGORIES) - {"identity"}
"""What GDPR Art. 9 and 10 protect. That a letter speaks of a passport is no such matter; its number is one."""

Place = tuple[str, str]
"""A category, and where in the message it stands."""


def find_sensitive(page: Page, heard: Heard, cases: Iterable[Case], office: Office, now: datetime) -> None:
    """Write down what is sensitive in the words of a message, and in files that are what they are called."""
    case = next(iter(cases), None)
    if case is None:
        return
    if heard.blacked_out:
        _note_blackout(page, case, heard, now)
    if office.policy.strikes_out:
        quotes = heard.message.text != heard.reading.text
        sent = outbox.of_thread(page, case.organisation, case.thread) if quotes else ()
        ours = "\n".join(one.outgoing.body for one in sent)
        places = (*in_words(heard.message, heard.reading, ours), *_in_files(heard.reading.documents))
        note(page, case, heard.id, places, now)


def find_in_files(
    page: Page, case: Case, told: Told, seen: Mapping[int, Sequence[Sensitive]], at_work: tuple[Office, datetime]
) -> None:
    """Write down what is sensitive in files that were read by now, and let few open those that hold it.

    A file is never deleted by itself, as it may prove something (CON-6); a person strikes it out.
    """
    office, now = at_work
    wanted = NUMBERS if office.policy.strikes_out else FORBIDDEN.get(office.policy.country, frozenset())
    numbers = [(one.category, in_file(part)) for part, file in seen.items() for one in file if one.category in wanted]
    papers = _in_files(told.reading.documents) if office.policy.strikes_out else ()
    places = tuple(dict.fromkeys((*numbers, *papers)))
    attachments.restrict(page, case.organisation, told.id, parts(told.reading.documents) | _parts(places))
    note(page, case, told.id, places, now)


def _parts(places: Iterable[Place]) -> frozenset[int]:
    return frozenset(int(place.split()[1]) for _, place in places)


def _note_blackout(page: Page, case: Case, heard: Heard, now: datetime) -> None:
    """Write down that numbers were blacked out at once, never which (R-BSN-2)."""
    (category,) = FORBIDDEN["NL"]
    gone = Redaction(new_id(now), case.id, heard.id, category, IN_TEXT, now, Fate.STRIKE_OUT, judged_at=now)
    redactions.add(page, case.organisation, (gone,))
    told: dict[str, str | int | None] = {"message": heard.id, "categories": category, "count": heard.blacked_out}
    history.record(page, case.organisation, case.id, (Event(now, "redacted", US, told),))


def note(page: Page, case: Case, message: int, places: Iterable[Place], now: datetime) -> None:
    """Write down places that are not known yet, and in the history that there are some, by their categories alone."""
    rows = (Redaction(new_id(now), case.id, message, category, place, now) for category, place in places)
    new = redactions.add(page, case.organisation, rows)
    if new:
        told = " ".join(dict.fromkeys(one.category for one in new))
        event = Event(now, "sensitive_found", US, {"message": message, "categories": told})
        history.record(page, case.organisation, case.id, (event,))


def in_words(message: Message, reading: Reading, ours: str = "") -> tuple[Place, ...]:
    """Give what is sensitive in the subject and the text of a message, in what it quotes as well.

    What `ours`, our own letters, say is left out of a quote: what a receipt tells everybody is nobody's secret.
    """
    own = (IN_SUBJECT, message.subject), (IN_TEXT, reading.text)
    said = [(one, place) for place, text in own for one, _ in _told(text, reading.language)]
    other = _told(message.text, reading.language) if message.text != reading.text else ()
    quoted = [(one, IN_TEXT) for one, words in other if words not in ours]
    return tuple(dict.fromkeys((*said, *quoted)))


def _told(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Give the categories that a text tells of, each with its words."""
    yield from known_in((text,), language)
    yield from ((one, words) for one, words in found_in(cut(text), language) if one in MATTERS)


def _in_files(documents: Iterable[Document]) -> Iterator[Place]:
    for one in documents:
        if one.is_probably(DocumentKind.MEDICAL_CERTIFICATE):
            yield "health", in_file(one.part)
