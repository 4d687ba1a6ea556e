"""How a message is shown: without national numbers (databeskyttelsesloven § 11; UAVG art. 46; R-CPR-1, R-BSN-1). Pure.

What is stored stays as it came; whoever shows a piece of it masks it.
"""

from collections.abc import Callable
from dataclasses import replace

from reading.numbers import cover, known_in
from storage.messages import Told

Hide = Callable[[str], str]
"""Give a piece of a message without national numbers."""


def hiding(*told: Told) -> Hide:
    """Give what masks every piece of some messages: the numbers that any of them shows to be national ones."""
    hidden = frozenset().union(*(known_in(_pieces(one), one.language) for one in told))
    return lambda text: cover(text, hidden)


def shown(told: Told, hide: Hide) -> Told:
    """Give a message as it may be shown."""
    reading = told.reading
    kinds = tuple(replace(kind, evidence=tuple(map(hide, kind.evidence))) for kind in reading.kinds)
    fields = {name: hide(value) for name, value in reading.fields.items()}
    documents = tuple(replace(one, evidence=tuple(map(hide, one.evidence))) for one in reading.documents)
    return replace(
        told,
        sender_name=hide(told.sender_name),
        subject=hide(told.subject),
        text=hide(told.text),
        whole=hide(told.whole),
        reading=replace(reading, kinds=kinds, fields=fields, text=hide(reading.text), documents=documents),
        attachments=tuple(
            replace(file, name=hide(file.name), contents=tuple(map(hide, file.contents))) for file in told.attachments
        ),
    )


def _pieces(told: Told) -> tuple[str, ...]:
    files = (name for file in told.attachments for name in (file.name, *file.contents))
    return (told.subject, told.whole or told.text, told.sender_name, *files)
