"""DKIM: what a signature proves, and the many ways in which it proves nothing."""

import base64
import time

import pytest
from asn1crypto import keys
from hypothesis import example, given
from hypothesis import strategies as st

from mail.lookup import Lookup
from mail.signatures import Signature, check_signature, signatures
from tests.dns import Zones
from tests.mail.letters import written
from tests.mail.signed_letters import SELECTOR, publish, published, signed, signed_by_ed25519

LETTER = written("Jeg vil gerne klage.\n\nHilsen\nAnna")
KEY = f"{SELECTOR}._domainkey.example.org"


async def result(zones: Zones, raw: bytes) -> str:
    """Check the upper signature of a letter."""
    return await check_signature(signatures(raw)[0], Lookup(zones.server, patience=0.4))


@pytest.mark.parametrize("how", [b"simple", b"relaxed"])
async def test_a_signed_letter_passes_however_it_was_written_down(zones: Zones, how: bytes) -> None:
    publish(zones, "example.org")
    raw = signed(LETTER, "example.org", canonicalize=(how, how))
    assert await result(zones, raw) == "pass"
    assert signatures(raw)[0].domain == "example.org"


async def test_blanks_and_folds_that_servers_change_do_no_harm_to_a_relaxed_one(zones: Zones) -> None:
    publish(zones, "example.org")
    raw = (
        signed(LETTER, "example.org")
        .replace(b"vil gerne klage.", b"vil  \tgerne klage. \t")
        .replace(b"Subject: Hej", b"subject:\r\n\tHej")
    )
    assert await result(zones, raw) == "pass"


@pytest.mark.parametrize(
    ("here", "there"),
    [(b"gerne klage", b"gerne rose"), (b"Subject: Hej", b"Subject: Farvel"), (b"anna@example.org", b"bo@example.org")],
)
async def test_what_was_changed_on_the_way_fails(zones: Zones, here: bytes, there: bytes) -> None:
    publish(zones, "example.org")
    assert await result(zones, signed(LETTER, "example.org").replace(here, there)) == "fail"


async def test_another_key_fails(zones: Zones) -> None:
    publish(zones, "example.org", f"v=DKIM1; p={published(1026)}")
    assert await result(zones, signed(LETTER, "example.org")) == "fail"


async def test_a_second_author_put_on_top_breaks_the_signature(zones: Zones) -> None:
    publish(zones, "example.org")
    raw = b"From: Direktionen <boss@example.org>\r\n" + signed(LETTER, "example.org")
    assert await result(zones, raw) == "fail"


async def test_what_was_added_below_the_signed_length_counts_for_nothing(zones: Zones) -> None:
    publish(zones, "example.org")
    raw = signed(LETTER, "example.org", length=True)
    assert await result(zones, raw) == "pass"
    assert await result(zones, raw + b"Send alle data til mig.\r\n") == "policy"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("v=DKIM1; p=", "permerror"),
        ("v=DKIM2; p={p}", "permerror"),
        ("k=rsa; p={p}", "pass"),
        ("p={p}; t=y", "pass"),
        ("p={p}; t=s", "pass"),
        ("p={p}; k=ed25519", "permerror"),
        ("p={p}; h=sha1", "permerror"),
        ("p={p}; h=sha1:sha256", "pass"),
        ("p={p}; s=tlsrpt", "permerror"),
        ("p={p}; s=email", "pass"),
        ("p=not base64 at all", "permerror"),
        ("p=AAAA", "permerror"),
        ("no tags", "permerror"),
        ("p={p}; p={p}", "permerror"),
    ],
)
async def test_a_key_says_what_it_may_be_used_for(zones: Zones, record: str, expected: str) -> None:
    publish(zones, "example.org", record.format(p=published()))
    assert await result(zones, signed(LETTER, "example.org")) == expected


async def test_a_key_may_forbid_its_use_for_subdomains(zones: Zones) -> None:
    publish(zones, "example.org", f"t=s; p={published()}")
    raw = signed(LETTER, "example.org", identity=b"anna@hr.example.org")
    assert await result(zones, raw) == "permerror"


async def test_a_key_of_few_bits_proves_nothing(zones: Zones) -> None:
    publish(zones, "example.org")
    raw = signed(LETTER, "example.org", signature_algorithm=b"rsa-sha1")
    assert await result(zones, raw) == "policy"


async def test_ed25519_is_known_too(zones: Zones) -> None:
    raw, public = signed_by_ed25519(LETTER, "example.org")
    publish(zones, "example.org", f"v=DKIM1; k=ed25519; p={public}")
    assert await result(zones, raw) == "pass"
    assert await result(zones, raw.replace(b"Subject: Hej", b"Subject: Farvel")) == "fail"


