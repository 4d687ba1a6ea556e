"""A ticket system that says nothing of being one answers each of our letters from a new address: it comes to an end."""

import pytest

from tests.at_work import Running
from tests.conftest import Opens
from tests.smtp import PAPER, a_letter

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

CAP = 4
ROUNDS = 8

SAYS = "Jeg vil gerne klage over kurset i regnskab, som blev aflyst. Mit navn er Anna Holm. Sag {}."
"""What no rule can tell from a person's words: each time another case, with papers, from somebody new."""


async def answered_by_a_machine(running: Running, nth: int) -> None:
    """Let the ticket system open a ticket of its own for our last letter."""
    address = f"sag-{nth}@helpdesk.example"
    raw = a_letter(SAYS.format(nth), sender=f"Anna Holm <{address}>", subject=f"Ny sag {nth}", files=[PAPER])
    await running.letter(raw, sender=address)
    await running.quiet()


async def test_it_gets_so_many_letters_and_then_a_person_looks(service: Opens) -> None:
    async with service(organisation={"mentorix": {"domain_cap": CAP}}) as running:
        for nth in range(ROUNDS):
            await answered_by_a_machine(running, nth)
        cases = await running.cases()
        held = [await running.draft(case, "acknowledgement") for case in cases[CAP:]]
    assert len(running.catcher.letters) == CAP
    assert len(cases) == ROUNDS, "nothing is lost"
    assert {one.outgoing.note for one in held} == {"too_many_to_domain"}
    assert len(held) == ROUNDS - CAP
