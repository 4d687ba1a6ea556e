"""Delivers letters over several SMTP connections at once, each letter after the other, and takes the time."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from cases.errors import TryLater
from service.bench.letters import Letter

PATIENCE = 60.0
"""Seconds a server may take for one answer."""


@dataclass
class Deliveries:
    """What became of the letters, instants in seconds of one clock.

    `ended` is when the last byte of a letter left, by Message-ID, for the first of its deliveries; `took` are the
    seconds from there to 250. `refused` are the answers of those that were not taken.
    """

    began: float = 0.0
    finished: float = 0.0
    ended: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Give the letters taken a second."""
        return len(self.took) / max(self.finished - self.began, 1e-9)


async def deliver(letters: Iterable[Letter], port: int, connections: int, rate: float | None = None) -> Deliveries:
    """Deliver letters as fast as they are taken, or `rate` a second. Raises TryLater where the server goes away."""
    done = Deliveries(began=perf_counter())
    waiting = enumerate(letters)
    try:
        async with asyncio.TaskGroup() as lines:
            for _ in range(connections):
                lines.create_task(_line(waiting, port, done, rate))
    except* (OSError, EOFError, TimeoutError) as gone:
        raise TryLater(f"the mail server on port {port} went away: {gone.exceptions[0]!r}") from None
    done.finished = perf_counter()
    return done


async def _line(waiting: Iterator[tuple[int, Letter]], port: int, done: Deliveries, rate: float | None) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await _answer(reader)
        await _say(reader, writer, b"EHLO bench.example\r\n")
        for place, letter in waiting:
            if rate:
                await asyncio.sleep(max(0.0, done.began + place / rate - perf_counter()))
            await _deliver_one(reader, writer, letter, done)
        await _say(reader, writer, b"QUIT\r\n")
    finally:
        writer.close()


async def _deliver_one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, letter: Letter, done: Deliveries
) -> None:
    for command in (f"MAIL FROM:<{letter.sender}>", f"RCPT TO:<{letter.recipient}>", "DATA"):
        answer = await _say(reader, writer, f"{command}\r\n".encode())
        if answer[:1] not in b"23":
            done.refused.append(answer.decode("ascii", "replace").strip())
            await _say(reader, writer, b"RSET\r\n")
            return
    writer.write(letter.data)
    writer.write(b"" if letter.data.endswith(b"\r\n") else b"\r\n")
    writer.write(b".\r\n")
    ended = perf_counter()
    done.ended.setdefault(letter.message_id, ended)
    answer = await _answer(reader)
    if answer.startswith(b"250"):
        done.took.append(perf_counter() - ended)
    else:
        done.refused.append(answer.decode("ascii", "replace").strip())


async def _say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, command: bytes) -> bytes:
    writer.write(command)
    return await _answer(reader)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """Read an answer to its last line. Raises EOFError where the server hung up."""
    async with asyncio.timeout(PATIENCE):
        while True:
            line = await reader.readline()
            if not line:
                raise EOFError("the connection was closed")
            if line[3:4] != b"-":
                return line
