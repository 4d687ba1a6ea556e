"""DMARC (RFC 9989): who vouches for an author, whose policy holds, and how the walk through the DNS ends."""

import pytest

from mail.dmarc import Verdict, Vouched, check_dmarc, organisational, record_of, steps
from mail.lookup import Lookup
from tests.dns import Zones

NOBODY = Vouched(("none", ""))


def spf(domain: str, result: str = "pass") -> Vouched:
    """Say that SPF found this."""
    return Vouched((result, domain))


def dkim(*domains: str, result: str = "pass") -> Vouched:
    """Say that DKIM found this."""
    return Vouched(("none", ""), tuple((result, domain) for domain in domains))


async def verdict(zones: Zones, author: str, vouched: Vouched) -> Verdict:
    """Check a letter of this author."""
    return await check_dmarc(author, vouched, Lookup(zones.server, patience=0.4))


@pytest.mark.parametrize(
    ("record", "author", "vouched", "expected"),
    [
        ("p=reject", "example.org", dkim("example.org"), "pass"),
        ("p=reject", "example.org", spf("example.org"), "pass"),
        ("p=reject", "example.org", dkim("mail.example.org"), "pass"),
        ("p=reject", "mail.example.org", dkim("example.org"), "pass"),
        ("p=reject", "a.example.org", spf("b.example.org"), "pass"),
        ("p=reject", "example.org", dkim("evil.test", "example.org"), "pass"),
        ("p=reject", "example.org", dkim("evil.test"), "fail"),
        ("p=reject", "example.org", dkim("example.org.evil.test"), "fail"),
        ("p=reject", "example.org", dkim("notexample.org"), "fail"),
        ("p=reject", "example.org", dkim("example.org", result="fail"), "fail"),
        ("p=reject", "example.org", dkim("example.org", result="policy"), "fail"),
        ("p=reject", "example.org", spf("example.org", "softfail"), "fail"),
        ("p=reject", "example.org", NOBODY, "fail"),
        ("p=reject; adkim=s", "example.org", dkim("mail.example.org"), "fail"),
        ("p=reject; adkim=s", "example.org", dkim("example.org"), "pass"),
        ("p=reject; adkim=s", "example.org", spf("mail.example.org"), "pass"),
        ("p=reject; aspf=s", "example.org", spf("mail.example.org"), "fail"),
        ("p=reject; aspf=s", "example.org", spf("example.org"), "pass"),
        ("p=reject; aspf=odd", "example.org", spf("mail.example.org"), "pass"),
        ("p=none", "example.org", NOBODY, "fail"),
        ("p=reject; pct=0", "example.org", NOBODY, "fail"),
        ("p=reject", "example.org", spf("example.org", "temperror"), "temperror"),
        ("p=reject", "example.org", dkim("evil.test", result="temperror"), "temperror"),
    ],
)
async def test_a_domain_vouches_for_its_own(
    zones: Zones, record: str, author: str, vouched: Vouched, expected: str
) -> None:
    zones.put("_dmarc.example.org", "TXT", f"v=DMARC1; {record}")
    assert (await verdict(zones, author, vouched)).result == expected


@pytest.mark.parametrize(
    ("record", "author", "policy"),
    [
        ("p=reject", "example.org", "reject"),
        ("p=Quarantine", "example.org", "quarantine"),
        ("p=none", "example.org", "none"),
        ("p=reject; sp=quarantine", "example.org", "reject"),
        ("p=reject; sp=quarantine", "here.example.org", "quarantine"),
        ("p=reject; sp=quarantine", "gone.example.org", "quarantine"),
        ("p=none; sp=quarantine; np=reject", "here.example.org", "quarantine"),
        ("p=none; sp=quarantine; np=reject", "gone.example.org", "reject"),
        ("p=none; np=reject", "here.example.org", "none"),
        ("p=none; np=reject", "gone.example.org", "reject"),
        ("p=reject; t=y", "example.org", "quarantine"),
        ("p=quarantine; t=y", "example.org", "none"),
        ("p=none; t=y", "example.org", "none"),
        ("p=reject; pct=10", "example.org", "reject"),
        ("rua=mailto:d@example.org", "example.org", "none"),
        ("p=odd; rua=mailto:d@example.org", "example.org", "none"),
    ],
)
async def test_the_owner_asks_for_what_is_to_be_done(zones: Zones, record: str, author: str, policy: str) -> None:
    zones.put("_dmarc.example.org", "TXT", f"v=DMARC1; {record}")
    zones.put("here.example.org", "A", "192.0.2.1")
    assert await verdict(zones, author, NOBODY) == Verdict("fail", policy=policy)


@pytest.mark.parametrize(
    "records",
    [
        (),
        ("v=DMARC1; p=odd",),
        ("v=DMARC1",),
        ("v=DMARC1; p=none; sp=odd",),
        ("v=dmarc1; p=reject",),
        ("p=reject; v=DMARC1",),
        ("v=DMARC2; p=reject",),
        ("v=spf1 -all",),
        ("v=DMARC1; p=reject", "v=DMARC1; p=none"),
    ],
)
async def test_without_a_sound_record_dmarc_says_nothing(zones: Zones, records: tuple[str, ...]) -> None:
    if records:
        zones.put("_dmarc.example.org", "TXT", *records)
    assert await verdict(zones, "example.org", NOBODY) == Verdict("none")
    assert await verdict(zones, "example.org", dkim("example.org")) == Verdict("none", aligned=True)
    assert await verdict(zones, "example.org", spf("evil.test")) == Verdict("none")


