"""A virus scanner of our own: Debian's clamd in a new folder, knowing one signature, ended by its number."""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = "/usr/sbin/clamd"
NAME = "Eicar-Test-Signature.UNOFFICIAL"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The string that every scanner takes for a virus and that does nothing; in two pieces, or this file would be one."""

LIMIT = 2 * 1024 * 1024
"""Bytes that it takes at once."""

PATIENCE = 30.0


class NotInstalled(Exception):
    """ClamAV's scanner is not on this machine, or does not start."""


@dataclass
class Scanner:
    """A running clamd. It can be ended and begun again: meanwhile it is away."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Give its socket as the setting wants it."""
        return f"unix:{self.folder / 'clamd.sock'}"

    @property
    def tcp(self) -> str:
        """Give its port as the setting wants it."""
        return f"tcp://127.0.0.1:{self.port}"

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([PROGRAM, "-c", self.folder / "clamd.conf"], stdout=log, stderr=log)  # noqa: S603 - our own words
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as line:
                line.sendall(b"zPING\0")
                if line.recv(16).startswith(b"PONG"):
                    return
            time.sleep(0.05)
        self.end()
        raise NotInstalled(f"clamd did not start: {(self.folder / 'log').read_text('utf-8', 'replace')[-500:]}")

    def end(self) -> None:
        """End it, by its own number."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(PATIENCE)
        self.process = None

    def freeze(self) -> None:
        """Let it keep its socket and do nothing: it hangs."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def scanning() -> Iterator[Scanner]:
    """Run a scanner until the block ends; raise NotInstalled where there is none."""
    if not Path(PROGRAM).exists():
        raise NotInstalled(f"ClamAV's scanner is not installed ({PROGRAM}): apt-get install clamav-daemon")
    folder = Path(tempfile.mkdtemp(prefix="svarfrist-clamd-"))
    scanner = Scanner(folder, _free_port())
    try:
        _write(scanner)
        scanner.begin()
        yield scanner
    finally:
        scanner.end()
        shutil.rmtree(folder, ignore_errors=True)


def _write(scanner: Scanner) -> None:
    """Write its configuration and the one signature it knows: no net, no freshclam."""
    signatures = scanner.folder / "db"
    signatures.mkdir()
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    bare = NAME.removesuffix(".UNOFFICIAL")
    (signatures / "test.hdb").write_text(f"{digest}:{len(EICAR)}:{bare}\n")
    (signatures / "test.ndb").write_text(f"{bare}:0:*:{EICAR.hex()}\n")
    said = [
        "Foreground yes",
        f"LocalSocket {scanner.folder / 'clamd.sock'}",
        f"DatabaseDirectory {signatures}",
        f"TemporaryDirectory {scanner.folder}",
        f"StreamMaxLength {LIMIT}",
        f"TCPSocket {scanner.port}",
        "TCPAddr 127.0.0.1",
        "ConcurrentDatabaseReload no",
        *(["User root"] if os.geteuid() == 0 else []),
    ]
    (scanner.folder / "clamd.conf").write_text("\n".join(said) + "\n")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
