"""Nobody is refused for not being identified before they were asked who they are (R-12-2b; GDPR Art. 11(2), 12(2))."""

from collections.abc import Collection

from cases.case import Case
from cases.errors import NotAllowed
from cases.questions import Question
from storage import history
from storage.page import Page

GROUND = "not_identified"


def check_unidentified(page: Page, case: Case, grounds: Collection[str]) -> None:
    """Raise NotAllowed where a right is to be refused to somebody who is known, or whom nobody has asked."""
    if GROUND not in grounds:
        return
    if case.identity:
        raise NotAllowed("it is confirmed who this is, so that is no ground to refuse (R-12-2b)")
    events = history.of_case(page, case.organisation, case.id)
    if not any(one.verb == "link_sent" or one.data.get("question") == Question.IDENTITY for one in events):
        raise NotAllowed(
            "nobody is refused for that before they were asked: send a one-time link or ask what would show who it is"
            " (R-12-2b, GDPR Art. 11(2), 12(2))"
        )
