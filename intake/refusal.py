"""The letter that tells a person which file of theirs could not be taken."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Status
from cases.files import infected
from cases.office import Office
from cases.outgoing import Automatic
from intake.hiding import hiding
from intake.letter import Under, to_requester
from intake.place import capped
from replies.file_refused import Facts
from storage import messages, outbox
from storage.looks import Answer
from storage.messages import Told
from storage.page import Page

REPLY = "file_refused"


@dataclass(frozen=True)
class Refusal:
    """A message with files that could not be taken, the cases that it belongs to, and whom that may be told."""

    told: Told
    cases: tuple[Case, ...]
    answer: Answer

    @property
    def case(self) -> Case | None:
        """Give the case to write about: the person's own, and none that waits for a person's judgement."""
        return next((case for case in self.cases if case.status is not Status.HELD and self._is_theirs(case)), None)

    def _is_theirs(self, case: Case) -> bool:
        if self.answer.in_chat:
            return case.channel.is_chat
        return self.told.sender_address.casefold() == (case.requester.address or "").casefold()


def tell_person(page: Page, refusal: Refusal, office: Office, now: datetime) -> None:
    """Write to the person, where the message may be answered (R-EM-14).

    Where a rule wants a person to look first, the letter waits as a draft and its note names the rule.
    """
    case, to = refusal.case, refusal.answer.to
    if case is None or to is None:
        return
    why_not = refusal.answer.why_not or (capped(page, to, case.thread, office, now) if to else None)
    answers = messages.rfc_id(page, case.organisation, refusal.told.id)
    under = Under(answers)
    letter = replace(
        to_requester(case, _facts(refusal, case, office), f"message {refusal.told.id}", now, under),
        recipient=to or case.requester.address,
        released=office.policy.leaves_unseen(REPLY) and why_not is None,
        automatic=Automatic.REPLIED,
        note=why_not,
    )
    outbox.put(page, letter, office.domain, now)


def _facts(refusal: Refusal, case: Case, office: Office) -> Facts:
    hide = hiding(refusal.told)
    return Facts(
        number=case.number,
        organisation=office.policy.name,
        contact=office.policy.contact,
        name=case.requester.name,
        files=tuple(hide(file.name) for file in refusal.told.attachments if infected(file.verdict)),
    )
