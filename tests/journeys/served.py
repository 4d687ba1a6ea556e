"""`svarfrist serve` as a process of its own, set up by environment variables alone."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.smtp import PATIENCE, deliver, until

PROGRAM = Path(sys.executable).with_name("svarfrist")


@dataclass
class Served:
    """A running service process. `lines` are what it says on stderr."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    _reading: asyncio.Task[None] | None = None

    @property
    def smtp_port(self) -> int:
        """Give the port of its door."""
        return int(self._said("serving")["smtp"])

    def _said(self, event: str) -> dict[str, Any]:
        for line in self.lines:
            if f'"event": "{event}"' in line:
                said: dict[str, Any] = json.loads(line)
                return said
        return {}

    async def ready(self) -> None:
        """Wait until it serves; fail with what it said where it ends instead."""
        await until(lambda: self._said("serving") or self.process.returncode is not None, "serving")
        assert self._said("serving"), "\n".join(self.lines)

    async def letter(self, raw: bytes, *to: str, sender: str = "anna@example.org") -> None:
        """Deliver a letter at its door."""
        assert "Received" in await deliver(self.smtp_port, raw, *to, sender=sender)

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and give its exit status."""
        with contextlib.suppress(ProcessLookupError):
            if how is signal.SIGINT:
                os.killpg(self.process.pid, how)  # as a terminal does on Ctrl-C
            else:
                self.process.send_signal(how)
        status = await asyncio.wait_for(self.process.wait(), PATIENCE)
        if self._reading:
            await asyncio.wait_for(self._reading, PATIENCE)
        return status

    def children(self) -> list[int]:
        """Give the process numbers of what it started."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in path.read_text().split()]


def surroundings(folder: Path, **settings: object) -> dict[str, str]:
    """Give an environment with settings for a service in a folder; nothing of ours but them."""
    plain: dict[str, object] = {
        "DATABASE": f"sqlite:///{folder / 'book.db'}",
        "VAULT": folder / "vault",
        "SECRET_FILE": folder / "secret",
        "SMTP": "127.0.0.1:0",
        "WEB": "",
        "DESK": "",
    }
    theirs = {name: value for name, value in os.environ.items() if not name.startswith("SVARFRIST_")}
    return theirs | {f"SVARFRIST_{name}": str(value) for name, value in (plain | settings).items()}


@contextlib.asynccontextmanager
async def serving(folder: Path, **settings: object) -> AsyncIterator[Served]:
    """Run the service until the block ends."""
    served = await _begun(folder, "serve", **settings)
    try:
        await served.ready()
        yield served
    finally:
        await served.end(signal.SIGKILL if served.process.returncode is None and sys.exc_info()[0] else signal.SIGTERM)


async def failing(folder: Path, *arguments: str, **settings: object) -> tuple[int, list[str]]:
    """Run the program where something is wrong; give its exit status and what it said on stderr."""
    served = await _begun(folder, *(arguments or ("serve",)), **settings)
    try:
        status = await asyncio.wait_for(served.process.wait(), PATIENCE)
    except TimeoutError:
        await served.end(signal.SIGKILL)
        raise AssertionError(f"it goes on in spite of it: {served.lines}") from None
    await served.end()
    return status, served.lines


async def _begun(folder: Path, *arguments: str, **settings: object) -> Served:
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        str(PROGRAM),
        *arguments,
        cwd=folder,
        env=surroundings(folder, **settings),
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    served = Served(process)
    served._reading = asyncio.create_task(_read(served))
    return served


async def _read(served: Served) -> None:
    assert served.process.stderr is not None
    async for line in served.process.stderr:
        served.lines.append(line.decode().rstrip("\n"))
