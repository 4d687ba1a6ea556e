"""The deeds as the menu shows them: by what somebody wants to do, each in one group."""

from collections.abc import Iterable

from desk.deeds.interface import Offered

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("answer", ("preparation", "decision", "objection", "standing", "settlement", "answer_person", "porting")),
    ("examine", ("assessment", "declaration", "severity", "breach", "flag", "appeal_of", "task")),
    ("person", ("question", "answered", "identity_link", "identity_known", "authority", "relation", "customer_asked")),
    ("deadline", ("extension", "delay", "promise", "occurrence", "ended")),
    ("colleagues", ("hand_over", "consultation", "escalation", "keep_out", "invitation", "improvement")),
    ("data", ("strike_out", "delete_file", "disclosure", "authority_request", "lifting", "case_page")),
    ("keep", ("legal_hold", "hold_review", "forget")),
)
"""The groups in their order, each with its deeds."""


def grouped(deeds: Iterable[Offered]) -> tuple[tuple[str, tuple[Offered, ...]], ...]:
    """Give what is offered by group, without groups in which nothing is."""
    by_id = {deed.id: deed for deed in deeds}
    every = ((name, tuple(by_id[id_] for id_ in ids if id_ in by_id)) for name, ids in GROUPS)
    return tuple((name, some) for name, some in every if some)
