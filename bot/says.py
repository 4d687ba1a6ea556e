"""The words of what the chat says, in each language: `bot/says/<language>.toml`, a text by the name of each Say.

What is said is kept as a code and put into words when it is shown, so that nobody's words are kept a second time.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Template

from cases.chat import Say
from cases.errors import BadInput
from cases.office import Office
from reading.numbers import mask
from reading.tidy import tidy
from replies.render import environment
from replies.words import LANGUAGES, listed

FOLDER = Path(__file__).parent / "says"
NOTHING: Mapping[str, str] = MappingProxyType({})
LONGEST_SHOWN = 200
"""Characters of what a person told that are read back."""
_FROM_LETTERS = '{%- from "parts/LANGUAGE.txt" import nouns, ways, by -%}\n'
_ABOUT = ("what", "wrong", "again", "number", "kind", "due", "referred", "way", "who")


def words(say: Say, language: str, office: Office, filled: Mapping[str, str] = NOTHING) -> str:
    """Give the words of what is said: plain text, in which nothing is markup; who shows it as HTML escapes it.

    It is said in the language it was said in first, else in `language`. `filled` has what the person told, by field,
    where it is read back, and "link", the address of the case's page, where there is one. Raises BadInput where there
    is nothing of that name.
    """
    wished = say.about.get("language", language)
    spoken = wished if wished in LANGUAGES else office.policy.language(wished)
    return _template(say.name, spoken).render(_facts(say, spoken, office, filled)).strip()


def reads_back(say: Say) -> bool:
    """Say whether the words repeat what the person told, which is looked up for them alone."""
    return "told" in _texts("en")["says"].get(say.name, "")


def names(language: str) -> tuple[str, ...]:
    """Give the names of all that can be said in a language."""
    return tuple(_texts(language)["says"])


def commands(language: str) -> dict[str, str]:
    """Give what the commands of a bot do, by their names."""
    return dict(_texts(language)["commands"])


def _facts(say: Say, language: str, office: Office, filled: Mapping[str, str]) -> dict[str, Any]:
    policy, about = office.policy, say.about
    fields = about.get("fields", about.get("what", "")).split()
    due = about.get("due")
    return {
        **_tables(language),
        **{name: about.get(name, "") for name in _ABOUT},
        "due": date.fromisoformat(due) if due else None,
        "files": int(about.get("files", "0")),
        "cases": tuple(zip(about.get("numbers", "").split(), about.get("kinds", "").split(), strict=True)),
        "told": {name: _shown(filled[name], language) for name in fields if filled.get(name)},
        "link": filled.get("link", ""),
        "organisation": policy.name,
        "legal": policy.legal_entity or policy.name,
        "contact": policy.contact,
        "privacy": privacy_notice(office),
        "hours": _hours(language, office),
        "country": policy.country,
    }


def privacy_notice(office: Office) -> str:
    """Give where the organisation tells how it handles personal data (P-AL-14): else its own site."""
    return office.policy.links.get("privacy") or office.policy.contact.web or f"https://{office.domain}"


def _shown(told: str, language: str) -> str:
    """Give what a person told as it may be shown: on one line, not too long, national numbers masked."""
    return mask(" ".join(tidy(told).split()), language)[:LONGEST_SHOWN]


def _hours(language: str, office: Office) -> str:
    """Say when staff are there: "Monday to Friday from 08:00 to 16:00"."""
    hours, week = office.policy.hours, _texts(language)["week"]
    days = sorted(hours.days)
    if days != list(range(days[0], days[-1] + 1)) or len(days) == 1:
        named = listed((week["days"][day - 1] for day in days), language)
        return str(week["some"].format(named, hours.start, hours.end))
    return str(week["range"].format(week["days"][days[0] - 1], week["days"][days[-1] - 1], hours.start, hours.end))


@cache
def _tables(language: str) -> dict[str, Any]:
    return {name: table for name, table in _texts(language).items() if name not in {"says", "week", "commands"}}


@cache
def _texts(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


@cache
def _template(name: str, language: str) -> Template:
    try:
        text = _texts(language)["says"][name]
    except KeyError:
        raise BadInput(f'there is nothing to say of the name "{name}"') from None
    return environment(language).from_string(_FROM_LETTERS.replace("LANGUAGE", language) + text)
