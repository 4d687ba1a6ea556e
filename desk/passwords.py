"""Passwords: argon2id, a few at a time, beside the event loop, and as slow for strangers as for staff."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST = 12
"""Fewer characters are refused (NIST SP 800-63B asks for 8 at the very least; length is what counts)."""

_threads = ThreadPoolExecutor(2, thread_name_prefix="password")  # each takes 64 MB and a core for a tenth of a second
_hasher = PasswordHash((Argon2Hasher(),))


def hashed(password: str) -> str:
    """Give the argon2id hash that is kept."""
    return _hasher.hash(password)


async def hashed_apart(password: str) -> str:
    """Give the hash that is kept, made beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_threads, hashed, password)


def new_password() -> str:
    """Draw a password that can be read out: 100 random bits in five groups of four."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(5))


async def opens(password: str, password_hash: str | None) -> bool:
    """Say whether a password belongs to a hash. Without a hash it takes as long, and the answer is no."""
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(_threads, _verify, password, password_hash)
    return right and password_hash is not None


def _verify(password: str, password_hash: str | None) -> bool:
    known = password_hash if password_hash and password_hash.startswith("$") else None  # some have none yet
    return _hasher.verify(password, known or _nobody())


@cache
def _nobody() -> str:
    return hashed(secrets.token_hex())
