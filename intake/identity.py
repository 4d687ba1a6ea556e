"""Whether the person who is to get an answer is the one who asked, and the ways to make sure of it. Pure.

DMARC proves a domain, not a person (R-EM-84). Where it proves the contrary, nothing personal leaves for that address
until it is known who it is, in the least intrusive way that will do (R-EM-83, R-ID-1, R-ID-4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cases.address import domain_of
from cases.case import Case
from cases.kind import Flag, Kind
from cases.learner import Known, Learner
from cases.message import Authentication, Channel
from cases.policy import Policy
from storage.messages import Told

LINK, KNOWLEDGE, OTHER = "one_time_link", "knowledge", "other_channel"
WAYS = (
    "logged_in",
    "address_on_file",
    LINK,
    KNOWLEDGE,
    "known_address",
    "called_back",
    "electronic_id",
    "seen_in_person",
    "shown_in_video",
    OTHER,
)
"""How it can be made sure who somebody is, the least intrusive first (R-ID-1).

No copy of an identity paper is among them (R-ID-2): what is shown in a video call is covered but for name, dates and
issuer, and not kept.
"""

BY_HAND = tuple(way for way in WAYS if way != LINK)
"""The ways that a person notes. That a link was opened, the program sees for itself."""

DISCLOSES = frozenset({Kind.ACCESS, Kind.PORTABILITY})
"""Kinds whose answers hold a person's data: in the wrong hands they do the most harm, so more is needed (R-ID-5)."""


class Doubt(StrEnum):
    """Why an answer must not leave yet."""

    PERHAPS_FORGED = "perhaps_forged"
    ANOTHER_ADDRESS = "another_address"
    NOT_ON_FILE = "not_on_file"
    NOT_KNOWN = "not_known"
    ON_BEHALF = "on_behalf"
    NO_AUTHORITY = "no_authority"


WHY = {
    Doubt.PERHAPS_FORGED: "the letter is perhaps forged: confirm first that this address belongs to who asked",
    Doubt.ANOTHER_ADDRESS: "the answer would go to another address than the letter came from: confirm first who it is",
    Doubt.NOT_ON_FILE: "personal data go only to an address on file, and this one is not in the register (R-ID-4): "
    "confirm first who it is",
    Doubt.NOT_KNOWN: "personal data go only to an address that is known, and nothing vouches for this one (R-ID-4): "
    "confirm first who it is",
    Doubt.ON_BEHALF: "this is about the data of somebody else than the writer (R-PRX-2): confirm first who both are, "
    "or answer that person at the address on file",
    Doubt.NO_AUTHORITY: "this is about the data of somebody else than the writer, whose authority nobody has confirmed "
    "(R-PRX-2)",
}
"""What whoever approves is told."""


@dataclass(frozen=True)
class Going:
    """Where an answer goes, and whether it refuses the right, so that it holds no data (R-12-2b)."""

    recipient: str | None
    refuses: bool = False


def enough(case: Case, told: Sequence[Told], going: Going, known: Known, policy: Policy) -> Doubt | None:
    """Say why what is known of an address is not enough for an answer to go there; None where it is.

    =====================================  ==========================================================================
    the answer                             what is needed
    =====================================  ==========================================================================
    of any kind, and every refusal         nothing speaks against it: see `doubt`
    to ACCESS and PORTABILITY, besides     somebody made sure, or the address is on file in the register (R-ID-4).
                                           Without a register: it had a case before, or its domain vouches for it,
                                           or nobody ever looks whether domains do; a name and a programme are not
                                           enough (P-AL-15), nor an address that is only named
    the same, asked for on behalf of       made sure who they are, and their authority is there (R-PRX-2); or it goes
    somebody                               to the person's own address on file
    =====================================  ==========================================================================
    """
    recipient = going.recipient
    if not recipient or going.refuses or case.kind not in DISCLOSES:
        return doubt(case, told, recipient, policy)
    if Flag.ON_BEHALF in case.flags:
        return _for_another(case, told, recipient, known)
    if case.identity:
        return None
    return doubt(case, told, recipient, policy) or _unknown(case, told, recipient, known, policy)


def on_file(case: Case, told: Sequence[Told], known: Known, policy: Policy) -> Learner | None:
    """Give the person of the register whom the case's address stands for; None where something speaks against it."""
    speaks_against = doubt(case, told, case.requester.address, policy) or Flag.ON_BEHALF in case.flags
    return None if speaks_against else known.person(case.requester.name)


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


def _unknown(case: Case, told: Sequence[Told], recipient: str, known: Known, policy: Policy) -> Doubt | None:
    if known.register:
        return None if known.person(case.requester.name) else Doubt.NOT_ON_FILE
    return None if known.corresponded or _is_vouched_for(case, told, recipient, policy) else Doubt.NOT_KNOWN


def _for_another(case: Case, told: Sequence[Told], recipient: str, known: Known) -> Doubt | None:
    wrote = any(_same(one.sender_address, recipient) for one in told)
    if not wrote and known.person(None):
        return None
    if not case.identity:
        return Doubt.ON_BEHALF
    return None if case.authority else Doubt.NO_AUTHORITY


def _is_vouched_for(case: Case, told: Sequence[Told], recipient: str, policy: Policy) -> bool:
    """Say whether letters really came from an address, as far as anybody looks, or our own people passed them on."""
    letters = [one for one in told if one.channel == Channel.MAIL]
    theirs = [one for one in letters if _same(one.sender_address, recipient)]
    if not theirs:
        opener = next((one for one in letters if one.id == case.opened_for), None)
        return opener is not None and _is_ours(opener, policy)
    looked = [one.authentication for one in theirs if one.authentication]
    return not looked or any(one.passed or one.aligned for one in looked)


def _somebody_else(case: Case, told: Sequence[Told], policy: Policy) -> bool:
    """Say whether it is known who opened the case, and that it was none of our own people who passed it on."""
    opener = next((one for one in told if one.id == case.opened_for), None)
    return opener is not None and _is_known(opener.authentication) and not _is_ours(opener, policy)


def _is_ours(told: Told, policy: Policy) -> bool:
    return domain_of(told.sender_address) in {domain_of(address) for address in policy.addresses}


def _is_known(authentication: Authentication | None) -> bool:
    return authentication is not None and (authentication.aligned or authentication.failed)


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").casefold() == (other or "").casefold()
