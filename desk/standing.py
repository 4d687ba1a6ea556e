"""How sure it is whom a letter is from, as the desk says it. Pure."""

from dataclasses import dataclass

from cases.case import Case
from cases.disguise import Disguise, disguise
from cases.message import Address, Authentication
from cases.policy import Policy
from storage.messages import Told

GOOD, BAD, NEUTRAL = "good", "bad", ""


@dataclass(frozen=True)
class Standing:
    """What is known of a sender: a code that the texts have words for, the domain it is about, and its tone.

    `asked` is what the domain's owner wants done with such letters, "" where that adds nothing.
    """

    code: str
    domain: str
    tone: str
    asked: str = ""


def standing(told: Told, case: Case, *, known: bool) -> Standing | None:
    """Say what is known of a message's sender, None where nobody looked; `known`: the requester had a case before."""
    found = told.authentication
    if found is None:
        return None
    if found.failed:
        asked = found.policy if found.dmarc == "fail" and found.policy != "none" else ""
        return Standing(_failure(found), found.domain, BAD, asked)
    if found.passed:
        is_requester = told.sender_address.casefold() == (case.requester.address or "").casefold()
        return Standing("known" if known and is_requester else "confirmed", found.domain, GOOD)
    return Standing("vouched", found.domain, GOOD) if found.aligned else Standing("unchecked", found.domain, NEUTRAL)


def _failure(found: Authentication) -> str:
    if found.dmarc == "fail":
        return "forged"
    return "unproven" if found.domain else "nobody"


def disguised(told: Told, policy: Policy) -> Disguise | None:
    """Say how a message's sender passes for somebody else, None where they do not."""
    return disguise(Address(told.sender_name, told.sender_address), policy)
