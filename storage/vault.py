"""Where large raw letters lie once they are safe: a folder, or an S3 bucket."""

import contextlib
import os
from datetime import datetime
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from cases.errors import BadInput, TryLater
from storage.arrivals import Arrival
from storage.engines import make_folder

LARGE = 64 * 1024
"""Bytes from which a letter moves out of the database."""


class Vault:
    """Keeps bytes under a key. `written` is a folder's path or s3://bucket/prefix."""

    def __init__(self, written: str) -> None:
        self._store: ObjectStore
        self._folder: Path | None = None
        if written.startswith("s3://"):
            self._store = S3Store.from_url(written)
        elif "://" in written:
            raise BadInput(f'SVARFRIST_VAULT "{written}" is not supported; expected a folder or s3://bucket/prefix')
        else:
            folder = Path(written).absolute()
            make_folder("SVARFRIST_VAULT", folder)
            self._store, self._folder = LocalStore(str(folder)), folder

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes, so that they outlast a power cut; the same may be written again.

        Raises TryLater where the store is away.
        """
        try:
            obstore.put(self._store, key, data)
            if self._folder:
                _onto_the_disk(self._folder / key, self._folder)
        except (BaseError, OSError) as away:
            raise TryLater(f"the vault does not answer: {type(away).__name__}") from away

    def get(self, key: str) -> bytes:
        """Give what is kept under a key. Raises TryLater where the store is away or has lost it."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except (BaseError, FileNotFoundError) as away:
            raise TryLater(f"the vault does not give {key}: {type(away).__name__}") from away

    def delete(self, key: str) -> None:
        """Let go of what is kept under a key, so that it does not come back after a power cut; it may be gone already.

        Raises TryLater where the store is away.
        """
        try:
            with contextlib.suppress(FileNotFoundError):
                obstore.delete(self._store, key)
            if self._folder and (self._folder / key).parent.exists():
                _onto_the_disk((self._folder / key).parent, self._folder)
        except (BaseError, OSError) as away:
            raise TryLater(f"the vault does not answer: {type(away).__name__}") from away

    def raw(self, arrival: Arrival) -> bytes:
        """Give an arrival's bytes, wherever they are."""
        return arrival.raw if arrival.raw is not None else self.get(arrival.vault_key or "")


def _onto_the_disk(file: Path, folder: Path) -> None:
    """Have the disk confirm a file and the folders that lead to it: a file store by itself does not ask."""
    for path in (file, *(one for one in file.parents if one == folder or folder in one.parents)):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def key_of(arrival: Arrival) -> str:
    """Name an arrival's place in the vault: nothing in it says who wrote."""
    return key_of_row(arrival.organisation, arrival.received_at, arrival.id)


def key_of_row(organisation: str, received_at: datetime, id_: int) -> str:
    """Name the place of an arrival of which only this much is known."""
    return f"{organisation}/{received_at:%Y/%m}/{id_}.eml"
