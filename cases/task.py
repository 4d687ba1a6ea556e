"""Something a person has to do for a case outside this program, by a date: tell a recipient, stop marketing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    """What is to be done; the texts say it in each language."""

    TELL_PERSON = "tell_person"
    TELL_RECIPIENT = "tell_recipient"
    STOP_MARKETING = "stop_marketing"
    STOP_PROCESSING = "stop_processing"
    STOP_DISCLOSURE = "stop_disclosure"
    CORRECT_DATA = "correct_data"
    ERASE_DATA = "erase_data"
    RESTRICT_DATA = "restrict_data"
    LIFT_RESTRICTION = "lift_restriction"
    HAND_OVER_DATA = "hand_over_data"
    SEARCH_DATA = "search_data"
    DELETE_INVIGILATOR_MAILS = "delete_invigilator_mails"
    CLOSE_OUT_NOTES = "close_out_notes"
    USE_OTHER_CHANNEL = "use_other_channel"
    ASSESS_BREACH = "assess_breach"
    TELL_CONTROLLER = "tell_controller"
    TELL_PERSONS = "tell_persons"
    APPOINT_ASSESSOR = "appoint_assessor"
    CARRY_OUT_DECISION = "carry_out_decision"
    REVIEW_HOLD = "review_hold"
    DELETE_CERTIFICATE = "delete_certificate"
    DELETE_IDENTITY_COPY = "delete_identity_copy"


class Result(StrEnum):
    """How a task ended."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class ToDo:
    """Something that is to be done for a case, by a date; `about` whom or what, `law` why."""

    kind: TaskKind
    about: str = ""
    law: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Task:
    """One thing to do. `about` is whom or what it concerns ("Mollie"), never what a person wrote.

    `due_at` is aware, None where no time is set. `result` is None while it is open. `law` is what it rests on.
    """

    id: int
    case: int
    kind: TaskKind
    about: str
    law: str
    made_at: datetime
    due_at: datetime | None = None
    result: Result | None = None
    done_by: int | None = None
    done_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Say whether it is still to be done."""
        return self.result is None
