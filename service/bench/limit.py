"""What a machine can take in at all: a bare aiosmtpd that parses, decodes and commits each letter alone.

Runs as a process of its own: `python -m service.bench.limit FILE` says its port on stdout and serves until it is ended.
"""

import asyncio
import sqlite3
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Handler:
    """aiosmtpd's handler; one table, one commit a letter, on the disk before 250."""

    def __init__(self, file: str) -> None:
        """Open the database."""
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute(
            "CREATE TABLE letter (id INTEGER PRIMARY KEY, sender TEXT, subject TEXT, body TEXT, raw BLOB)"
        )

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - aiosmtpd's
        """Parse, decode, commit."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(raw, policy=default)
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body else ""
        row = (envelope.mail_from, str(message["Subject"]), text, raw)
        self._database.execute("INSERT INTO letter (sender, subject, body, raw) VALUES (?, ?, ?, ?)", row)
        return "250 OK"


async def serve(file: str) -> None:
    """Listen on a free port of this machine, write it on stdout, serve until ended."""
    handler = Handler(file)
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        protocol = SMTP(handler, enable_SMTPUTF8=True, loop=loop)
        protocol.line_length_limit = 64 * 1024
        return protocol

    server = await loop.create_server(session, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(str(Path(sys.argv[1]))))
