"""Files are read for what they are: in a process of its own, with limits of time and memory, one after the other."""

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from time import monotonic

from cases.reading import Document
from intake.papers_read import Seen
from mail.papers_apart import document_of_json, sensitive_of_json
from mail.surroundings import surroundings

SECONDS = 60.0
"""Seconds that a file may take."""
GRACE = 3.0
"""Seconds more until a process that does not end by itself is ended."""
LONGEST_ANSWER = 65_536
LANGUAGES = ("dan", "nld", "eng")
"""The languages of pictures, as tesseract calls them."""


@dataclass(frozen=True)
class Paper:
    """A file to be read: its bytes, its type, what is known of it so far, and the language of its letter."""

    octets: bytes
    media_type: str
    document: Document
    language: str


@cache
def tesseract() -> tuple[str, ...]:
    """Give how the program is called that reads pictures; nothing where it, or each of our languages, is missing."""
    program = shutil.which("tesseract")
    if not program:
        return ()
    asked = subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=GRACE * 10)  # noqa: S603 - found on the path
    known = asked.stdout.decode("utf-8", "replace").split()
    languages = [one for one in LANGUAGES if one in known]
    layout = "1" if "osd" in known else "3"  # with osd it knows which way up a picture is
    return (program, "stdin", "stdout", "-l", "+".join(languages), "--psm", layout) if languages else ()


class Reader:
    """The process that reads files, begun when the first one comes. Use it from any thread."""

    def __init__(self, pictures: Sequence[str] | None = None, seconds: float = SECONDS) -> None:
        """Take what reads pictures, None for tesseract where it is there, and the seconds that a file may take."""
        self._pictures = pictures
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._one = threading.Lock()
        self._beginning = threading.Lock()
        self._ended = False

    def read(self, paper: Paper) -> Seen | None:
        """Say what a file is; None for one that cannot be read: broken, locked, too large, or too long at it."""
        with self._one:
            answer = self._answer(paper)
        try:
            told = json.loads(answer or b"{}")
            return Seen(document_of_json(told["document"]), sensitive_of_json(told["sensitive"])) if told else None
        except (ValueError, KeyError, TypeError):
            return None

    def resume(self) -> None:
        """Read again, where it was ended."""
        self._ended = False

    def end(self) -> None:
        """Read nothing any more, and end the process, whatever it is at."""
        with self._beginning:
            self._ended = True
            if self._process:
                _kill(self._process)
        with self._one:  # whoever waits for an answer sees its end first: a pipe is never closed under a reader
            self._drop()

    def _begun(self) -> subprocess.Popen[bytes] | None:
        """Give the process, begun where there is none; None where nothing is to be read any more."""
        with self._beginning:
            if self._process is None and not self._ended:
                self._process = _begun()
            return self._process

    def _drop(self) -> None:
        """End the process with what it has begun; another takes its place where a file comes."""
        with self._beginning:
            process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for pipe in filter(None, (process.stdin, process.stdout)):
            with contextlib.suppress(OSError):
                pipe.close()

    def _answer(self, paper: Paper) -> bytes:
        """Give the line that answers a job, b"" where the process broke or took too long; it is replaced then."""
        process = self._begun()
        if process is None:
            return b""
        try:
            _send(process, self._job(paper), paper.octets)
            answer = _line(process, monotonic() + self._seconds + GRACE)
        except OSError:
            answer = b""
        if not answer.endswith(b"\n"):
            self._drop()
            return b""
        return answer

    def _job(self, paper: Paper) -> bytes:
        job = {
            "size": len(paper.octets),
            "media_type": paper.media_type,
            "document": asdict(paper.document),
            "language": paper.language,
            "seconds": self._seconds,
            "tesseract": tesseract() if self._pictures is None else self._pictures,
        }
        return json.dumps(job).encode() + b"\n"


def _begun() -> subprocess.Popen[bytes]:
    """Start the process: no secrets in its environment, and a group of its own, so that all of it can be ended."""
    return subprocess.Popen(
        [sys.executable, "-m", "mail.papers_apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings(),
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)


def _send(process: subprocess.Popen[bytes], *pieces: bytes) -> None:
    assert process.stdin  # noqa: S101 - it was begun with a pipe
    for piece in pieces:
        process.stdin.write(piece)
    process.stdin.flush()


def _line(process: subprocess.Popen[bytes], until: float) -> bytes:
    """Give the next line that a process writes; what there is of it where the process ends, or is late."""
    assert process.stdout  # noqa: S101 - it was begun with a pipe
    answer = b""
    while not answer.endswith(b"\n") and len(answer) < LONGEST_ANSWER:
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, until - monotonic()))
        piece = os.read(process.stdout.fileno(), LONGEST_ANSWER) if ready else b""
        if not piece:
            break
        answer += piece
    return answer
