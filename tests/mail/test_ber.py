"""The encoding of signed letters: as much of it as is needed, whatever its lengths say."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.ber import OCTETS, OCTETS_IN_PIECES, SEQUENCE, after, header, inside, object_id, octets
from tests.mail.packing import tlv, unended


@pytest.mark.parametrize("size", [0, 5, 127, 128, 255, 256, 70_000])
def test_lengths_are_read_in_every_form(size: int) -> None:
    value = tlv(OCTETS, b"x" * size)
    assert octets(value, 0) == b"x" * size
    assert after(value + b"rest", 0) == len(value)


@pytest.mark.parametrize(
    "value",
    [
        tlv(OCTETS_IN_PIECES, tlv(OCTETS, b"Jeg "), tlv(OCTETS, b"klager")),
        unended(OCTETS_IN_PIECES, tlv(OCTETS, b"Jeg "), tlv(OCTETS, b"klager")),
        unended(OCTETS_IN_PIECES, tlv(OCTETS_IN_PIECES, tlv(OCTETS, b"Jeg ")), tlv(OCTETS, b"klager")),
        tlv(OCTETS_IN_PIECES, unended(OCTETS_IN_PIECES, tlv(OCTETS, b"Jeg "), tlv(OCTETS)), tlv(OCTETS, b"klager")),
    ],
)
def test_pieces_are_put_together_however_they_are_nested(value: bytes) -> None:
    assert octets(value + b"\x04\x04more", 0) == b"Jeg klager"


def test_what_is_not_wanted_is_stepped_over() -> None:
    value = unended(SEQUENCE, tlv(2, b"\1"), unended(0x31, tlv(6, b"a")), tlv(6, b"b")) + b"rest"
    place = inside(value, 0, SEQUENCE)
    assert object_id(value, after(value, after(value, place))) == b"b"
    assert value[after(value, 0) :] == b"rest"


@pytest.mark.parametrize(
    "broken", [b"", b"\x04", b"\x04\x05abc", b"\x04\x84\xff\xff\xff\xff", b"\x04\xff" + b"\xff" * 9]
)
def test_lengths_beyond_the_end_are_refused(broken: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        header(broken, 0)


def test_another_tag_and_other_things_in_pieces_are_refused() -> None:
    with pytest.raises(ValueError, match="expected"):
        inside(tlv(OCTETS, b"x"), 0, SEQUENCE)
    with pytest.raises(ValueError, match="something else"):
        octets(tlv(OCTETS_IN_PIECES, tlv(2, b"1")), 0)


def test_a_hundred_thousand_pieces_and_levels_take_no_more_than_their_share() -> None:
    begun = time.process_time()
    assert octets(unended(OCTETS_IN_PIECES, b"\x04\x01x" * 100_000), 0) == b"x" * 100_000
    with pytest.raises((ValueError, IndexError)):
        after(b"\x30\x80" * 100_000, 0)
    assert time.process_time() - begun < 5


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (octets, object_id, after):
        try:
            read(data, 0)
        except (ValueError, IndexError):
            continue
