"""Domain names as the DNS has them, and which of them belong together as far as the names alone tell."""

LONGEST = 253


def a_label(domain: str) -> str:
    """Give a domain as the DNS has it: in lower case, in ASCII, without a dot at the end; "" where it is none."""
    name = domain.strip().rstrip(".").lower()
    if len(name) > LONGEST:
        return ""
    try:
        ascii_name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return ascii_name if ascii_name.isprintable() and not set(ascii_name) & set(' "@<>()[]:;,\\/') else ""


def kin(one: str, other: str) -> bool:
    """Say whether two domains are the same, or one lies within the other."""
    if not one or not other:
        return False
    return f".{one}".endswith(f".{other}") or f".{other}".endswith(f".{one}")
