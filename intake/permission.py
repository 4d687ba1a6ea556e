"""Whether an automatic letter may leave without a person, and to which address. Pure; every "no" has a name."""

from collections.abc import Callable
from datetime import timedelta

from cases.address import base_address, domain_of
from cases.message import Channel, Message
from cases.office import Office
from cases.term import Unit
from intake.values import Heard, Place

AN_HOUR, A_DAY = 5, 20
"""So many automatic letters one address gets in an hour and in a day; more wait for a person (R-EM-11)."""

SPANS = {Unit.HOURS: timedelta(hours=1), Unit.DAYS: timedelta(days=1), Unit.WEEKS: timedelta(weeks=1)}
"""How long one is of each unit that a policy's `catch_up` can be written in: time that passes, by no calendar."""

IN_CONVERSATION = 6
"""So many automatic letters leave in one conversation in a day, about all of its cases, whoever they go to."""


def destination(message: Message) -> str | None:
    """Give the address an automatic answer goes to, or None where none is credible enough (RFC 3834 §4, R-EM-22).

    That is the sender's where the return path is of the same domain, or where DMARC passed; never where our front
    server, or we, looked and found nothing that speaks for the sender's domain. Reply-To is never followed.
    """
    sender = message.sender.address
    if not sender or message.perhaps_forged:
        return None
    passed = message.authentication is not None and message.authentication.passed
    return sender if passed or _same_domain(message.return_path, sender) else None


def typed_address(heard: Heard) -> str | None:
    """Give the address that somebody typed into a form: letters to it count as all that leave without a person."""
    return heard.reading.fields.get("email") if heard.message.channel is Channel.FORM else None


def objection(heard: Heard, place: Place, office: Office) -> str | None:
    """Name the rule that wants a person to look before anything is sent, or None."""
    rules = RULES_OF.get(heard.message.channel, ())
    return next((rule.__name__ for rule in rules if rule(heard, place, office)), None)


def cap(place: Place, office: Office) -> str | None:
    """Name the rule by which nothing more may be sent for now, whatever it is an answer to, or None."""
    return next((rule.__name__ for rule in CAPS if rule(None, place, office)), None)


def sender_is_perhaps_forged(heard: Heard, _place: Place, _office: Office) -> bool:
    """Refuse to write to whoever is named by a letter that their own domain does not vouch for (R-EM-83)."""
    return heard.message.perhaps_forged


def sender_is_not_credible(heard: Heard, _place: Place, _office: Office) -> bool:
    """Refuse backscatter: whoever is named as the sender may never have written (R-EM-13, R-EM-22)."""
    return destination(heard.message) is None


def we_were_not_addressed(heard: Heard, _place: Place, office: Office) -> bool:
    """Refuse blind copies: a letter to many is no letter to us (RFC 5230 §4.5, R-EM-7)."""
    addressed = {base_address(address.address) for address in heard.message.to}
    return not addressed & set(office.policy.addresses)


def came_too_late_to_answer(heard: Heard, _place: Place, office: Office) -> bool:
    """Refuse to answer what has lain too long before we came to it: a person looks what has become of it meanwhile."""
    lain = (heard.heard_at or heard.message.received_at) - heard.message.received_at
    most = office.policy.catch_up
    return lain > SPANS[most.unit] * most.count


def too_many_letters(_heard: object, place: Place, _office: Office) -> bool:
    """Refuse to write more than a few letters an hour: that is how every loop ends (R-EM-11)."""
    return place.sent.hour >= AN_HOUR or place.sent.day >= A_DAY


def too_many_in_conversation(_heard: object, place: Place, _office: Office) -> bool:
    """Refuse to go on in a conversation that brings forth letter after letter, whatever addresses it uses."""
    return place.sent.conversation >= IN_CONVERSATION


def too_many_to_domain(_heard: object, place: Place, office: Office) -> bool:
    """Refuse to write to ever new addresses of one domain: a ticket system may make one for each of our letters."""
    return place.sent.domain >= office.domain_cap


CAPS: tuple[Callable[[object, Place, Office], bool], ...] = (
    too_many_letters,
    too_many_in_conversation,
    too_many_to_domain,
)
"""The rules that look at how much we have written; what was allowed when a message came may be too much later."""

RULES: tuple[Callable[[Heard, Place, Office], bool], ...] = (
    sender_is_perhaps_forged,
    sender_is_not_credible,
    we_were_not_addressed,
    came_too_late_to_answer,
    *CAPS,
)


RULES_OF = {Channel.MAIL: RULES, Channel.FORM: (came_too_late_to_answer, *CAPS)}
"""What is asked of each channel: an address that was typed into a form proves nothing, and whoever it is of may never
have been there, so that no more than a few letters go to it. In a chat the person is there."""


def _same_domain(one: str, other: str) -> bool:
    first, second = domain_of(one), domain_of(other)
    return bool(first) and bool(second) and (f".{first}".endswith(f".{second}") or f".{second}".endswith(f".{first}"))
