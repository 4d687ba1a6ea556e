"""Letters from the net, looked at by ourselves: what SPF, DKIM and DMARC say together, and for how long we wait."""

import asyncio
import time

import pytest

from cases.message import Authentication, Envelope
from mail.border import Border, Patience
from mail.claims import claims_of
from mail.lookup import Lookup
from tests.dns import Zones
from tests.mail.letters import written
from tests.mail.signed_letters import SELECTOR, publish, signed

LETTER = written("Jeg vil gerne klage.\n\nHilsen\nAnna")
ENVELOPE = Envelope("anna@example.org", ("info@mentorix.dk",), "192.0.2.7", "out.example.org")
FORGER = Envelope("x@evil.test", ("info@mentorix.dk",), "203.0.113.9", "evil.test")


@pytest.fixture
def example(zones: Zones) -> Zones:
    """Give a name server that knows example.org, which signs all it sends and wants the rest refused."""
    zones.put("example.org", "TXT", "v=spf1 ip4:192.0.2.0/24 -all")
    zones.put("_dmarc.example.org", "TXT", "v=DMARC1; p=reject")
    zones.put("evil.test", "TXT", "v=spf1 ip4:203.0.113.9 -all")
    publish(zones, "example.org")
    publish(zones, "evil.test")
    return zones


async def looked(zones: Zones, raw: bytes, envelope: Envelope = ENVELOPE) -> Authentication:
    """Look at a letter, with little patience."""
    return await Border(Lookup(zones.server, patience=0.4), Patience(1, 1)).look(claims_of(raw), envelope)


async def test_a_genuine_letter_is_known_by_both(example: Zones) -> None:
    assert await looked(example, signed(LETTER, "example.org")) == Authentication(
        "pass", "pass", "pass", "example.org", "here", aligned=True, policy="reject"
    )


async def test_a_forwarded_letter_is_known_by_its_signature(example: Zones) -> None:
    found = await looked(example, signed(LETTER, "example.org"), FORGER)
    assert (found.spf, found.dkim, found.dmarc) == ("pass", "pass", "pass")


async def test_a_letter_without_a_signature_is_known_by_its_server(example: Zones) -> None:
    found = await looked(example, LETTER)
    assert (found.spf, found.dkim, found.dmarc) == ("pass", "none", "pass")


@pytest.mark.parametrize("raw", [LETTER, signed(LETTER, "evil.test")], ids=["bare", "signed by the forger"])
async def test_a_forged_letter_fails(example: Zones, raw: bytes) -> None:
    found = await looked(example, raw, FORGER)
    assert (found.dmarc, found.policy, found.domain) == ("fail", "reject", "example.org")
    assert found.failed


async def test_two_authors_are_none(example: Zones) -> None:
    raw = written("Hej", sender="anna@example.org, boss@victim.test")
    found = await looked(example, raw)
    assert (found.domain, found.dmarc, found.failed) == ("", "none", True)


async def test_a_second_from_on_top_does_not_hide_behind_the_first(example: Zones) -> None:
    raw = b"From: boss@victim.test\r\n" + signed(LETTER, "example.org")
    assert (await looked(example, raw)).failed


async def test_two_addresses_of_one_domain_are_of_one_author(example: Zones) -> None:
    raw = written("Hej", sender="anna@example.org, bo@example.org")
    assert (await looked(example, raw)).passed


async def test_without_dmarc_a_domain_that_vouches_for_its_own_is_no_forgery(example: Zones) -> None:
    example.records.pop(("_dmarc.example.org", "TXT"))
    found = await looked(example, LETTER)
    assert (found.dmarc, found.aligned, found.failed, found.passed) == ("none", True, False, False)
    assert (await looked(example, LETTER, FORGER)).failed


async def test_a_domain_in_letters_beyond_ascii_is_the_same_author(zones: Zones) -> None:
    zones.put("xn--kbenhavn-54a.test", "TXT", "v=spf1 ip4:192.0.2.7 -all")
    zones.put("_dmarc.xn--kbenhavn-54a.test", "TXT", "v=DMARC1; p=none")
    envelope = Envelope("anna@københavn.test", (), "192.0.2.7", "mx")
    found = await looked(zones, written("Hej", sender="anna@københavn.test"), envelope)
    assert (found.dmarc, found.domain) == ("pass", "xn--kbenhavn-54a.test")


@pytest.mark.parametrize("name", ["example.org", "_dmarc.example.org", f"{SELECTOR}._domainkey.example.org"])
async def test_one_question_without_an_answer_leaves_the_others(example: Zones, name: str) -> None:
    example.silent.add(name)
    found = await looked(example, signed(LETTER, "example.org"))
    assert not found.failed
    assert found.passed == (name != "_dmarc.example.org")


async def test_where_the_dns_is_away_a_letter_goes_on_unchecked_after_a_while() -> None:
    nobody = Lookup(("127.0.0.1", 9), patience=30)
    begun = time.monotonic()
    found = await Border(nobody, Patience(0.3, 0.3)).look(claims_of(signed(LETTER, "example.org")), ENVELOPE)
    assert found == Authentication("temperror", "temperror", "temperror", "example.org", "here")
    assert not found.failed
    assert time.monotonic() - begun < 20


async def test_many_letters_are_looked_at_at_once_though_one_domain_is_slow(example: Zones) -> None:
    example.silent.add("slow.test")
    patient = Border(Lookup(example.server, patience=60), Patience(60, 60))
    slow = asyncio.create_task(patient.look(claims_of(LETTER), Envelope("x@slow.test", (), "192.0.2.7", "mx")))
    found = await asyncio.gather(*(looked(example, LETTER) for _ in range(20)))
    assert all(one.passed for one in found)
    assert not slow.done()
    slow.cancel()


@pytest.mark.parametrize("raw", [b"", b"\x00", b"From:", b"DKIM-Signature: x\r\n\r\n"])
async def test_bytes_that_are_no_letter_are_nobodys(example: Zones, raw: bytes) -> None:
    assert (await looked(example, raw, Envelope("", (), "192.0.2.7"))).failed
