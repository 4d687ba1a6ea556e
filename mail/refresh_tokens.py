"""Refresh tokens that a token endpoint replaced: kept in a file for this user's eyes only, over every restart."""

import contextlib
import hashlib
import json
import os
import threading
from pathlib import Path
from urllib.parse import quote

import structlog

log = structlog.get_logger()


def token_path(folder: Path, organisation: str, mailbox: str) -> Path:
    """Give where the token of a mailbox is kept."""
    return folder / f"{quote(organisation, safe='')}.{quote(mailbox, safe='')}.token"


class TokenFile:
    """The newest refresh token of one mailbox; without a path it is kept in memory only.

    It counts as long as the settings name the token it came from: a new one in the settings wins. Where the file
    cannot be written, that is logged, and the token lasts as long as the process.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._memory: dict[str, str] = {}

    def newest(self, configured: str) -> str:
        """Give the token that replaced the configured one, or that one itself."""
        with self._lock:
            return self._memory.get(_digest(configured)) or self._read(configured) or configured

    def keep(self, configured: str, rotated: str) -> None:
        """Keep the token that is used from now on in place of the configured one."""
        with self._lock:
            self._memory = {_digest(configured): rotated}
            try:
                self._write({"of": _digest(configured), "token": rotated})
            except OSError as failure:
                log.error("a refresh token cannot be kept", path=str(self._path), reason=failure.strerror)  # noqa: TRY400 - one line says it all

    def _read(self, configured: str) -> str | None:
        try:
            kept = json.loads(self._path.read_bytes()) if self._path else {}
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            log.warning("a kept refresh token cannot be read", path=str(self._path))
            return None
        same = isinstance(kept, dict) and kept.get("of") == _digest(configured)
        return kept["token"] if same and isinstance(kept.get("token"), str) else None

    def _write(self, kept: dict[str, str]) -> None:
        """Write it whole or not at all: a crash leaves the one before."""
        if self._path is None:
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        with contextlib.suppress(FileNotFoundError):
            new.unlink()
        with open(new, "x", encoding="utf-8", opener=_private) as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
