"""Whether the person who is to get an answer is the one who asked; and a person who made sure of it.

DMARC proves a domain, not a person (R-EM-84). Where it proves the contrary, nothing personal leaves for that address
until somebody of the staff has confirmed who it is, in the least intrusive way that will do (R-EM-83, R-ID-1, R-ID-4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cases.address import domain_of
from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.message import Authentication
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_of
from storage import casebook
from storage.messages import Told
from storage.page import Page

OTHER = "other_channel"
WAYS = ("known_address", "called_back", "seen_in_person", OTHER)
"""How a person can make sure, the least intrusive first; no copy of an identity paper is among them (R-ID-2)."""

NOTE_CAP = 300


class Doubt(StrEnum):
    """Why an answer must not leave yet."""

    PERHAPS_FORGED = "perhaps_forged"
    ANOTHER_ADDRESS = "another_address"


@dataclass(frozen=True)
class Confirmation:
    """Which case, in which of WAYS, and what the staff note about it."""

    organisation: str
    case: int
    way: str
    note: str = ""


def confirm_identity(page: Page, confirmation: Confirmation, staff: Staff, now: datetime) -> None:
    """Note that the requester is who they say, for all cases of the conversation that are theirs.

    Raises NotAllowed where there is no such way, it is confirmed already, or another channel is not named.
    """
    note = " ".join(confirmation.note.split())[:NOTE_CAP]
    if confirmation.way not in WAYS:
        raise NotAllowed(f'"{confirmation.way}" is no way to confirm who it is; expected one of {", ".join(WAYS)}')
    if confirmation.way == OTHER and not note:
        raise NotAllowed("say in the note which channel it was")
    case = case_of(page, confirmation.organisation, confirmation.case, staff)
    if case.identity:
        raise NotAllowed("it is confirmed already who this is")
    event = Event(now, "identity_confirmed", f"staff {staff.id}", {"way": confirmation.way})
    for one in casebook.of_thread(page, case.organisation, case.thread, to_change=True):
        if _same(one.requester.address, case.requester.address):
            casebook.save(page, replace(one, identity=f"{confirmation.way} {note}".strip()), (event,))


def doubt(case: Case, told: Sequence[Told], recipient: str | None, policy: Policy) -> Doubt | None:
    """Say why an answer about a case must not go to an address; None where nothing speaks against it.

    `told` is what was said in the conversation, oldest first. The latest that is known of an address counts: who writes
    again, and this time their domain vouches for it, is who they say. Where nobody ever looked, nothing is held back.
    """
    if case.identity or not recipient:
        return None
    theirs = [one for one in told if _same(one.sender_address, recipient)]
    known = [one.authentication for one in theirs if _is_known(one.authentication)]
    if known:
        return Doubt.PERHAPS_FORGED if known[-1] and known[-1].failed else None
    return Doubt.ANOTHER_ADDRESS if not theirs and _somebody_else(case, told, policy) else None


def _somebody_else(case: Case, told: Sequence[Told], policy: Policy) -> bool:
    """Say whether it is known who opened the case, and that it was none of our own people who passed it on."""
    opener = next((one for one in told if one.id == case.opened_for), None)
    ours = {domain_of(address) for address in policy.addresses}
    return opener is not None and _is_known(opener.authentication) and domain_of(opener.sender_address) not in ours


def _is_known(authentication: Authentication | None) -> bool:
    return authentication is not None and (authentication.aligned or authentication.failed)


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").casefold() == (other or "").casefold()
