"""The token in a reply address: how a letter finds back to its case, and a bounce to the letter it is about."""

import re

_TOKEN = re.compile(r"\+t\.([a-z2-7]{16})@", re.IGNORECASE)


def address_with_token(address: str, token: str) -> str:
    """Give the address that answers to this case go to: "info+t.TOKEN@mentorix.dk"."""
    local, _, domain = address.rpartition("@")
    return f"{local}+t.{token}@{domain}"


def bounce_address(domain: str, token: str) -> str:
    """Give the envelope sender of a letter about a case: "bounce+t.TOKEN@mentorix.dk"."""
    return address_with_token(f"bounce@{domain}", token)


def token_of(address: str) -> str | None:
    """Give the token an address carries, in lower case, or None; whoever sent it back may have changed the case."""
    found = _TOKEN.search(address)
    return found[1].lower() if found else None
