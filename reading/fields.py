"""What a letter tells of its writer and its matter, field by field. Only what was found."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cases.kind import Kind
from cases.message import Message
from cases.policy import Policy
from reading import contact, corrections
from reading.behalf import behalf, consent
from reading.courses import course
from reading.dates import dates
from reading.letter import Letter
from reading.matter_numbers import matter_numbers
from reading.wish import wish
from reading.writer import name

CASE_NUMBER = re.compile(r"\b([A-Za-z]{2}-\d{2}-\d{6,7})\b")

_NO_CUSTOMER = frozenset({"www", "mail", "smtp", "app"})


@dataclass(frozen=True)
class Source:
    """What fields are read from."""

    message: Message
    letter: Letter
    own: str
    signature: str
    policy: Policy
    kinds: frozenset[Kind]

    @property
    def signed(self) -> str:
        """The person's own words and their signature."""
        return f"{self.own}\n{self.signature}"

    @property
    def whole(self) -> str:
        """Subject, own words and signature."""
        return f"{self.message.subject}\n\n{self.signed}"


def fields(source: Source) -> dict[str, str]:
    """Give the fields that were found, keyed by their names in English."""
    found = {key: reader(source) for key, reader in READERS.items()}
    found |= matter_numbers(source.whole) | _behalf(source)
    return {key: value for key, value in found.items() if value}


def _behalf(source: Source) -> dict[str, str | None]:
    """Give for whom the person writes, in which role, and whether that person's consent is there (R-PRX-1)."""
    found = behalf(source.whole)
    if not found:
        return {}
    return {"role": found.role, "for_whom": found.for_whom, "consent": consent(source.whole)}


def _name(source: Source) -> str | None:
    ours = {source.policy.name.casefold(), source.policy.legal_name.casefold()}
    return name(source.signed, source.message.sender.name, frozenset(ours))


def _email(source: Source) -> str | None:
    return contact.email(source.signed, source.message.sender.address, source.policy)


def _phone(source: Source) -> str | None:
    return contact.phone(source.signed, source.policy)


def _reference(source: Source) -> str | None:
    """Give the case number the letter names, one of this organisation's before any other."""
    numbers = [one.upper() for one in CASE_NUMBER.findall(source.whole)]
    own = [one for one in numbers if one.startswith(source.policy.letters)]
    return next(iter(own + numbers), None)


def _course(source: Source) -> str | None:
    return course(source.whole)


def _customer(source: Source) -> str | None:
    """Give the subdomain of the processor's customer: written as an address of its site, or by its name (P-MB-04)."""
    text = source.whole.casefold()
    for domain in {address.rpartition("@")[2].casefold() for address in source.policy.addresses}:
        for match in re.finditer(rf"(?<![\w.-])([a-z0-9][a-z0-9-]{{0,40}})\.{re.escape(domain)}", text):
            if match[1] not in _NO_CUSTOMER:
                return match[1]
    named = (one for one in source.policy.customers if _says(one.name.casefold(), text))
    return next((one.subdomain for one in named), None)


def _says(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _wrong(source: Source) -> str | None:
    return corrections.what_is_wrong(source.letter) if Kind.RECTIFICATION in source.kinds else None


def _proposed(source: Source) -> str | None:
    return corrections.proposed_value(source.own) if Kind.RECTIFICATION in source.kinds else None


def _provider(source: Source) -> str | None:
    return corrections.target_provider(source.own) if Kind.PORTABILITY in source.kinds else None


def _dates(source: Source) -> str:
    days = dates(source.whole, source.letter.language, source.message.received_at)
    return ", ".join(day.isoformat() for day in days)


def _wish(source: Source) -> str | None:
    return wish(source.letter.words)


READERS: dict[str, Callable[[Source], str | None]] = {
    "name": _name,
    "email": _email,
    "phone": _phone,
    "reference": _reference,
    "course": _course,
    "customer": _customer,
    "what_is_wrong": _wrong,
    "proposed_value": _proposed,
    "target_provider": _provider,
    "dates": _dates,
    "wish": _wish,
}
"""What is read on its own, by the name of its field; numbers and whom somebody writes for come in groups."""
