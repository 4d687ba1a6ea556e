"""What stands beside an exported case: a page that says what the files are, and what each field holds."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from replies.words import day

FOLDER = Path(__file__).parent / "export"


@dataclass(frozen=True)
class About:
    """What the page names: the case, the organisation, whom to write to, and the day of the export."""

    number: str
    organisation: str
    contact: str
    day: date


def readme(audience: str, about: About, language: str) -> str:
    """Say what the files of an export are, to "person" or "authority", in "da", "nl" or "en"."""
    text: str = _words(language)[audience]
    written = day(about.day, language)
    return text.format(number=about.number, organisation=about.organisation, contact=about.contact, day=written).strip()


def fields(language: str) -> Mapping[str, str]:
    """Say what each field of an export holds."""
    found: Mapping[str, str] = _words(language)["fields"]
    return found


@cache
def _words(language: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
