"""The processes that are measured: started, watched from outside by /proc, ended."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

from cases.errors import TryLater

PROC = Path("/proc")
STARTING = 90.0
"""Seconds in which a process must have said where it listens."""
ENDING = 30.0
EVERY = 0.2
"""Seconds between two looks at the memory."""
MEGABYTE = 1024 * 1024

SERVICE = ("-c", "from service.cli import main; main()", "serve")
LIMIT = ("-m", "service.bench.limit")


class Process:
    """A process that listens on `port`. Its processor time and memory are those of all processes it started, too."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.port = port
        self.peak = 0.0

    def cpu_seconds(self) -> float:
        """Give the processor time spent so far, 0.0 where the system has no /proc."""
        ticks = sum(_ticks(pid) for pid in _tree(self.pid))
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Give the resident memory in megabytes, 0.0 where the system has no /proc."""
        pages = sum(_pages(pid) for pid in _tree(self.pid))
        now = pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
        self.peak = max(self.peak, now)
        return now


@contextlib.asynccontextmanager
async def process(
    words: tuple[str, ...], says: str, environment: Mapping[str, str], log: Path
) -> AsyncIterator[Process]:
    """Run Python with these words until the block ends; `says` finds the port in what it writes (group 1).

    What it writes goes to `log`. Raises TryLater with its last line where it ends, or does not say where it listens.
    """
    with log.open("wb") as written:
        child = await asyncio.create_subprocess_exec(
            sys.executable, *words, stdout=written, stderr=written, env={**_clean(), **environment}
        )
    try:
        running = Process(child.pid, await _port(child, says, log))
        watching = asyncio.create_task(_watch(running))
        yield running
        watching.cancel()
    finally:
        await _end(child)


def _clean() -> dict[str, str]:
    """Give this process's environment without the settings of another service."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SVARFRIST_")}


async def _port(child: asyncio.subprocess.Process, says: str, log: Path) -> int:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STARTING):
            while child.returncode is None:
                if found := re.search(says, _said(log), re.MULTILINE):
                    return int(found[1])
                await asyncio.sleep(0.02)
    last = _said(log).strip().rpartition("\n")[2]
    raise TryLater(f"the process that should be measured does not listen: {last or 'it said nothing'}")


def _said(log: Path) -> str:
    return log.read_text("utf-8", "replace")


async def _watch(running: Process) -> None:
    while True:
        running.memory()
        await asyncio.sleep(EVERY)


async def _end(child: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        child.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(child.wait(), ENDING)
    except TimeoutError:
        child.kill()
        await child.wait()


def _tree(root: int) -> Iterator[int]:
    """Give a process and all that it started and that still run."""
    yield root
    for task in PROC.glob(f"{root}/task/*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                yield from _tree(int(child))


def _ticks(pid: int) -> int:
    """Give a process's own processor time and that of its children that have ended, in the system's ticks."""
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15]))


def _pages(pid: int) -> int:
    fields = _read(pid, "statm").split()
    return int(fields[1]) if fields else 0


def _read(pid: int, name: str) -> str:
    try:
        return (PROC / str(pid) / name).read_text()
    except OSError:
        return ""
