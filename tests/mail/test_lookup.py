"""Asking the DNS: what is there, what is not, and when nobody answers."""

import pytest

from cases.errors import BadInput, TryLater
from mail.domains import a_label, kin
from mail.lookup import Lookup
from tests.dns import Zones


async def test_each_kind_of_record_is_given_as_it_is_needed(zones: Zones) -> None:
    zones.put("example.org", "TXT", "one", "x" * 450)
    zones.put("example.org", "MX", "10 mx.example.org.", "20 mx2.example.org.")
    zones.put("mx.example.org", "A", "192.0.2.7")
    zones.put("mx.example.org", "AAAA", "2001:db8::7")
    zones.put("7.2.0.192.in-addr.arpa", "PTR", "mx.example.org.")
    lookup = Lookup(zones.server)
    assert set(await lookup.records("example.org", "TXT")) == {b"one", b"x" * 450}
    assert set(await lookup.records("example.org", "MX")) == {(10, "mx.example.org"), (20, "mx2.example.org")}
    assert await lookup.records("mx.example.org", "A") == ("192.0.2.7",)
    assert await lookup.records("mx.example.org", "AAAA") == ("2001:db8::7",)
    assert await lookup.records("7.2.0.192.in-addr.arpa.", "PTR") == ("mx.example.org",)


async def test_an_answer_is_remembered_also_that_there_is_none(zones: Zones) -> None:
    zones.put("example.org", "TXT", "one")
    lookup = Lookup(zones.server)
    for _ in range(3):
        assert await lookup.texts("example.org") == (b"one",)
        assert await lookup.texts("Example.ORG.") == (b"one",)
    assert zones.asked == ["TXT example.org"]


@pytest.mark.parametrize("name", ["", ".", "a..b", "x" * 64 + ".org", "x." * 200, "a b", "\\", "ø.test", "[1]"])
async def test_a_name_that_is_none_has_nothing(zones: Zones, name: str) -> None:
    assert await Lookup(zones.server).texts(name) == ()


async def test_nobody_answering_is_told_from_nothing_being_there(zones: Zones) -> None:
    zones.broken.add("broken.test")
    zones.silent.add("silent.test")
    lookup = Lookup(zones.server, patience=0.3)
    for name in ("broken.test", "silent.test"):
        with pytest.raises(TryLater):
            await lookup.texts(name)
    assert await lookup.texts("nowhere.test") == ()


async def test_a_domain_exists_if_it_has_anything_to_do_with_mail(zones: Zones) -> None:
    zones.put("six.test", "AAAA", "2001:db8::7")
    zones.put("text.test", "TXT", "only words")
    lookup = Lookup(zones.server)
    assert await lookup.exists("six.test")
    assert not await lookup.exists("text.test")
    assert not await lookup.exists("nowhere.test")


def test_a_server_is_named_by_its_network_address() -> None:
    with pytest.raises(BadInput, match="is no network address"):
        Lookup(("name-server", 53))


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("Example.ORG.", "example.org"),
        ("københavn.dk", "xn--kbenhavn-54a.dk"),
        ("a..b", ""),
        ("x" * 70 + ".org", ""),
        ("x." * 200, ""),
        ("exa mple.org", ""),
        ("[192.0.2.7]", ""),
        ("a\x00b", ""),
        ("", ""),
    ],
)
def test_a_domain_is_written_as_the_dns_has_it(domain: str, expected: str) -> None:
    assert a_label(domain) == expected


def test_kin_are_the_same_or_one_within_the_other() -> None:
    assert kin("example.org", "example.org")
    assert kin("mail.example.org", "example.org")
    assert kin("example.org", "mail.example.org")
    assert not kin("notexample.org", "example.org")
    assert not kin("a.example.org", "b.example.org")
    assert not kin("", "example.org")
    assert not kin("", "")
