"""What a letter tells of its writer and its matter, field by field. Only what was found."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cases.kind import Kind
from cases.message import Message
from cases.policy import Policy
from reading import contact
from reading.letter import Letter
from reading.names import name
from reading.shapes import any_of, listed

CASE_NUMBER = re.compile(r"\b([A-Za-z]{2}-\d{2}-\d{6,7})\b")

_fields = partial(any_of, "fields")
_NUMBER = {
    key: re.compile(
        rf"\b{_fields(key)}\s?(?:er|is|:|=|\.|#|på|van|of)?\.?:?\s?#?(?P<value>[A-Za-z0-9][\w/-]{{2,24}})",
        re.IGNORECASE,
    )
    for key in ("order", "invoice", "candidate", "username")
}
_COURSE = (
    re.compile(rf"\b({_fields('courses')}(?: {_fields('course_levels')})*)\b"),
    re.compile(
        r"\b(?i:kurset|kursus|uddannelsen|forløbet)\s(?:(?:i|om)\s(?=\w)|\"?(?=[A-ZÆØÅ]))"
        r"([a-zæøåA-ZÆØÅ0-9][\w/-]{1,40}(?:\s[A-ZÆØÅ0-9][\w/-]{0,40}){0,4})"
    ),
    re.compile(r"\b(?i:cursus|training|opleiding)\s([A-Z0-9][\w/-]{1,40}(?:\s(?:[A-Z0-9][\w/-]{0,40}|en|voor)){0,4})"),
    re.compile(
        r"\b(?:the|your|an?)\s((?:[A-Z0-9][\w/-]{0,40}\s){1,5})(?:course|training|class|exam|workshop|programme)\b"
    ),
)
_NOT_A_COURSE = frozenset(listed("fields", "not_a_course"))
_SHOULD_BE = re.compile(rf"{_fields('should_be')}\W{{1,3}}(?P<value>[^\n.;!?]{{1,60}}|[\d./-]{{4,20}})", re.IGNORECASE)
_MUST_BE_MIDDLE = re.compile(
    r"\b(?:moet|hoort)\s(?P<value>[^\n.;!?]{1,60}?)\s(?:te )?(?:zijn|worden|staan)\b", re.IGNORECASE
)
_CALLED_PROVIDER = re.compile(
    rf"{_fields('provider')}\s?(?:[,:(]|er|is|namelijk|nemlig|called|hedder)\s?\(?(?P<value>[A-Z][\w&.' -]{{1,50}})"
)
_PASSED_TO = re.compile(
    rf"{_fields('passing')}[^.\n]{{0,80}}?\b(?:til|naar|aan|to)\s(?P<value>[A-Z][\w&'-]*(?:\s(?:[A-Z][\w&'-]*|&))*)"
)
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
    found |= {key: _first_number(pattern, source.whole) for key, pattern in _NUMBER.items()}
    return {key: value for key, value in found.items() if value}


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
    found = (match[1].strip() for pattern in _COURSE for match in pattern.finditer(source.whole))
    return next((one for one in found if one.split()[0].casefold() not in _NOT_A_COURSE), None)


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
    """Give the sentence that says what is wrong with a person's data (GDPR Art. 16)."""
    if Kind.RECTIFICATION not in source.kinds:
        return None
    about = set().union(*(source.letter.sentences(one) for one in ("field", "data", "personal", "record_place")))
    said = sorted(source.letter.sentences("wrong") & about)
    return source.letter.words.literal_sentence(said[0]) if said else None


def _proposed(source: Source) -> str | None:
    """Give what a person's data should be, where the letter says so."""
    if Kind.RECTIFICATION not in source.kinds:
        return None
    match = _SHOULD_BE.search(source.own) or _MUST_BE_MIDDLE.search(source.own)
    return match["value"].strip(" \"'“”«»:,") if match else None


def _provider(source: Source) -> str | None:
    """Give the name of the provider that data should be sent to (GDPR Art. 20(2))."""
    if Kind.PORTABILITY not in source.kinds:
        return None
    match = _CALLED_PROVIDER.search(source.own) or _PASSED_TO.search(source.own)
    return match["value"].strip(" ).,") if match else None


def _first_number(pattern: re.Pattern[str], text: str) -> str | None:
    found = (match["value"].rstrip("-/_") for match in pattern.finditer(text))
    return next((value for value in found if any(letter.isdigit() for letter in value)), None)


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
}
