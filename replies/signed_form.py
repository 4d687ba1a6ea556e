"""The form for whoever wants to ask for their data by a signed letter: voluntary, and already filled in (P-AL-04).

It asks for place and date, a signature, name, address, e-mail and telephone (P-AL-05). It has no field for a national
number, and says that none is to be written on it (CON-3, databeskyttelsesloven § 11).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cases.policy import Policy
from replies.pdf import PAGES, page


@dataclass(frozen=True)
class Facts:
    """What we know already; what we do not is "", and stays a line to write on. `number` is the case's."""

    policy: Policy
    language: str
    number: str = ""
    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""


def signed_form(facts: Facts) -> str:
    """Give the form as a page of HTML; `replies.pdf.pdf` prints it."""
    return page("form.html", facts.language, form=facts, policy=facts.policy, words=_words(facts.language))


@cache
def _words(language: str) -> Mapping[str, str]:
    words: Mapping[str, str] = tomllib.loads((PAGES / f"form.{language}.toml").read_text("utf-8"))
    return words
