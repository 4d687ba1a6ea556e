"""Mail addresses as they are compared and counted: whoever changes the case or adds "+more" is still the same."""


def base_address(address: str) -> str:
    """Give the address without its plus part, in lower case: what two addresses are compared by."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def domain_of(address: str) -> str:
    """Give the domain of an address in lower case, "" where it has none."""
    return address.strip().lower().rpartition("@")[2] if "@" in address else ""
