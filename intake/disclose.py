"""Before somebody outside the organisation is shown a case, what permits it is written down (P-MX-20)."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.disclosure import Disclosure, DisclosureBasis
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_to_decide
from storage import disclosures, history, messages
from storage.disclosures import named
from storage.ids import new_id
from storage.page import Page

LONGEST = 254
"""So long is the longest e-mail address; names of organisations are shorter."""


@dataclass(frozen=True)
class Disclosing:
    """Whom a case is to be shown, on which basis; `message` is the letter that shows the person's consent."""

    organisation: str
    case: int
    recipient: str
    basis: DisclosureBasis
    message: int | None = None


def disclose(page: Page, disclosing: Disclosing, staff: Staff, policy: Policy, now: datetime) -> Disclosure:
    """Write a basis down; nothing is shown or sent by it.

    Raises NotAllowed where the person may not decide about the case, names nobody, or consent is claimed without the
    letter in which it was given; AlreadyDone where the same stands there already.
    """
    case = case_to_decide(page, disclosing.organisation, disclosing.case, staff, policy)
    recipient = named(disclosing.recipient)
    if not recipient or len(recipient) > LONGEST:
        raise NotAllowed("say who is to be shown the case: an e-mail address, or the organisation's name")
    message = _shown_by(page, case, disclosing)
    known = disclosures.of_case(page, case.organisation, case.id)
    if any((one.recipient, one.basis, one.message) == (recipient, disclosing.basis, message) for one in known):
        raise AlreadyDone("this basis is written down already")
    made = Disclosure(new_id(now), case.id, recipient, disclosing.basis, staff.id, now, message)
    disclosures.add(page, case.organisation, made)
    told: dict[str, str | int | None] = {"disclosure": made.id, "basis": made.basis, "message": message}
    history.record(page, case.organisation, case.id, (Event(now, "disclosed", f"staff {staff.id}", told),))
    return made


def check_basis(page: Page, case: Case, recipient: str) -> None:
    """Raise NotAllowed where nothing is written down that permits showing a case to a recipient."""
    if not disclosures.permits(page, case.organisation, case.id, recipient):
        raise NotAllowed(f"write down first on which basis {recipient} may be shown this case (P-MX-20)")


def _shown_by(page: Page, case: Case, disclosing: Disclosing) -> int | None:
    """Give the letter that shows the consent; raise NotAllowed where that is none of the person's."""
    if disclosing.basis is not DisclosureBasis.CONSENT:
        return None
    ours = (case.requester.address or "").casefold()
    told = {one.id: one for one in messages.of_thread(page, case.organisation, case.thread)}
    letter = told.get(disclosing.message or 0)
    if letter is None or letter.sender_address.casefold() != ours:
        raise NotAllowed("consent is shown by the letter in which the person gave it; choose that letter (P-MX-20)")
    return letter.id
