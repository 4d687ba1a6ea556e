"""The key of the service, from which tokens and links are made: kept in a file of its own."""

import contextlib
import os
import secrets
from pathlib import Path

from cases.errors import BadInput

KEY_BYTES = 32
"""The least that the secret file must hold."""


def secret(path: Path) -> bytes:
    """Give the key for tokens and links; made on first start, for this user's eyes only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError), open(path, "xb", opener=_private) as new:
            new.write(secrets.token_bytes(KEY_BYTES))
        found = path.read_bytes()
    except OSError as unread:
        raise BadInput(f"SVARFRIST_SECRET_FILE {path}: cannot be read or made ({unread.strerror})") from None
    if len(found) < KEY_BYTES:
        raise BadInput(f"SVARFRIST_SECRET_FILE {path}: holds no key; expected at least {KEY_BYTES} bytes")
    return found


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
