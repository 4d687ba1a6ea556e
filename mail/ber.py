"""As much of ASN.1's encoding (X.690, BER) as it takes to find the letter in a signature: in one pass, no recursion.

Read by hand, because asn1crypto needs eleven seconds for a signed letter of 20 MB that came in pieces, as they do.
Every function raises ValueError or IndexError where the bytes are no such encoding.
"""

SEQUENCE, OBJECT_ID, OCTETS, OCTETS_IN_PIECES, TAGGED = 0x30, 0x06, 0x04, 0x24, 0xA0

Header = tuple[int, int, int | None]


def header(data: bytes, place: int) -> Header:
    """Give the tag of the value at `place` and where its content begins and ends: None where a mark will end it."""
    tag, length = data[place], data[place + 1]
    start = place + 2
    if length == 0x80:  # noqa: PLR2004 - X.690 8.1.3.6
        return tag, start, None
    if length > 0x80:  # noqa: PLR2004 - X.690 8.1.3.5
        octets = length & 0x7F
        start += octets
        length = int.from_bytes(data[start - octets : start], "big")
    if start + length > len(data):
        raise ValueError("a value goes on beyond the end")
    return tag, start, start + length


def inside(data: bytes, place: int, tag: int) -> int:
    """Give the place of the first value within the one at `place`, which has this tag."""
    found, start, _ = header(data, place)
    if found != tag:
        raise ValueError(f"tag {found:#x} where {tag:#x} was expected")
    return start


def after(data: bytes, place: int) -> int:
    """Give the place behind the value at `place`."""
    unended = 0
    while True:
        tag, start, end = header(data, place)
        place = start if end is None else end
        unended += 1 if end is None else -1 if tag == 0 else 0
        if unended <= 0:
            return place


def object_id(data: bytes, place: int) -> bytes:
    """Give the content of the object identifier at `place`."""
    start = inside(data, place, OBJECT_ID)
    return data[start : after(data, place)]


def octets(data: bytes, place: int) -> bytes:
    """Give the octet string at `place`, put together where it came in pieces."""
    tag, start, end = header(data, place)
    if tag == OCTETS:
        return data[start:end]
    pieces: list[bytes] = []
    ends_by_mark, stop = end is None, len(data) if end is None else end
    unended = 0
    while place < stop:
        tag, start, end = header(data, place)
        if tag == OCTETS:
            pieces.append(data[start:end])
        elif tag not in {OCTETS_IN_PIECES, 0}:
            raise ValueError("there is something else in an octet string")
        place = end if tag == OCTETS and end else start
        unended += 1 if end is None else -1 if tag == 0 else 0
        if ends_by_mark and unended <= 0:
            break
    return b"".join(pieces)
