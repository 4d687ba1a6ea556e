"""Whether an automatic letter may leave without a person, and to which address. Pure; every "no" has a name."""

import re
from collections.abc import Callable

from cases.message import Channel, Message
from cases.office import Office
from intake.values import Heard, Place

AN_HOUR, A_DAY = 5, 20
"""So many automatic letters one address gets in an hour and in a day; more wait for a person (R-EM-11)."""

_DMARC = re.compile(r"\bdmarc\s*=\s*pass\b", re.IGNORECASE)


def destination(message: Message, office: Office) -> str | None:
    """Give the address an automatic answer goes to, or None where none is credible enough (RFC 3834 §4, R-EM-22).

    That is the sender's where the return path is of the same domain, or where our own front server saw DMARC pass.
    Reply-To is never followed.
    """
    sender = message.sender.address
    if not sender:
        return None
    if _same_domain(message.return_path, sender) or authentic(message, office):
        return sender
    return None


def authentic(message: Message, office: Office) -> bool:
    """Say whether our own front server found the sender's domain genuine (RFC 8601 §5, R-EM-80)."""
    results = message.header("authentication-results") or ""
    server, _, verdicts = results.partition(";")
    trusted = office.authserv_id
    return bool(trusted) and server.split()[:1] == [trusted] and bool(_DMARC.search(verdicts))


def objection(heard: Heard, place: Place, office: Office) -> str | None:
    """Name the rule that wants a person to look before anything is sent, or None."""
    if heard.message.channel is not Channel.MAIL:
        return None
    return next((rule.__name__ for rule in RULES if rule(heard, place, office)), None)


def sender_is_not_credible(heard: Heard, _place: Place, office: Office) -> bool:
    """Refuse backscatter: whoever is named as the sender may never have written (R-EM-13, R-EM-22)."""
    return destination(heard.message, office) is None


def we_were_not_addressed(heard: Heard, _place: Place, office: Office) -> bool:
    """Refuse blind copies: a letter to many is no letter to us (RFC 5230 §4.5, R-EM-7)."""
    addressed = {_base(address.address) for address in heard.message.to}
    return not addressed & set(office.policy.addresses)


def too_many_letters(_heard: Heard, place: Place, _office: Office) -> bool:
    """Refuse to write more than a few letters an hour: that is how every loop ends (R-EM-11)."""
    hour, day = place.sent
    return hour >= AN_HOUR or day >= A_DAY


RULES: tuple[Callable[[Heard, Place, Office], bool], ...] = (
    sender_is_not_credible,
    we_were_not_addressed,
    too_many_letters,
)


def _same_domain(one: str, other: str) -> bool:
    first, second = (address.rpartition("@")[2].lower() for address in (one, other))
    return bool(first) and bool(second) and (f".{first}".endswith(f".{second}") or f".{second}".endswith(f".{first}"))


def _base(address: str) -> str:
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
