"""The deeds as the menu shows them: by what somebody wants to do, each in one group."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.deeds.interface import Barred, Offered

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("answer", ("preparation", "decision", "objection", "standing", "settlement", "answer_person", "porting")),
    ("examine", ("assessment", "declaration", "severity", "breach", "flag", "appeal_of", "task", "hold", "reopening")),
    ("person", ("question", "answered", "identity_link", "identity_known", "authority", "relation", "customer_asked")),
    ("deadline", ("extension", "delay", "promise", "occurrence", "ended")),
    ("colleagues", ("hand_over", "consultation", "escalation", "keep_out", "invitation", "improvement")),
    ("data", ("strike_out", "delete_file", "disclosure", "authority_request", "lifting", "case_page")),
    ("keep", ("legal_hold", "hold_review", "forget")),
)
"""The groups in their order, each with its deeds."""


@dataclass(frozen=True)
class Group:
    """A group of the menu: what can be done, and what cannot be done now."""

    name: str
    deeds: tuple[Offered, ...]
    barred: tuple[Barred, ...]


def grouped(deeds: Iterable[Offered], barred: Iterable[Barred] = ()) -> tuple[Group, ...]:
    """Give what is offered by group, and what is not for now, without groups in which nothing is."""
    by_id, not_now = {deed.id: deed for deed in deeds}, {one.id: one for one in barred}
    every = (
        Group(
            name=name,
            deeds=tuple(by_id[id_] for id_ in ids if id_ in by_id),
            barred=tuple(not_now[id_] for id_ in ids if id_ in not_now),
        )
        for name, ids in GROUPS
    )
    return tuple(group for group in every if group.deeds or group.barred)