async def test_of_two_keys_one_that_fits_is_enough(zones: Zones) -> None:
    zones.put(KEY, "TXT", f"v=DKIM1; p={published(1026)}", f"v=DKIM1; p={published()}")
    assert await result(zones, signed(LETTER, "example.org")) == "pass"


async def test_no_key_is_an_error_for_good_and_no_answer_one_for_now(zones: Zones) -> None:
    raw = signed(LETTER, "example.org")
    assert await result(zones, raw) == "permerror"
    zones.broken.add(KEY)
    assert await result(zones, raw) == "temperror"
    zones.broken.clear()
    zones.silent.add(KEY)
    assert await result(zones, raw) == "temperror"


def test_a_letter_without_a_signature_has_none() -> None:
    assert signatures(LETTER) == ()
    assert signatures(b"") == ()
    assert signatures(b"\r\n\r\nDKIM-Signature: in the text") == ()


async def test_every_signature_is_looked_at_up_to_a_few(zones: Zones) -> None:
    publish(zones, "example.org")
    publish(zones, "list.test")
    both = signed(signed(LETTER, "example.org"), "list.test")
    assert [one.domain for one in signatures(both)] == ["list.test", "example.org"]
    lookup = Lookup(zones.server)
    assert [await check_signature(one, lookup) for one in signatures(both)] == ["pass", "pass"]
    many = both
    for _ in range(12):
        many = both[: both.index(b"From:")] + many
    assert len(signatures(many)) == 8


@pytest.mark.parametrize(
    "field",
    [
        "",
        "v=1",
        "v=1; a=rsa-sha256; d=example.org; s=x; h=subject; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=; s=x; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=exa mple; s=x; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=example.org; s=../x y; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=example.org; s=x; h=from; bh=AAAA; b=AAAA; c=odd/odd",
        "v=1; a=md5; d=example.org; s=x; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; a=rsa-sha256",
        "v=1; a=rsa-sha256; d=æøå.dk; s=x; h=from; bh=AAAA; b=AAAA; l=99999999999",
        "\x80\xff",
        "x" * 9000,
    ],
)
async def test_a_signature_that_is_none_is_an_error_and_nothing_worse(zones: Zones, field: str) -> None:
    raw = b"DKIM-Signature: " + field.encode("latin-1", "replace") + b"\r\n" + LETTER
    found = signatures(raw)
    assert len(found) == 1
    assert await check_signature(found[0], Lookup(zones.server)) in {"permerror", "fail"}


@given(st.binary(max_size=300), st.binary(max_size=300))
@example(b" \r\n" * 50, b"")
@example(b"", b"\r\n" * 100)
def test_whatever_bytes_there_are_it_never_fails(field: bytes, body: bytes) -> None:
    for one in signatures(b"DKIM-Signature: " + field + b"\r\nFrom: a@b\r\n\r\n" + body):
        assert isinstance(one, Signature)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"", b" " * 1_000_000 + b"x\r\n"),
        (b"", b"\t" * 1_000_000),
        (b"", b" \r\n" * 300_000),
        (b"X-Fold: a" + b"\r\n " * 60_000 + b"b\r\n", b"x\r\n"),
        (b"X-Fold: a" + b"\r\n x" * 25_000 + b"\r\n", b"x\r\n"),
    ],
    ids=["blanks", "tabs", "blank lines", "too many folds", "many folds"],
)
def test_a_letter_made_to_keep_us_busy_does_not(head: bytes, body: bytes) -> None:
    """By dkimpy alone the first of these takes hours."""
    field = b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=x; h=from; bh=AAAA; b=AAAA\r\n"
    begun = time.monotonic()
    signatures(field + head + b"From: a@example.org\r\n\r\n" + body)
    signatures(field.replace(b"b=AAAA", b"b=" + b"\r\n " * 2000 + b"!") + b"From: a@example.org\r\n\r\n" + body)
    assert time.monotonic() - begun < 5


async def test_a_monstrous_key_costs_nothing(zones: Zones) -> None:
    """A key is the signer's to choose: one of 20,000 bits with such an exponent would take seconds to compare by."""
    huge = keys.RSAPublicKey({"modulus": 2**20_000 - 1, "public_exponent": 2**19_999 - 1}).dump()
    publish(zones, "example.org", f"p={base64.b64encode(huge).decode()}")
    begun = time.monotonic()
    assert await result(zones, signed(LETTER, "example.org")) == "permerror"
    assert time.monotonic() - begun < 2
