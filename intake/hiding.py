"""How a message is shown: without national numbers (databeskyttelsesloven § 11; UAVG art. 46; R-CPR-1, R-BSN-1). Pure.

What is stored stays as it came, unless it is struck out; whoever shows a piece of it masks it. Where sensitive matter
waits for a person's judgement, that is masked as well (P-JK-07).
"""

from collections.abc import Callable
from dataclasses import replace

from cases.message import Attachment
from cases.reading import Reading
from cases.redaction import IN_SUBJECT, Redaction
from reading.numbers import cover, known_in
from reading.strike import Strike, strike
from storage.messages import Told

Hide = Callable[[str], str]
"""Give a piece of a message without what is not to be shown."""


def hiding(*told: Told) -> Hide:
    """Give what masks every piece of some messages: national numbers that any of them shows, and what is withheld."""
    hidden = frozenset().union(*(known_in(pieces(one), one.language) for one in told))
    matter = withheld(*told)
    return lambda text: cover(matter.out_of(text), hidden)


def withheld(*told: Told) -> Strike:
    """Give what waits in some messages for a person's judgement, or to be struck out after it (P-JK-07)."""
    found = Strike()
    for one in told:
        masks = [row for row in one.redactions if row.masks]
        if masks:
            passages = frozenset(words for row in masks if (words := passage(one, row)))
            found |= Strike(passages) | strike((row.category for row in masks), pieces(one), one.language)
    return found


def passage(told: Told, marked: Redaction) -> str:
    """Give the words of a message that a person marked, "" where nobody marked any."""
    if marked.span is None:
        return ""
    place, first, last = marked.span
    return (told.subject if place == IN_SUBJECT else told.whole)[first:last].strip()


def shown(told: Told, hide: Hide) -> Told:
    """Give a message as it may be shown."""
    return replace(
        told,
        sender_name=hide(told.sender_name),
        subject=hide(told.subject),
        text=hide(told.text),
        whole=hide(told.whole),
        reading=reading_shown(told.reading, hide),
        attachments=tuple(file_shown(file, hide) for file in told.attachments),
    )


def reading_shown(reading: Reading, hide: Hide) -> Reading:
    """Give what was understood as it may be shown."""
    return replace(
        reading,
        kinds=tuple(replace(kind, evidence=tuple(map(hide, kind.evidence))) for kind in reading.kinds),
        fields={name: hide(value) for name, value in reading.fields.items()},
        text=hide(reading.text),
        documents=tuple(replace(one, evidence=tuple(map(hide, one.evidence))) for one in reading.documents),
    )


def file_shown(file: Attachment, hide: Hide) -> Attachment:
    """Give a file by the names under which it may be shown."""
    return replace(file, name=hide(file.name), contents=tuple(map(hide, file.contents)))


def pieces(told: Told) -> tuple[str, ...]:
    """Give all of a message that somebody outside wrote."""
    files = (name for file in told.attachments for name in (file.name, *file.contents))
    return (told.subject, told.whole or told.text, told.sender_name, *files)
