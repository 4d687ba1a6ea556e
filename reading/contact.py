"""How the writer can be reached: the address and the telephone number that are theirs, not ours."""

import re

import phonenumbers

from cases.policy import Policy
from reading.shapes import any_of

SAID_REACH = 60
"""So many characters before an address or a number, on its line, may say whose it is."""

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_EMAIL_SAID = re.compile(rf"{any_of('fields', 'email')}\W{{0,4}}(?:\w{{1,20}}\W{{1,3}}){{0,4}}$", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w-])(?:\+|00)?\(?\d[\d ()./-]{6,18}\d(?![\w-])")
_PHONE_SAID = re.compile(rf"\b{any_of('fields', 'phone')}\W{{0,4}}(?:\w{{1,20}}\W{{1,3}}){{0,3}}$", re.IGNORECASE)
_PHONE_SHAPE = re.compile(r"(?:\+|00)\d|\d\d \d\d \d\d \d\d|06[ -]?\d|0\d{1,3}-\d")


def email(text: str, sender: str, policy: Policy) -> str | None:
    """Give the address the person says is theirs, else the one they wrote from, else the first in the text."""
    ours = {_domain(address) for address in policy.addresses}
    found = [match for match in _EMAIL.finditer(text) if _domain(match[0]) not in ours]
    said = [match[0] for match in found if _EMAIL_SAID.search(_before(text, match)) or _alone(text, match)]
    return next((one.rstrip(".") for one in (*said, sender, *(match[0] for match in found)) if one), None)


def phone(text: str, policy: Policy) -> str | None:
    """Give the person's telephone number in E.164 ("+4522415587"), or None."""
    for match in _PHONE.finditer(text):
        before = _before(text, match)
        if _PHONE_SAID.search(before) or (_PHONE_SHAPE.match(match[0]) and not before.strip()):
            number = _valid(match[0], policy)
            if number:
                return number
    return None


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - SAID_REACH) : match.start()].rsplit("\n", 1)[-1]


def _alone(text: str, match: re.Match[str]) -> bool:
    """Say whether an address has its line to itself, as in a signature."""
    after = text[match.end() : match.end() + SAID_REACH].split("\n", 1)[0]
    at_start = match.start() == 0 or text[match.start() - 1] == "\n"
    return at_start and not after.strip()


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _valid(written: str, policy: Policy) -> str | None:
    ours = re.sub(r"\D", "", policy.contact.phone or "-")
    for region in dict.fromkeys((policy.country, "DK", "NL")):
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not ours.endswith(str(number.national_number)):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None
