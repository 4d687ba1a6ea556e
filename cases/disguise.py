"""Senders that show themselves as somebody else, which DMARC does not see: the domain is their own (R-EM-84). Pure."""

import re
import unicodedata
from enum import StrEnum

from cases.address import domain_of
from cases.message import Address
from cases.policy import Policy


class Disguise(StrEnum):
    """What a sender shows that is not theirs."""

    OTHER_ADDRESS = "other_address"
    OUR_NAME = "our_name"
    LIKE_OUR_DOMAIN = "like_our_domain"


NAME_CAP = 200
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_WORD = re.compile(r"\w+")

LOOKS_LIKE = str.maketrans("0135|іоаеѕсрху", "oles" + "lioaescpxy")
"""Signs that are taken for a Latin letter at a glance, the Cyrillic ones among them."""


def disguise(sender: Address, policy: Policy) -> Disguise | None:
    """Say how a sender passes for somebody else; None where they do not."""
    ours = {domain_of(address) for address in policy.addresses}
    domain = domain_of(sender.address)
    if not domain or domain in ours or any(domain.endswith(f".{one}") for one in ours):
        return None
    if any(_resembles(domain, one) for one in ours):
        return Disguise.LIKE_OUR_DOMAIN
    name = sender.name[:NAME_CAP].casefold()
    if _is_our_name(name, policy) or any(one in name for one in ours):
        return Disguise.OUR_NAME
    shown = _ADDRESS.findall(name)
    return Disguise.OTHER_ADDRESS if any(one != sender.address.casefold() for one in shown) else None


def _is_our_name(name: str, policy: Policy) -> bool:
    """Say whether the name shown is the organisation's, whatever stands between its words."""
    words = _WORD.findall(name)
    return bool(words) and any(words == _WORD.findall(own.casefold()) for own in (policy.name, policy.legal_name))


def _resembles(domain: str, ours: str) -> bool:
    """Say whether a domain is ours at a glance: it begins with ours, or looks the same, or is a letter apart."""
    seen, own = _skeleton(domain), _skeleton(ours)
    return seen.startswith(f"{own}.") or _one_apart(seen, own)


def _skeleton(domain: str) -> str:
    """Give a domain as the eye takes it in."""
    try:
        shown = domain.encode("ascii").decode("idna")
    except UnicodeError:
        shown = domain
    plain = unicodedata.normalize("NFKD", shown.casefold()).translate(LOOKS_LIKE)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return plain.replace("rn", "m").replace("vv", "w").replace("-", "")


def _one_apart(one: str, other: str) -> bool:
    """Say whether one letter differs, is missing, is too many, or changed places with its neighbour."""
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(other)) <= 1
    first, second = one[start:], other[start:]
    return (
        first[1:] == second[1:]
        or first[1:] == second
        or first == second[1:]
        or (first[2:] == second[2:] and first[:2] == second[1::-1])
    )
