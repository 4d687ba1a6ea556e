"""Codes that a device makes from a secret and the time (RFC 6238), the square that brings the secret there, and paper.

A code is taken a step early or late, as clocks differ, and never twice.
"""

import hmac
import secrets
from datetime import datetime, timedelta

import pyotp
import segno

from cases.staff import Staff
from desk.access import Access, Seal
from storage import factors
from storage.page import Page

STEP = timedelta(seconds=30)
DIGITS = 6
ON_PAPER = 10
"""So many codes on paper are given."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that nobody mistakes for another in handwriting."""


def new_secret() -> str:
    """Draw the secret of a device: 160 random bits in base32, as the apps take it."""
    return pyotp.random_base32()


def new_paper() -> tuple[str, ...]:
    """Draw codes on paper, each of 49 random bits in two groups of five."""
    return tuple(f"{_group()}-{_group()}" for _ in range(ON_PAPER))


def in_groups(secret: str) -> str:
    """Write a secret so that it can be typed."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def square(secret: str, staff: Staff, house: str) -> str:
    """Give the QR code that brings a secret onto a device, as SVG without any style of its own."""
    address = pyotp.TOTP(secret, name=staff.email, issuer=f"Svarfrist {house}").provisioning_uri()
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", omitsize=True, svgclass="square", lineclass=None
    )
    return drawn


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Give the step that a code belongs to: this one, the one before, the next; None where it is none of them."""
    typed = "".join(code.split())
    device, this = pyotp.TOTP(secret), int(now.timestamp() // STEP.total_seconds())
    right = [step for step in (this - 1, this, this + 1) if _same(device.generate_otp(step), typed)]
    return right[-1] if right else None


def take(page: Page, staff: Staff, access: Access, code: str, now: datetime) -> bool:
    """Say whether a code shows who a person is, from their device or from their paper, and use it up."""
    device = factors.codes(page, staff)
    if device is None:
        return False
    secret = access.opened(Seal.CODES, device.sealed, now)
    step = step_of(secret, code, now) if secret else None
    if step is not None:
        return factors.take_step(page, staff, step)
    return factors.use_recovery(page, staff, code)


def _same(right: str, typed: str) -> bool:
    return typed.isascii() and hmac.compare_digest(right, typed)


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(5))
