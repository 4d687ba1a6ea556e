"""Secrets in settings stand by reference: `env:NAME` or `file:PATH`, never in the file itself."""

import os
from pathlib import Path

from cases.errors import BadInput

_EXPECTED = "expected env:NAME or file:PATH"


def secret_of(setting: str, reference: str) -> str:
    """Give the secret that a reference names, without the line break at its end.

    Raises BadInput that names the setting where there is none; what was found is never repeated.
    """
    scheme, _, where = reference.partition(":")
    if scheme == "env" and where:
        found = os.environ.get(where)
        if not found:
            raise BadInput(f"{setting}: the environment has no {where}")
        return found
    if scheme == "file" and where:
        return _from_file(setting, Path(where))
    raise BadInput(f"{setting}: is no reference to a secret; {_EXPECTED}")


def _from_file(setting: str, path: Path) -> str:
    try:
        found = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as unread:
        raise BadInput(f"{setting}: {path} cannot be read ({getattr(unread, 'strerror', 'no UTF-8')})") from None
    if not found:
        raise BadInput(f"{setting}: {path} is empty")
    return found
