"""Where we face the net ourselves: it is found out who a letter is from, and a forged one gets nothing out of us."""

import pytest

from cases.errors import NotAllowed
from cases.message import Authentication
from intake.approve import approve
from intake.confirm import Confirmation, confirm_identity
from tests.at_work import Running, approval_of
from tests.conftest import Opens
from tests.dns import Zones
from tests.mail.signed_letters import publish, signed
from tests.smtp import PAPER, a_letter

GENUINE = Authentication("pass", "pass", "pass", "example.org", "here", aligned=True, policy="reject")
FORGED = Authentication("fail", "none", "fail", "example.org", "here", policy="reject")


@pytest.fixture
def example(zones: Zones) -> Zones:
    """Give a name server that knows example.org: it signs what it sends, and wants the rest refused."""
    zones.put("example.org", "TXT", "v=spf1 -all")
    zones.put("mx.example.org", "TXT", "v=spf1 ip4:127.0.0.1 -all")
    zones.put("_dmarc.example.org", "TXT", "v=DMARC1; p=reject")
    publish(zones, "example.org")
    return zones


def at_the_border(zones: Zones) -> dict[str, object]:
    """Give the settings of a service that faces the net."""
    return {"border": True, "resolver": f"127.0.0.1:{zones.port}"}


async def known(running: Running) -> Authentication | None:
    """Give what is known of the sender of the last letter."""
    case = (await running.cases())[-1]
    return (await running.dossier(case.number)).told[-1].authentication


async def test_a_genuine_letter_is_answered_and_stands_as_confirmed(service: Opens, example: Zones) -> None:
    async with service(**at_the_border(example)) as running:
        raw = signed(a_letter(files=[PAPER]), "example.org")
        assert (await running.answered(raw, sender="anna@mx.example.org")).recipient == "anna@example.org"
        assert await known(running) == GENUINE


async def test_a_forged_letter_is_kept_and_gets_nothing_until_a_person_made_sure(
    service: Opens, example: Zones
) -> None:
    async with service(**at_the_border(example)) as running:
        await running.letter(a_letter(files=[PAPER]))
        await running.quiet()
        assert await known(running) == FORGED
        (case,) = await running.cases()
        assert (await running.draft(case, "acknowledgement")).outgoing.note == "sender_is_perhaps_forged"
        await running.later(minutes=30)
        assert running.catcher.to("anna@example.org") == []
        draft, person = await running.draft(case, "answer_complaint"), await running.hire("course_administrator")
        book, office, now = running.service.book, running.service.offices["mentorix"], running.clock.now
        what = approval_of(draft)
        with pytest.raises(NotAllowed, match="perhaps forged"):
            await book.run(approve, what, person, office.policy, now)
        await book.run(confirm_identity, Confirmation("mentorix", case.id, "called_back"), person, office, now)
        assert (await running.approve(draft, person)).recipient == "anna@example.org"


async def test_a_name_server_that_is_away_holds_up_nobody(service: Opens, example: Zones) -> None:
    example.broken.update({"example.org", "_dmarc.example.org"})
    async with service(**at_the_border(example)) as running:
        assert (await running.answered(a_letter(files=[PAPER]))).recipient == "anna@example.org"
        found = await known(running)
        assert found
        assert (found.dmarc, found.failed) == ("temperror", False)
