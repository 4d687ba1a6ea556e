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
_OWN = re.compile(rf"(?<!\w){any_of('contact', 'own')}(?!\w)", re.IGNORECASE)
_PLAIN = re.compile(r"[1-9]\d{8}|\d{4}\.\d{2}\.\d{3}")
_PAIRED = re.compile(r"[2-9]\d{3} \d{4}")
_SENTENCE = re.compile(r"[!?;]|\.(?=\s+[^\W\d])")
_ABROAD = ("+", "00")
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
    numbers = (_valid(written, policy, said=said) for written, said in _phones(text))
    return next((number for number in numbers if number), None)


def _phones(text: str) -> Iterator[tuple[str, bool]]:
    """Give what is written as a telephone number and whether it is said to be one, those that are first."""
    shaped: list[str] = []
    for match in _PHONE.finditer(text):
        before = _before(text, match)
        said, other = _last(_PHONE_SAID, before), _last(_OTHER_SAID, before)
        if other > said or _is_others(before):
            continue
        if said >= 0 or (_NUMBER_SAID.search(before) and not _PLAIN.fullmatch(match[0])):
            yield match[0], said >= 0 and not _PLAIN.fullmatch(match[0])
        elif _PHONE_SHAPE.match(match[0]) or (_PAIRED.fullmatch(match[0]) and _alone(text, match)):
            shaped.append(match[0])
    yield from ((written, False) for written in shaped)


def _is_others(before: str) -> bool:
    """Say whether a number is called somebody else's, in its sentence and after all that is called "mine"."""
    sentence = _SENTENCE.split(before)[-1]
    return _last(_OTHERS, sentence) > _last(_OWN, sentence)


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


def _valid(written: str, policy: Policy, *, said: bool) -> str | None:
    """Give a number in E.164: one in use; where it is called a number, or has its country's, one of its length does."""
    ours = re.sub(r"\D", "", policy.contact.phone or "-")
    read = [number for region in dict.fromkeys((policy.country, *NEIGHBOURS)) if (number := _parsed(written, region))]
    read = [number for number in read if not ours.endswith(str(number.national_number))]
    used = [number for number in read if phonenumbers.is_valid_number(number)]
    if not used and (said or written.startswith(_ABROAD)):
        used = [number for number in read if phonenumbers.is_possible_number(number)]
    return phonenumbers.format_number(used[0], phonenumbers.PhoneNumberFormat.E164) if used else None


def _parsed(written: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
