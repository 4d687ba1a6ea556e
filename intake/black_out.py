"""What an organisation may not even keep is blacked out before anything is written down. Pure.

In the Netherlands that is the BSN (UAVG art. 46): training providers have no basis to process it, so nobody judges
first (R-BSN-2). That it happened is written down, the number never.
"""

from collections.abc import Mapping
from dataclasses import replace

from cases.message import Message
from cases.policy import Policy
from cases.reading import Reading
from intake.hiding import file_shown, reading_shown
from reading.strike import Strike, strike

FORBIDDEN: Mapping[str, frozenset[str]] = {"NL": frozenset({"bsn"})}
"""By country, the categories of numbers that are blacked out at once."""


def forbidden_in(message: Message, reading: Reading, policy: Policy) -> Strike:
    """Give the numbers in a message that its organisation may not keep."""
    files = (name for file in message.attachments for name in (file.name, *file.contents))
    pieces = (message.subject, message.text, reading.text, message.sender.name, *files)
    return strike(FORBIDDEN.get(policy.country, ()), pieces, reading.language)


def blacked_out(message: Message, reading: Reading, policy: Policy) -> tuple[tuple[Message, Reading], int]:
    """Give a message and what was understood of it without such numbers, and how many there were."""
    numbers = forbidden_in(message, reading, policy)
    if not numbers:
        return (message, reading), 0
    hide = numbers.out_of
    plain = replace(
        message,
        subject=hide(message.subject),
        text=hide(message.text),
        sender=replace(message.sender, name=hide(message.sender.name)),
        attachments=tuple(file_shown(file, hide) for file in message.attachments),
    )
    return (plain, reading_shown(reading, hide)), len(numbers.numbers)
