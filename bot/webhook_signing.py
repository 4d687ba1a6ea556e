"""How a call of a webhook is signed: HMAC-SHA256 over its instant, a full stop and its body (RFC 2104)."""

import hmac
from datetime import datetime
from hashlib import sha256

SIGNATURE = "Svarfrist-Signature"
"""The header that shows who calls: t=<seconds since 1970>,v1=<hex>."""

ID = "Webhook-Id"
"""The header that names a call, the same at every attempt (Standard Webhooks)."""


def signature(secret: str, body: bytes, at: datetime) -> str:
    """Give what stands in the header. Whoever has the secret does the same, and refuses what is older than minutes."""
    stamp = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), stamp.encode("ascii") + b"." + body, sha256)
    return f"t={stamp},v1={mac.hexdigest()}"
