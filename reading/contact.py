"""How the writer can be reached: the address and the telephone number that are theirs, not ours."""

import re
from collections.abc import Iterator

import phonenumbers

from cases.policy import Policy
from reading.shapes import any_of

SAID_REACH = 60
"""So many characters before an address or a number, on its line, may say whose it is."""
NEIGHBOURS = ("DK", "NL", "BE")
"""Where people who write to us live, who leave out the country's number."""

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_EMAIL_SAID = re.compile(rf"{any_of('contact', 'email')}\W{{0,4}}(?:\w{{1,20}}\W{{1,3}}){{0,4}}$", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w/-])(?:\+|00)?\(?\d(?:[ ()./–-]{0,3}\d){6,14}(?![\w-])")
_PHONE_SAID = re.compile(rf"(?<!\w){any_of('contact', 'phone')}(?!\w)", re.IGNORECASE)
_NUMBER_SAID = re.compile(rf"(?<!\w){any_of('contact', 'phone_number')}(?!\w)", re.IGNORECASE)
_OTHER_SAID = re.compile(any_of("contact", "other_number"), re.IGNORECASE)
_OTHERS = re.compile(rf"(?<!\w){any_of('contact', 'others')}(?!\w)", re.IGNORECASE)
_PHONE_SHAPE = re.compile(
    r"(?:\+|00)\d[\d ()./–-]{8,}$|\d\d(?P<mark>[ -])\d\d(?P=mark)\d\d(?P=mark)\d\d$"
    r"|0?6(?:[ –-]{0,3}\d){8}$|\(?0\d{1,3}\)?[ /–-]{1,3}\d[\d ]{5,9}$"
)


def email(text: str, sender: str, policy: Policy) -> str | None:
    """Give the address the person says is theirs, else the one they wrote from, else the first in the text."""
    ours = {_domain(address) for address in policy.addresses}
    found = [match for match in _EMAIL.finditer(text) if _domain(match[0]) not in ours]
    said = [match[0] for match in found if _EMAIL_SAID.search(_before(text, match)) or _alone(text, match)]
    return next((one.rstrip(".") for one in (*said, sender, *(match[0] for match in found)) if one), None)


def phone(text: str, policy: Policy) -> str | None:
    """Give the person's telephone number in E.164 ("+4522415587"), or None."""
    return next((number for written in _phones(text) if (number := _valid(written, policy))), None)


def _phones(text: str) -> Iterator[str]:
    """Give what is written as a telephone number, those that are said to be one first."""
    shaped: list[str] = []
    for match in _PHONE.finditer(text):
        before = _before(text, match)
        said, other = _last(_PHONE_SAID, before), _last(_OTHER_SAID, before)
        if other > said or _OTHERS.search(before):
            continue
        if said >= 0 or _NUMBER_SAID.search(before):
            yield match[0]
        elif _PHONE_SHAPE.match(match[0]):
            shaped.append(match[0])
    yield from shaped


def _last(pattern: re.Pattern[str], before: str) -> int:
    """Give where the last of some words ends, or -1."""
    return max((match.end() for match in pattern.finditer(before)), default=-1)


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
    for region in dict.fromkeys((policy.country, *NEIGHBOURS)):
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not ours.endswith(str(number.national_number)):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None
