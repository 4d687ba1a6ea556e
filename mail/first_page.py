"""The first page of a PDF as a picture (PNG), drawn in a process of its own: whoever made a file may mean harm.

Run as a module it is that process: the file comes in at its standard input, the picture goes out.
"""

import os
import resource
import signal
import struct
import subprocess
import sys
import zlib

import pypdfium2

from mail.surroundings import surroundings

MEMORY = 1_000 * 1024**2
"""Bytes that the process may take."""
SECONDS = 8.0
"""Seconds that a page may take."""
LARGEST = 30 * 1024**2
"""Bytes of a file that is drawn."""
DPI, POINTS, MOST_PIXELS = 110, 72, 2_000_000


def first_page(octets: bytes) -> bytes | None:
    """Give the first page of a PDF as a PNG; None where it is none, is locked or broken, or takes too long."""
    if len(octets) > LARGEST:
        return None
    called = [sys.executable, "-m", "mail.first_page"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            called, input=octets, capture_output=True, timeout=SECONDS, check=False, env=surroundings()
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def drawn(octets: bytes) -> bytes:
    """Draw the first page, in grey; raise PdfiumError where there is none, ValueError where it has no size."""
    with pypdfium2.PdfDocument(octets) as document:
        page = document[0]
        width, height = page.get_size()
        if width < 1 or height < 1:
            raise ValueError("a page without a size")
        scale = min(DPI / POINTS, (MOST_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        rows = bytes(bitmap.buffer)
        lines = [rows[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height)]
        return _png(lines, bitmap.width, bitmap.height)


def _png(lines: list[bytes], width: int, height: int) -> bytes:
    """Give rows of grey as a PNG, eight bits each."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\x00" + line for line in lines), 6)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def main() -> None:
    """Draw what comes in; say nothing, and fail, where that cannot be done."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)  # which ends the process
    os.nice(10)
    try:
        picture = drawn(sys.stdin.buffer.read())
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        sys.exit(1)
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main()
