"""What a member of staff must do next in a case: one sentence, and where that is done. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.case import Status
from cases.outgoing import OutboxStatus
from desk.case_view import CaseView, Draft
from desk.conversation import Conversation
from storage.casebook import LIVE


@dataclass(frozen=True)
class NextStep:
    """The next thing: its text is `next.<code>`, its button leads to `place` on the page, "" where nothing is to do.

    `what` is the code that the text names: of a letter, a task, the reason of a hold.
    """

    code: str
    place: str = ""
    what: str = ""


Looking = tuple[CaseView, Conversation | None]
Rule = Callable[[Looking], NextStep | None]


def next_step(view: CaseView, talk: Conversation | None) -> NextStep:
    """Give the first of what is to be done; where nothing is, what the case waits for."""
    found = (rule((view, talk)) for rule in RULES)
    return next(step for step in found if step)


def _over(looking: Looking) -> NextStep | None:
    view, _ = looking
    still_open = any(task.open for task in view.tasks) or view.drafts
    return None if view.case.status in LIVE or still_open else NextStep("over")


def _chat(looking: Looking) -> NextStep | None:
    _, talk = looking
    return NextStep("chat", "chat") if talk and talk.owed else None


def _hold(looking: Looking) -> NextStep | None:
    view, _ = looking
    if not view.case.held_for:
        return None
    return NextStep("hold" if "release" in view.may else "held", "work", view.case.held_for)


def _breach(looking: Looking) -> NextStep | None:
    view, _ = looking
    return NextStep("breach", "deed-breach") if _offered(view, "breach") else None


def _declaration(looking: Looking) -> NextStep | None:
    view, _ = looking
    both = any(one.id == "declaration" and len(one.fields[0].choices) > 1 for one in view.deeds)
    return NextStep("declare", "deed-declaration") if both else None


def _consent(looking: Looking) -> NextStep | None:
    view, _ = looking
    return NextStep("consent", "deed-authority") if view.awaits_consent and _offered(view, "authority") else None


def _identity(looking: Looking) -> NextStep | None:
    view, _ = looking
    return NextStep("identity", "identity") if view.doubt and "confirm" in view.may else None


def _unready(looking: Looking) -> NextStep | None:
    view, _ = looking
    return _of_draft(view, "finish", lambda draft: draft.unready)


def _ready(looking: Looking) -> NextStep | None:
    view, _ = looking
    return _of_draft(view, "approve", lambda draft: not draft.unready and not _first(view, draft))


def _second(looking: Looking) -> NextStep | None:
    """Tell of a letter that a second person approves: to that one, and to the first where there is no other."""
    view, _ = looking
    halfway = [draft for draft in view.drafts if not draft.unready and _first(view, draft)]
    if mine := next((draft for draft in halfway if not _waits(view, draft)), None):
        code = "lonely" if view.eyes[mine.entry.id].mine else "second"
        place = _way_on(view) if code == "lonely" else "drafts"
        return NextStep(code if "approve" in view.may else "look", place, mine.entry.outgoing.reply)
    return None


def _waits_for_second(looking: Looking) -> NextStep | None:
    view, _ = looking
    mine = next((draft for draft in view.drafts if _waits(view, draft)), None)
    return NextStep("waits", "drafts", mine.entry.outgoing.reply) if mine else None


def _first(view: CaseView, draft: Draft) -> int | None:
    eyes = view.eyes.get(draft.entry.id)
    return eyes.first if eyes else None


def _waits(view: CaseView, draft: Draft) -> bool:
    """Say whether somebody else has to look, after whoever looks here."""
    eyes = view.eyes.get(draft.entry.id)
    return bool(eyes and eyes.mine and eyes.others)


def _way_on(view: CaseView) -> str:
    """Name where a case is brought before somebody else."""
    return next((f"deed-{deed}" for deed in ("escalation", "hand_over") if _offered(view, deed)), "drafts")


def _of_draft(view: CaseView, code: str, which: Callable[[Draft], bool]) -> NextStep | None:
    mine = [draft for draft in view.drafts if which(draft)]
    if not mine:
        return None
    return NextStep(code if "approve" in view.may else "look", "drafts", mine[0].entry.outgoing.reply)


def _task(looking: Looking) -> NextStep | None:
    view, _ = looking
    task = next((one for one in view.tasks if one.open), None)
    place = "deed-task" if _offered(view, "task") else "tasks"
    return NextStep("task", place, task.kind) if task else None


def _failed(looking: Looking) -> NextStep | None:
    view, _ = looking
    ours = [turn.letter for turn in view.turns if turn.letter]
    failed = bool(ours) and ours[-1].status is OutboxStatus.FAILED
    return NextStep("failed", "conversation", ours[-1].outgoing.reply) if failed else None


def _leaving(looking: Looking) -> NextStep | None:
    view, _ = looking
    leaves = any(turn.letter and turn.letter.status is OutboxStatus.RELEASED for turn in view.turns)
    return NextStep("leaving") if leaves else None


def _person(looking: Looking) -> NextStep | None:
    view, _ = looking
    waits = any(clock.waiting for clock in view.clocks) or view.case.missing
    return NextStep("person") if waits else None


def _elsewhere(looking: Looking) -> NextStep | None:
    view, _ = looking
    return NextStep("elsewhere") if view.case.status is Status.FORWARDED else None


def _take(looking: Looking) -> NextStep | None:
    view, _ = looking
    return NextStep("take", "work") if view.case.assigned_to is None and "assign" in view.may else None


def _deeds(looking: Looking) -> NextStep | None:
    view, _ = looking
    return NextStep("deeds", "deeds") if view.deeds else None


def _nothing(_looking: Looking) -> NextStep | None:
    return NextStep("nothing")


def _offered(view: CaseView, deed: str) -> bool:
    return any(one.id == deed for one in view.deeds)


RULES: tuple[Rule, ...] = (
    _over,
    _chat,
    _hold,
    _breach,
    _declaration,
    _consent,
    _identity,
    _unready,
    _second,
    _ready,
    _task,
    _failed,
    _waits_for_second,
    _elsewhere,
    _leaving,
    _person,
    _take,
    _deeds,
    _nothing,
)
"""What may be to do, the first that applies before all others."""
