"""The process in which files are read: it is told a file, says what it probably is, and forgets its words.

Its parent (mail/papers.py) ends it when a file takes it too long; a file that breaks it harms nobody else. What goes
in is a line of JSON and the bytes of the file, what comes out is a line of JSON: never the words.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from time import monotonic
from typing import IO, Any

from cases.reading import Document, DocumentKind, Sensitive
from mail.paper_text import Unread, words_of
from reading.papers import of_numbers, with_content

MEMORY = 1_500 * 1024**2
"""Bytes that this process may take, and the program that reads pictures too."""
NICE = 15
SECONDS = 10.0
"""Seconds of its own time that this process may take over a file; those of the program for pictures do not count."""
PICTURE_SECONDS = 45.0
"""Seconds that one picture may take."""


def main() -> None:
    """Read file after file until nobody brings one."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)
    while line := sys.stdin.buffer.readline():
        job = json.loads(line)
        signal.setitimer(signal.ITIMER_VIRTUAL, min(SECONDS, job["seconds"]))  # which ends the process
        told = told_of(job, sys.stdin.buffer)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def told_of(job: dict[str, Any], source: IO[bytes]) -> dict[str, Any]:
    """Say what the file is that a job speaks of: its document and what is sensitive in it; nothing for one unread."""
    octets = source.read(job["size"])
    known = document_of_json(job["document"])
    try:
        read = partial(_in_picture, job["tesseract"], until=monotonic() + job["seconds"])
        text = words_of(octets, job["media_type"], read)
    except (Unread, MemoryError):
        return {}
    found = with_content(known, text)
    if not found.read:
        return {}
    return {
        "document": asdict(found),
        "sensitive": [[seen.category, seen.shown_as] for seen in of_numbers(text, job["language"])],
    }


def document_of_json(values: dict[str, Any]) -> Document:
    """Give the document that `asdict` took apart."""
    kind, evidence = DocumentKind(values["kind"]), tuple(map(str, values["evidence"]))
    return Document(values["part"], kind, values["confidence"], evidence, values["read"])


def sensitive_of_json(values: Sequence[Sequence[str]]) -> tuple[Sensitive, ...]:
    """Give what is sensitive, as it was written."""
    return tuple(Sensitive(category, shown_as) for category, shown_as in values)


def _in_picture(tesseract: Sequence[str], picture: bytes, until: float) -> str:
    """Give the words in a picture, "" where there is no program to read it, or none of its time is left."""
    left = min(PICTURE_SECONDS, until - monotonic())
    if not tesseract or left <= 0:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - our own words; the picture comes in by the pipe
            tesseract, input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=left, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


if __name__ == "__main__":
    main()
