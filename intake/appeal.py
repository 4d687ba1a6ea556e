"""An appeal and the case that it is about: tied together by a person, and settled together (P-MX-18, R-17024-5)."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event, Move, Status
from cases.decision import RULINGS, Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.organisation import Sight
from cases.staff import Staff
from cases.task import TaskKind, ToDo
from intake.assign import case_to_decide
from intake.close import end
from intake.exclude import exclude
from intake.opening import US
from intake.tasks import give
from intake.uninvolved import as_of_now
from storage import casebook, decisions, history
from storage import staff as people
from storage.page import Page

DECIDED = frozenset({Status.ANSWERED, Status.CLOSED})


@dataclass(frozen=True)
class Linking:
    """The number of the case that an appeal is about. `seen` is the id of the one it was tied to before, if any."""

    organisation: str
    case: int
    first: str
    seen: int | None = None


def link(page: Page, linking: Linking, staff: Staff, office: Office, now: datetime) -> None:
    """Tie an appeal to the case that it is about, whose people see nothing of the appeal from now on.

    Raises NotAllowed where it is no open appeal, there is no such case, nothing is decided of cases like it, or the
    person took part in it themselves; AlreadyDone where somebody tied it meanwhile. Nothing is changed then.
    """
    case = case_to_decide(page, linking.organisation, linking.case, staff, office.policy)
    if case.kind is not Kind.APPEAL:
        raise NotAllowed("only an appeal is about another case")
    if case.appeal_of != linking.seen:
        raise AlreadyDone("somebody has tied this appeal to a case since you opened it")
    first = _first(page, case, linking)
    tied = replace(case, appeal_of=first.id)
    if staff.id in as_of_now(page, tied, office.policy).excluded:
        raise NotAllowed("you took part in that case, so somebody else ties the appeal to it (P-MX-14)")
    told: dict[str, str | int | None] = {"appeal_of": first.id, "first": first.number}
    casebook.save(page, tied, (Event(now, "linked", f"staff {staff.id}", told),))
    contest(page, first, case, now)
    exclude(page, tied, office, now)


def contest(page: Page, first: Case, appeal: Case, now: datetime) -> None:
    """Note on a case that its decision is appealed against. Whoever tied the two together took no part in it."""
    event = Event(now, "appealed", US, {"appeal": appeal.number})
    moved = first.move(Move.APPEAL) if first.status in DECIDED else first
    casebook.save(page, moved, (event,))


def conclude(page: Page, appeal: Case, office: Office, now: datetime) -> None:
    """Let the first case end as the appeal against it did, whose decision has just left; of other cases, nothing.

    What was amended is somebody's task there. Nobody from outside sees the appeal any longer.
    """
    if appeal.kind is not Kind.APPEAL:
        return
    made = decisions.of_case(page, appeal.organisation, appeal.id)
    first = casebook.find(page, appeal.organisation, appeal.appeal_of, to_change=True) if appeal.appeal_of else None
    if first and made:
        ruling = made[-1].ruling
        event = Event(now, "appeal_decided", US, {"appeal": appeal.number, "ruling": ruling})
        if first.status is Status.APPEALED:
            end(page, first.move(Move.CLOSE), event, now)
        else:
            history.record(page, first.organisation, first.id, (event,))
        if ruling is Ruling.AMENDED:
            give(page, first, (ToDo(TaskKind.CARRY_OUT_DECISION, appeal.number, "P-MX-18"),), now)
    _let_go(page, appeal, office, now)


def _first(page: Page, case: Case, linking: Linking) -> Case:
    found = casebook.by_number(page, case.organisation, linking.first.strip().upper())
    first = casebook.find(page, case.organisation, found.id, to_change=True) if found else None
    if first is None or first.id == case.id:
        raise NotAllowed(f'there is no other case "{linking.first.strip()}"')
    if first.kind is Kind.APPEAL:
        raise NotAllowed("the decision on an appeal ends our own procedure (R-17024-5); name the case it was about")
    if first.kind not in RULINGS:
        raise NotAllowed(f"nothing is decided of a case that is {first.kind}, so nothing can be appealed")
    return first


def _let_go(page: Page, appeal: Case, office: Office, now: datetime) -> None:
    account = people.by_id(page, appeal.organisation, appeal.assigned_to) if appeal.assigned_to else None
    outside = {role.id for role in office.policy.roles if role.sight is Sight.ONE_CASE}
    if account and account.staff.role in outside:
        people.let_in(page, account.staff, now)
        people.end_time(page, now)
