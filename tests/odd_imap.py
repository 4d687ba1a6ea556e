"""An IMAP server that is odd in whatever way a test wants: what Dovecot never does, others do every day."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mail.imap import Account

HANG_UP = "hang up"
"""An answer that is none: the connection ends."""

Answer = str | Callable[[str], str | None]
"""What is answered to a command, "*" lines and all, no tag before the last; a callable may give None: the usual."""

_LETTER = b"From: anna@example.org\r\nTo: info@mentorix.dk\r\nSubject: Klage\r\n\r\nJeg klager.\r\n"


@dataclass
class Odd:
    """One folder with letters by UID. `answers` are given to commands that begin so, in place of the usual one."""

    letters: dict[int, bytes] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    capabilities: str = "IDLE UIDPLUS MOVE NAMESPACE AUTH=PLAIN"
    permanent: str = r"\Answered \Flagged \Deleted \Seen \Draft \*"
    uid_validity: int = 7
    prefix: str = ""
    folders: set[str] = field(default_factory=lambda: {"INBOX"})
    heard: list[str] = field(default_factory=list)
    port: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    @property
    def account(self) -> Account:
        """Give what our side has to know."""
        return Account("127.0.0.1", "info@mentorix.dk", self.port, "none", patience=(5.0, 5.0))

    def said(self, beginning: str) -> list[str]:
        """Give the commands it heard that begin so."""
        return [one for one in self.heard if one.startswith(beginning)]

    def talk(self, line: socket.socket) -> None:
        """Serve one connection."""
        stream = line.makefile("rwb")
        with contextlib.suppress(OSError, ValueError), line, stream:
            _say(stream, f"* OK [CAPABILITY IMAP4rev1 {self.capabilities}] odd\r\n")
            for raw in stream:
                tag, _, command = raw.decode().strip().partition(" ")
                self.heard.append(command)
                answer = self._answer(command)
                if answer == HANG_UP:
                    return
                self._give(stream, tag, command, answer)

    def _give(self, stream: Any, tag: str, command: str, answer: str) -> None:  # noqa: ANN401 - a stream
        if command.startswith("AUTHENTICATE"):
            _say(stream, "+ \r\n")
            stream.readline()
        if command == "IDLE" and not answer.startswith(("NO", "BAD")):
            _say(stream, answer)
            self.heard.append(stream.readline().decode().strip())
            answer = "OK done"
        *lines, last = answer.split("\r\n")
        _say(stream, "".join(f"{one}\r\n" for one in lines) + f"{tag} {last}\r\n")

    def _answer(self, command: str) -> str:
        for beginning, answer in self.answers.items():
            if command.startswith(beginning):
                found = answer if isinstance(answer, str) else answer(command)
                if found is not None:
                    return found
        usual = {"SELECT": self._select, "EXAMINE": self._select, "UID": self._uid, "LIST": self._list, "IDLE": _idle}
        return usual.get(command.partition(" ")[0], self._other)(command)

    def _select(self, command: str) -> str:
        top = max(self.letters, default=0) + 1
        flags = self.permanent if command.startswith("SELECT") else ""
        return (
            f"* {len(self.letters)} EXISTS\r\n* OK [PERMANENTFLAGS ({flags})] flags\r\n"
            f"* OK [UIDVALIDITY {self.uid_validity}] valid\r\n* OK [UIDNEXT {top}] next\r\nOK [READ-WRITE] selected"
        )

    def _uid(self, command: str) -> str:
        _, verb, *rest = command.split(" ")
        if verb == "SEARCH":
            first, _, last = rest[-1].partition(":")
            top = max(self.letters, default=0)
            upper = top if (last or first) == "*" else int(last or first)
            lower = min(top if first == "*" else int(first), upper)
            found = sorted(uid for uid in self.letters if lower <= uid <= upper)
            return f"* SEARCH {' '.join(map(str, found))}\r\nOK searched"
        if verb == "FETCH":
            return self._fetch(_uids(rest[0]), " ".join(rest[1:]))
        if verb in {"MOVE", "EXPUNGE"}:
            for uid in _uids(rest[0]):
                self.letters.pop(uid, None)
        return f"OK {verb.lower()} done"

    def _fetch(self, uids: list[int], what: str) -> str:
        there = [(place, uid) for place, uid in enumerate(sorted(self.letters), 1) if uid in uids]
        return "\r\n".join(
            [*(f"* {place} FETCH (UID {uid} {self._shown(uid, what)})" for place, uid in there), "OK fetched"]
        )

    def _shown(self, uid: int, what: str) -> str:
        raw = self.letters[uid].decode()
        if "BODY" not in what:
            return f'RFC822.SIZE {len(raw)} INTERNALDATE "02-Mar-2026 10:00:00 +0000"'
        part = re.search(r"<0\.(\d+)>", what)
        raw = raw[: int(part[1])] if part else raw
        return f"BODY[]{'<0>' if part else ''} {{{len(raw)}}}\r\n{raw}"

    def _list(self, command: str) -> str:
        wanted = command.rpartition('"')[0].rpartition('"')[2]
        lines = [f'* LIST () "/" "{name}"' for name in sorted(self.folders) if name == wanted]
        return "\r\n".join([*lines, "OK listed"])

    def _other(self, command: str) -> str:
        verb = command.partition(" ")[0]
        if verb == "NAMESPACE":
            return f'* NAMESPACE (("{self.prefix}" "/")) NIL NIL\r\nOK named'
        if verb == "CREATE":
            self.folders.add(command.split('"')[1])
        if verb == "CAPABILITY":
            return f"* CAPABILITY IMAP4rev1 {self.capabilities}\r\nOK able"
        return "* BYE going\r\nOK out" if verb == "LOGOUT" else f"OK {verb.lower()} done"


def letters(*uids: int) -> dict[int, bytes]:
    """Give a short letter for each UID; no two say the same."""
    return {uid: _LETTER.replace(b"klager", f"klager over kursus {uid}".encode()) for uid in uids}


@contextlib.contextmanager
def listening(odd: Odd) -> Iterator[Odd]:
    """Serve on a free port until the block ends."""
    door = socket.create_server(("127.0.0.1", 0))
    odd.port = door.getsockname()[1]
    talks: list[threading.Thread] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = door.accept()
                odd.sockets.append(line)
                talks.append(threading.Thread(target=odd.talk, args=(line,), daemon=True))
                talks[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield odd
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        for line in odd.sockets:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in (accepting, *talks):
            thread.join(10)


def _idle(_command: str) -> str:
    return "+ idling\r\n"


def _uids(written: str) -> list[int]:
    found: list[int] = []
    for part in written.split(","):
        first, _, last = part.partition(":")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def _say(stream: Any, words: str) -> None:  # noqa: ANN401 - a stream
    stream.write(words.encode())
    stream.flush()
