"""A line that a member of staff writes in a chat: bare there, and a letter with all that belongs to one by mail."""

from cases.case import Case
from cases.office import Office
from intake.opening import US
from replies.render import Rendered, render
from replies.staff_line import Facts
from storage import casebook, staff
from storage.outbox import Entry
from storage.page import Page

LINE = "staff_line"


def as_line(case: Case, text: str, office: Office) -> Rendered:
    """Give a line as it stands in the chat: what was typed, under the subject that it has by mail."""
    return Rendered(_letter(case, text, "", office).subject, text)


def as_letter(page: Page, entry: Entry, office: Office) -> str:
    """Give the text with which a letter of ours leaves by mail that was written for a chat."""
    case = casebook.find(page, office.policy.id, entry.outgoing.case)
    if case is None or entry.outgoing.reply != LINE:
        return entry.outgoing.body
    names = staff.names(page, office.policy.id)
    writer = (entry.approved_by or US).removeprefix("staff ")
    signer = names.get(int(writer), "") if writer.isdecimal() else ""
    return _letter(case, entry.outgoing.body, signer, office).body


def _letter(case: Case, text: str, signer: str, office: Office) -> Rendered:
    policy = office.policy
    facts = Facts(case.number, policy.name, policy.contact, case.requester.name, text, signer)
    return render(facts, case.language)
