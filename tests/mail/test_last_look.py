"""The last line of defence: whatever else failed, no automatic letter goes to ourselves or to a machine."""

import pytest

from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus
from intake.opening import US
from mail.last_look import own_addresses, why_not
from storage import history, outbox
from tests.mail.posting import Post
from tests.mail.test_compose import an_entry
from tests.smtp import Catcher

OWN = frozenset({"info@mentorix.dk", "info@metier.dk", "bounce@mentorix.dk"})


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [
        ("anna@example.org", None),
        ("info@mentorix.dk", "own_address"),
        ("Info@Mentorix.DK", "own_address"),
        ("info+t.abcdefghijklmnop@mentorix.dk", "own_address"),
        ("info@metier.dk", "own_address"),
        ("bounce+t.abcdefghijklmnop@mentorix.dk", "own_address"),
        ("MAILER-DAEMON@example.org", "machine_address"),
        ("no-reply@example.org", "machine_address"),
        ("noreply+17@example.org", "machine_address"),
        ("owner-kursister@lists.example.org", "machine_address"),
        ("kursister-request@lists.example.org", "machine_address"),
        ("bounces+17=anna@lists.example.org", "machine_address"),
        ("info@example.org", None),
    ],
)
@pytest.mark.parametrize("automatic", [Automatic.REPLIED, Automatic.GENERATED])
def test_an_automatic_letter_goes_to_people_only(recipient: str, reason: str | None, automatic: Automatic) -> None:
    assert why_not(an_entry(recipient=recipient, automatic=automatic), OWN) == reason


def test_a_persons_letter_goes_where_the_person_sends_it() -> None:
    assert why_not(an_entry(recipient="no-reply@example.org"), OWN) is None


def test_a_notice_goes_to_the_address_in_the_policy_but_never_to_ourselves() -> None:
    notice = {"reply": "staff_notice", "automatic": Automatic.GENERATED}
    assert why_not(an_entry(recipient="alerts@example.org", **notice), OWN) is None
    assert why_not(an_entry(recipient="info@mentorix.dk", **notice), OWN) == "own_address"


def test_every_organisation_here_is_one_of_ours(offices: dict[str, Office]) -> None:
    found = own_addresses(offices.values())
    assert {address for office in offices.values() for address in office.policy.addresses} <= found
    assert "bounce@mentorix.dk" in found


async def test_what_is_kept_back_is_never_handed_over_and_stands_on_the_case(post: Post, catcher: Catcher) -> None:
    id_ = await post.put(recipient="info@metier.dk", automatic=Automatic.REPLIED)
    async with post.sending(catcher.port):
        entry = await post.until_is(id_, OutboxStatus.FAILED)
        await post.until_is(await post.put(), OutboxStatus.SENT)
    assert entry.last_error == "withheld own_address"
    assert [one.recipient for one in catcher.seen] == ["anna@example.org"]
    events = await post.book.read(history.of_case, "mentorix", 1)
    told = next(event for event in events if event.verb == "undeliverable")
    assert (told.actor, told.data["reason"]) == (US, "own_address")


async def test_a_capped_receipt_that_a_person_let_go_is_that_persons_letter(post: Post, catcher: Catcher) -> None:
    id_ = await post.put(recipient="no-reply@example.org", automatic=Automatic.REPLIED, released=False)
    await post.book.run(outbox.release, await post.entry(id_), "staff 7", post.clock.now)
    async with post.sending(catcher.port):
        await post.until_is(id_, OutboxStatus.SENT)