async def test_a_record_among_others_is_found(zones: Zones) -> None:
    zones.put("_dmarc.example.org", "TXT", "other=thing", "v = DMARC1 ; p = reject ;; nonsense ; x=y")
    assert (await verdict(zones, "example.org", NOBODY)).policy == "reject"


async def test_the_authors_own_record_goes_before_the_organisations(zones: Zones) -> None:
    zones.put("_dmarc.example.org", "TXT", "v=DMARC1; p=reject; sp=reject")
    zones.put("_dmarc.shop.example.org", "TXT", "v=DMARC1; p=none; adkim=s")
    assert await verdict(zones, "shop.example.org", dkim("example.org")) == Verdict("fail", policy="none")
    assert (await verdict(zones, "a.shop.example.org", NOBODY)).policy == "reject", "one in the middle is skipped"


# The walk (RFC 9989 §4.10)


def test_eight_names_are_asked_at_most() -> None:
    assert list(steps("a.mail.example.com")) == ["a.mail.example.com", "mail.example.com", "example.com", "com"]
    assert list(steps("a.b.c.d.e.f.g.h.i.j.mail.example.com")) == [
        "a.b.c.d.e.f.g.h.i.j.mail.example.com",
        "g.h.i.j.mail.example.com",
        "h.i.j.mail.example.com",
        "i.j.mail.example.com",
        "j.mail.example.com",
        "mail.example.com",
        "example.com",
        "com",
    ]
    assert len(list(steps("1.2.3.4.5.6.7.8"))) == 8
    assert list(steps("localhost")) == ["localhost"]


async def test_the_walk_asks_no_more_and_remembers_what_it_heard(zones: Zones) -> None:
    zones.put("_dmarc.com", "TXT", "v=DMARC1; p=none; psd=y")
    lookup = Lookup(zones.server)
    for _ in range(3):
        await check_dmarc("a.b.c.d.e.f.g.h.i.j.mail.example.com", NOBODY, lookup)
    assert len([one for one in zones.asked if one.startswith("TXT _dmarc.")]) == 8


@pytest.mark.parametrize(
    ("records", "start", "expected"),
    [
        ({"mail.example.com": "", "example.com": ""}, "a.mail.example.com", "example.com"),
        ({"mail.example.com": "psd=n", "example.com": ""}, "a.mail.example.com", "mail.example.com"),
        ({"com": "psd=y"}, "a.mail.example.com", "example.com"),
        ({"example.com": "psd=y"}, "a.mail.example.com", "mail.example.com"),
        ({"example.com": "psd=u"}, "a.example.com", "example.com"),
        ({"example.com": "psd=y"}, "example.com", "example.com"),
        ({}, "a.mail.example.com", "a.mail.example.com"),
    ],
)
async def test_who_belongs_together_is_found_in_the_dns(
    zones: Zones, records: dict[str, str], start: str, expected: str
) -> None:
    for domain, tags in records.items():
        zones.put(f"_dmarc.{domain}", "TXT", f"v=DMARC1; p=reject; {tags}")
    walked = [record_of(domain, f"v=DMARC1; p=reject; {tags}".encode()) for domain, tags in records.items()]
    assert organisational(start, tuple(record for record in walked if record)) == expected
    passed = await verdict(zones, start, dkim(expected))
    assert passed.result == ("pass" if records else "none"), "its own organisational domain vouches for it"


async def test_customers_of_one_suffix_do_not_vouch_for_each_other(zones: Zones) -> None:
    zones.put("_dmarc.host.test", "TXT", "v=DMARC1; p=reject; psd=y")
    assert (await verdict(zones, "anna.host.test", dkim("mallory.host.test"))).result == "fail"
    assert (await verdict(zones, "anna.host.test", dkim("mail.anna.host.test"))).result == "pass"


async def test_a_suffix_speaks_for_domains_that_say_nothing(zones: Zones) -> None:
    zones.put("_dmarc.gov.test", "TXT", "v=DMARC1; p=reject; np=reject; psd=y")
    assert await verdict(zones, "nowhere.gov.test", NOBODY) == Verdict("fail", policy="reject")


async def test_a_department_may_stand_on_its_own(zones: Zones) -> None:
    zones.put("_dmarc.example.org", "TXT", "v=DMARC1; p=reject")
    zones.put("_dmarc.lab.example.org", "TXT", "v=DMARC1; p=reject; psd=n")
    assert (await verdict(zones, "lab.example.org", dkim("example.org"))).result == "fail"
    assert (await verdict(zones, "lab.example.org", dkim("x.lab.example.org"))).result == "pass"
    assert (await verdict(zones, "example.org", dkim("lab.example.org"))).result == "fail"


@pytest.mark.parametrize("trouble", ["broken", "silent"])
async def test_where_the_dns_does_not_answer_nothing_is_decided(zones: Zones, trouble: str) -> None:
    getattr(zones, trouble).add("_dmarc.example.org")
    assert await verdict(zones, "example.org", dkim("example.org")) == Verdict("temperror")


@pytest.mark.parametrize("text", [b"", b";", b"v", b"v=DMARC1;=;==;p", b"\xff\xfe", b"v=DMARC1;" * 999])
def test_nonsense_in_the_dns_breaks_nothing(text: bytes) -> None:
    record = record_of("example.org", text)
    assert record is None or not record.applies
