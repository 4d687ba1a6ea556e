"""Things that letters come packed in, put together byte by byte: winmail.dat, S/MIME, archives."""

import io
import struct
import zipfile
from collections.abc import Sequence

STRING8, UNICODE, BINARY, OBJECT, LONG = 0x1E, 0x1F, 0x0102, 0x0D, 0x03

Property = tuple[int, int, bytes]

HELLO_AS_RTF = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
"""The example of MS-OXRTFCP section 3.1.1: "hello world"."""

SIGNED, ENVELOPED, DATA = "2a864886f70d010702", "2a864886f70d010703", "2a864886f70d010701"


def attribute(level: int, name: int, value: bytes) -> bytes:
    """Give one attribute of a winmail.dat."""
    return struct.pack("<BHHI", level, name, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*found: Property) -> bytes:
    """Give a list of properties: id, type, value."""
    return struct.pack("<I", len(found)) + b"".join(_property(*one) for one in found)


def _property(id_: int, kind: int, value: bytes) -> bytes:
    head = struct.pack("<HH", kind, id_)
    if kind == LONG:
        return head + value
    return head + struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)


def a_tnef(*files: bytes, message: Sequence[bytes] = ()) -> bytes:
    """Give a winmail.dat: attributes of the message, then the files, each as `a_tnef_file` gives it."""
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(message) + b"".join(files)


def a_tnef_file(title: bytes, data: bytes, *more: Property) -> bytes:
    """Give one file as it stands in a winmail.dat, its short name, its bytes, and properties."""
    parts = attribute(2, 0x9002, b"\0" * 14) + attribute(2, 0x8010, title + b"\0")
    parts += attribute(2, 0x800F, data) if data else b""
    return parts + (attribute(2, 0x9005, properties(*more)) if more else b"")


def tlv(tag: int, *content: bytes) -> bytes:
    """Give one value as DER encodes it."""
    data = b"".join(content)
    if len(data) < 128:
        return bytes([tag, len(data)]) + data
    length = len(data).to_bytes(4, "big").lstrip(b"\0")
    return bytes([tag, 0x80 | len(length)]) + length + data


def unended(tag: int, *content: bytes) -> bytes:
    """Give one value as BER encodes it when nobody knows yet how long it is."""
    return bytes([tag, 0x80]) + b"".join(content) + b"\0\0"


def a_signed(content: bytes) -> bytes:
    """Give the S/MIME message around a letter, without any certificate."""
    inner = tlv(0x30, tlv(6, bytes.fromhex(DATA)), *((tlv(0xA0, content),) if content else ()))
    return in_cms(SIGNED, tlv(0x30, tlv(2, b"\1"), tlv(0x31), inner, tlv(0x31)))


def in_cms(kind: str, content: bytes) -> bytes:
    """Give content as CMS holds it."""
    return tlv(0x30, tlv(6, bytes.fromhex(kind)), tlv(0xA0, content))


def a_zip(**files: bytes) -> bytes:
    """Give an archive; "_" in a name stands for "."."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()
