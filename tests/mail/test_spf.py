"""SPF: who may send for a domain, and what becomes of records that are broken, endless or out of reach."""

import asyncio

import pytest

from mail.lookup import Lookup
from mail.spf import Handover, check_spf
from tests.dns import Zones

PEER = "192.0.2.7"


async def result(zones: Zones, sender: str = "anna@example.org", peer: str = PEER, helo: str = "mx.example.org") -> str:
    """Check a letter that was handed over so."""
    return await check_spf(Handover(peer, helo, sender), Lookup(zones.server, patience=0.4))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("v=spf1 ip4:192.0.2.7 -all", "pass"),
        ("v=spf1 ip4:192.0.2.0/24 -all", "pass"),
        ("v=spf1 ip4:198.51.100.0/24 -all", "fail"),
        ("v=spf1 ip4:198.51.100.0/24 ~all", "softfail"),
        ("v=spf1 ?all", "neutral"),
        ("v=spf1", "neutral"),
        ("V=SPF1 IP4:192.0.2.7 -ALL", "pass"),
        ("v=spf1 a -all", "pass"),
        ("v=spf1 mx -all", "pass"),
        ("v=spf1 a:other.test -all", "fail"),
        ("v=spf1 include:sender.test -all", "pass"),
        ("v=spf1 include:nowhere.test -all", "permerror"),
        ("v=spf1 redirect=sender.test", "pass"),
        ("v=spf1 redirect=nowhere.test", "permerror"),
        ("v=spf1 exists:%{i}.allowed.test -all", "pass"),
        ("v=spf1 exists:%{l}.%{d}.people.test -all", "pass"),
        ("v=spf1 ptr:example.org -all", "pass"),
        ("v=spf1 -all exp=why.example.org", "fail"),
        ("v=spf1 ip4:192.0.2 -all", "permerror"),
        ("v=spf1 bogus:thing -all", "permerror"),
        ("v=spf1 include:example.org -all", "permerror"),
        ("v=spf10 -all", "none"),
        ("spf2.0/pra -all", "none"),
        ("v=spf1 " + "a:x.example.org " * 400 + "-all", "permerror"),
        ("v=spf1 a:" + "x." * 250 + "org -all", "permerror"),
    ],
)
async def test_the_record_decides(zones: Zones, record: str, expected: str) -> None:
    zones.put("example.org", "TXT", "something else", record)
    zones.put("example.org", "A", PEER)
    zones.put("example.org", "MX", "10 mx.example.org.")
    zones.put("mx.example.org", "A", PEER)
    zones.put("other.test", "A", "198.51.100.1")
    zones.put("sender.test", "TXT", "v=spf1 ip4:192.0.2.7 -all")
    zones.put("192.0.2.7.allowed.test", "A", "127.0.0.2")
    zones.put("anna.example.org.people.test", "A", "127.0.0.2")
    zones.put("7.2.0.192.in-addr.arpa", "PTR", "mx.example.org.")
    assert await result(zones) == expected


async def test_two_records_are_one_too_many(zones: Zones) -> None:
    zones.put("example.org", "TXT", "v=spf1 +all", "v=spf1 -all")
    assert await result(zones) == "permerror"


async def test_a_domain_without_a_record_says_nothing(zones: Zones) -> None:
    assert await result(zones) == "none"


@pytest.mark.parametrize("peer", ["2001:db8::7", "2001:0DB8:0:0::7"])
async def test_addresses_of_either_kind_are_known(zones: Zones, peer: str) -> None:
    zones.put("example.org", "TXT", "v=spf1 ip6:2001:db8::/32 -all")
    assert await result(zones, peer=peer) == "pass"
    assert await result(zones) == "fail"


async def test_of_a_null_return_path_the_name_that_was_given_answers(zones: Zones) -> None:
    zones.put("mx.example.org", "TXT", "v=spf1 ip4:192.0.2.7 -all")
    assert await result(zones, sender="") == "pass"
    assert Handover(PEER, "mx.example.org", "").domain == "mx.example.org"


@pytest.mark.parametrize(
    ("sender", "helo"),
    [("", ""), ("", "[192.0.2.7]"), ("", "not a name"), ("anna@", "mx"), ("anna@" + "x" * 300, "mx")],
)
async def test_a_name_that_is_none_says_nothing(zones: Zones, sender: str, helo: str) -> None:
    assert await result(zones, sender, helo=helo) == "none"


async def test_a_sender_with_two_at_signs_is_of_the_last_domain(zones: Zones) -> None:
    zones.put("victim.test", "TXT", "v=spf1 +all")
    zones.put("evil.test", "TXT", "v=spf1 -all")
    assert await result(zones, "x@victim.test@evil.test") == "fail"


async def test_a_domain_in_letters_beyond_ascii_is_asked_for_as_the_dns_has_it(zones: Zones) -> None:
    zones.put("xn--kbenhavn-54a.test", "TXT", "v=spf1 ip4:192.0.2.7 -all")
    assert await result(zones, "anna@København.test") == "pass"


async def test_a_peer_that_is_no_address_breaks_nothing(zones: Zones) -> None:
    zones.put("example.org", "TXT", "v=spf1 a -all")
    assert await result(zones, peer="somewhere") == "permerror"


async def test_no_answer_is_an_error_for_now(zones: Zones) -> None:
    zones.broken.add("example.org")
    assert await result(zones) == "temperror"
    zones.put("example.org", "TXT", "v=spf1 include:slow.test -all")
    zones.broken.clear()
    zones.silent.add("slow.test")
    assert await result(zones) == "temperror"


async def test_a_record_that_asks_and_asks_is_stopped(zones: Zones) -> None:
    """RFC 7208 §4.6.4: ten mechanisms that ask, two answers that are empty."""
    for number in range(20):
        zones.put(f"n{number}.test", "TXT", f"v=spf1 include:n{number + 1}.test -all")
    zones.put("example.org", "TXT", "v=spf1 include:n0.test -all")
    assert await result(zones) == "permerror"
    assert len(zones.asked) < 15
    zones.put("empty.test", "TXT", "v=spf1 a:a.empty.test a:b.empty.test a:c.empty.test a:d.empty.test -all")
    assert await result(zones, "anna@empty.test") == "permerror"


async def test_an_explanation_is_not_fetched(zones: Zones) -> None:
    zones.put("example.org", "TXT", "v=spf1 -all exp=why.example.org")
    zones.silent.add("why.example.org")
    assert await result(zones) == "fail"


async def test_letters_do_not_wait_for_each_other(zones: Zones) -> None:
    zones.put("example.org", "TXT", "v=spf1 ip4:192.0.2.7 -all")
    zones.silent.add("slow.test")
    slow = asyncio.create_task(result(zones, "x@slow.test"))
    assert await result(zones) == "pass"
    assert not slow.done()
    assert await slow == "temperror"
