"""The browser somebody comes in with: what it calls itself, and the secret by which it is known again."""

import re
from datetime import timedelta

from fastapi import Request, Response

from desk.console import Console

KEPT = timedelta(days=180)

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Each browser claims to be those below it as well."""


def device_of(request: Request) -> str:
    """Name a browser and what it runs on, so that its owner knows it again: "Firefox, Windows". "" where it is none."""
    said = request.headers.get("user-agent", "")[:400]
    browser = next((name for mark, name in _BROWSERS if re.search(rf"\b{mark}/", said)), "")
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    return ", ".join(filter(None, (browser, system)))


def known_by(request: Request, desk: Console) -> str:
    """Give the secret by which a browser is known, "" where it has none."""
    return request.cookies.get(_cookie(desk), "")


def remember(answer: Response, desk: Console, secret: str) -> None:
    """Let a browser keep the secret by which it is known. It opens nothing."""
    answer.set_cookie(
        _cookie(desk),
        secret,
        max_age=int(KEPT.total_seconds()),
        path="/",
        secure=desk.secure_cookies,
        httponly=True,
        samesite="strict",
    )


def peer_of(request: Request) -> str:
    """Give the address that a request comes from."""
    return request.client.host if request.client else ""


def _cookie(desk: Console) -> str:
    return f"{desk.cookie}-device"
