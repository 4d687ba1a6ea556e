"""Exports a case from the command line: its files are put together in the book, and packed with what the vault has."""

import asyncio
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cases.errors import BadInput
from intake.export import Export, Original, export
from intake.exported import Audience
from mail.attachments import attachment_bytes
from service.offices import of_number, read_offices
from service.settings import Settings, load_settings
from storage.book import Book
from storage.vault import Vault

_PRIVATE = 0o600


@dataclass(frozen=True)
class Made:
    """What was written: how many files, and which of them somebody looks at before they are handed over, and why."""

    count: int
    check: Mapping[str, str]


def exported(number: str, audience: Audience, out: Path, config: Path | None) -> Made:
    """Write a case to a zip file; raise BadInput where there is no such case, or the file cannot be made."""
    settings = load_settings(config)
    return asyncio.run(_exported(settings, number, audience, out))


async def _exported(settings: Settings, number: str, audience: Audience, out: Path) -> Made:
    office = of_number(read_offices(settings), number)
    async with Book(settings.database) as book:
        found = await book.read(export, office, number, audience, datetime.now(UTC))
    pack(found, Vault(settings.vault), out)
    return Made(len(found.files) + len(found.originals), found.check)


def pack(found: Export, vault: Vault, out: Path) -> None:
    """Write the files of an export to a zip, for this user's eyes only; half a file is not left behind."""
    try:
        with open(out, "xb", opener=_private) as file:
            try:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                    for name, data in found.files.items():
                        packed.writestr(name, data)
                    for name, original in found.originals.items():
                        packed.writestr(name, octets_of(original, vault))
            except BaseException:
                out.unlink()
                raise
    except FileExistsError:
        raise BadInput(f"--out {out} is there already; name another file") from None
    except OSError as refused:
        raise BadInput(f"--out {out} cannot be written ({refused.strerror})") from None


def octets_of(original: Original, vault: Vault) -> bytes:
    """Give the bytes of a letter that came, or of a file in it."""
    raw = vault.raw(original.arrival)
    return raw if original.part is None else attachment_bytes(raw, original.part)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _PRIVATE)
