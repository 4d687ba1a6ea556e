"""The last look at an automatic letter before it leaves: none goes to ourselves or to a machine, whatever came before.

A letter that a person approved is that person's, and goes where they send it.
"""

from collections.abc import Iterable

from cases.address import base_address
from cases.office import Office
from cases.outgoing import Automatic
from mail.signs import signs
from storage.outbox import Entry
from storage.traffic import INTERNAL

SYSTEM_ADDRESS = signs("system_address")


def own_addresses(offices: Iterable[Office]) -> frozenset[str]:
    """Give every address at which letters come in here, of whatever organisation, as they are compared."""
    return frozenset(
        own
        for office in offices
        for own in (*map(base_address, office.policy.addresses), base_address(f"bounce@{office.domain}"))
    )


def why_not(letter: Entry, own: frozenset[str]) -> str | None:
    """Name the rule that keeps a letter here, or None: our own address (R-EM-6), one that no person reads (R-EM-5).

    A notice to staff may go to an address that looks like a machine's: somebody wrote it into the policy.
    """
    outgoing = letter.outgoing
    if outgoing.automatic is Automatic.NONE or letter.approved_by is not None:
        return None
    recipient = base_address(outgoing.recipient or "")
    if recipient in own:
        return "own_address"
    to_a_machine = outgoing.reply not in INTERNAL and SYSTEM_ADDRESS.found(recipient)
    return "machine_address" if to_a_machine else None
