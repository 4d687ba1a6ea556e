"""What our own staff send to the organisation's address: a remark on a case, or a letter that came to them."""

from dataclasses import replace

from cases.case import Case, Event
from cases.message import Address, Judgement, Verdict
from cases.office import Office
from cases.staff import Staff
from intake.values import Change, Heard, Outcome, Place
from reading.forwarded import author_of

FORWARDED = "forwarded_by_staff"
"""Why a case is held that a colleague passed on: who wrote, and when, is only what the colleague's mail says."""


def passed_on(heard: Heard, office: Office) -> Heard | None:
    """Give a letter that a colleague passes on as its author's own, to be held; None where it is none.

    The clocks run from the receipt of what the colleague sent; a person who sees that it came earlier says so.
    """
    message = heard.message
    author = message.within or author_of(message.text, message.subject)
    if author is None or _is_ours(author, office) or author.address.lower() == message.sender.address.lower():
        return None
    theirs = replace(message, sender=author, return_path="", message_id=None, references=(), authentication=None)
    fields = {name: value for name, value in heard.reading.fields.items() if name not in {"name", "phone", "email"}}
    if author.name:
        fields["name"] = author.name
    judgement = Judgement(Verdict.HOLD, FORWARDED, automatic=False, may_answer=heard.judgement.may_answer)
    return replace(heard, message=theirs, judgement=judgement, reading=replace(heard.reading, fields=fields))


def is_remark(heard: Heard, place: Place) -> bool:
    """Say whether what a colleague writes into a conversation is about somebody else's case."""
    colleague = heard.message.sender.address.casefold()
    persons = {(case.requester.address or "").casefold() for case in place.cases}
    return bool(place.cases) and colleague not in persons


def remark(heard: Heard, place: Place, colleague: Staff) -> Outcome:
    """Note a colleague's words on the cases of the conversation: nothing else changes, and nobody is answered."""
    event = Event(heard.message.received_at, "remarked", f"staff {colleague.id}", {"message": heard.id})
    meant = (case for case in place.cases if _may_be_about(case, place, colleague))
    return Outcome(changes=tuple(Change(case, (event,)) for case in meant))


def _may_be_about(case: Case, place: Place, colleague: Staff) -> bool:
    """Say whether a colleague's remark is about a case; whoever handles an appeal takes no part in the first case."""
    appeals = (one for one in place.cases if one.appeal_of == case.id)
    return colleague.id not in case.excluded and all(colleague.id in one.excluded for one in appeals)


def _is_ours(author: Address, office: Office) -> bool:
    return author.address.lower() in office.policy.addresses
