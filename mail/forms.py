"""Letters that a form on the organisation's own site wrote for a person, who stands in Reply-To."""

from dataclasses import replace

from cases.address import base_address
from cases.message import Judgement, Message
from cases.policy import Policy
from mail.robots import judge
from mail.signs import signs

SYSTEM_ADDRESS = signs("system_address")

KEPT = ("content-type", "received-count", "x-spam", "x-ms-exchange-organization-scl")
"""What still counts of the headers: the others tell of the form's program, not of the person."""


def through_a_form(message: Message, judgement: Judgement, policy: Policy) -> tuple[Message, Judgement]:
    """Give the person's message where a form passed it on, and what it is judged to be; else both as they were.

    Only an address that the policy lists as a form's counts, only where its domain vouches for the letter, and only
    where Reply-To names one person (R-EM-23). What vouches for the form says nothing of the person.
    """
    sender = message.sender.address.lower()
    vouched = message.authentication is not None and message.authentication.passed
    if sender not in policy.form_senders or not vouched or len(message.reply_to) != 1:
        return message, judgement
    (person,) = message.reply_to
    if base_address(person.address) in policy.addresses or SYSTEM_ADDRESS.found(person.address.lower()):
        return message, judgement
    theirs = replace(
        message,
        sender=person,
        return_path=person.address,
        authentication=None,
        headers=tuple((name, value) for name, value in message.headers if name.startswith(KEPT)),
    )
    return theirs, judge(theirs, frozenset(policy.addresses))
