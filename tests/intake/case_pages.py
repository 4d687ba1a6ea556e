"""What tests of a case's own page read out of letters and pages."""

import re

from httpx import Response


def link_in(text: str) -> str:
    """Give the path of the link to a case's page that stands in a letter."""
    found = re.search(r"https://svar\.example(/case/[\w-]{40,})\s", text)
    assert found, f"no link in {text!r}"
    return found[1]


def code_in(text: str) -> str:
    """Give the code that stands in a letter, as it is written there."""
    found = re.search(r"^(\d{4} \d{4})\s*$", text, re.MULTILINE)
    assert found, f"no code in {text!r}"
    return found[1]


def forms_of(seen: Response) -> dict[str, str]:
    """Give what a page hides in its forms."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', seen.text))
