"""What a letter tells of its writer and its matter, field by field. Only what was found."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers

from cases.kind import Kind
from cases.message import Message
from cases.policy import Policy
from reading.letter import Letter
from reading.names import name

CASE_NUMBER = re.compile(r"\b([A-Za-z]{2}-\d{2}-\d{6,7})\b")

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_EMAIL_SAID = re.compile(r"(?:mail\w*|adresse|adres|address|reach me|kontakt\w*|contact\w*|bereik\w*|skriv til|svar til|reply to|@)\W{0,4}(?:\w+\W+){0,4}$", re.I)
_PHONE = re.compile(r"(?<![\w-])(?:\+|00)?\(?\d[\d ()./-]{6,18}\d(?![\w-])")
_PHONE_SAID = re.compile(r"\b(?:tlf|tel|telefon\w*|telefoon\w*|mobil\w*|mobiel\w*|mob|phone|cell|ring|ringe|bel|bellen|call|gsm|nummer er|number is|new one is|nummer is|træffes|bereikbaar|t|m)\W{0,4}(?:\w+\W+){0,3}$", re.I)
_PHONE_SHAPE = re.compile(r"(?:\+|00)\d|\d\d \d\d \d\d \d\d|06[ -]?\d|0\d{1,3}-\d")
_NUMBERED = {
    "order": r"(?:ordre|order|bestilling|bestelling|bestel|booking)s?-?\s?(?:nummer|nr|number|no|id|ref)?",
    "invoice": r"(?:faktura|factuur|invoice|regning)s?-?\s?(?:nummer|nr|number|no)?",
    "candidate": r"(?:kandidat|kandidaat|candidate|peoplecert)-?\s?(?:nummer|nr|number|no|id)",
    "username": r"(?:brugernavn|gebruikersnaam|username|user name|referentie ?id|cursistnummer|kursistnummer|student(?:er)?number|deltagernummer|learner id)",
}
_NUMBER = {
    key: re.compile(rf"\b{said}\s?(?:er|is|:|=|\.|#|på|van|of)?\.?:?\s?#?(?P<value>[A-Za-z0-9][\w/-]{{2,24}})", re.I)
    for key, said in _NUMBERED.items()
}
_COURSE = (
    re.compile(
        r"\b((?:PRINCE2(?: Agile)?|ITIL(?:®|\s?4)?|AgilePM|MSP|MoP|M_o_R|P3O|Lean Six Sigma|Six Sigma|Scrum Master|Scrum Product Owner|Product Owner|PMP|PRINCE 2|TOGAF|COBIT|CAPM|IPMA|DevOps|SAFe|VCA|BHV|EHBO|ISO ?27001|Excel|Power BI|Project)(?: (?:Foundation|Practitioner|Professional|Basis|Advanced|Green Belt|Black Belt|Yellow Belt|Specialist|Leader|Strategist|[ABCD]|for (?:øvede|begyndere)|VOL))*)\b"
    ),
    re.compile(r"\b(?:kurset|kursus|uddannelsen|forløbet)\s(?:i\s|om\s|\")?([a-zæøåA-ZÆØÅ0-9][\w/-]+(?:\s[A-ZÆØÅ0-9][\w/-]*){0,4})"),
    re.compile(r"\b(?:cursus|training|opleiding)\s([A-Z0-9][\w/-]+(?:\s(?:[A-Z0-9][\w/-]*|en|voor)){0,4})"),
    re.compile(r"\b(?:the|your|an?)\s((?:[A-Z0-9][\w/-]*\s){1,5})(?:course|training|class|exam|workshop|programme)\b"),
)
_NOT_A_COURSE = frozenset("den det der i er var har jeg på hos til som for var blev med og at kunne skulle ikke the your".split())
_SHOULD_BE = re.compile(
    r"(?:(?:skal|burde|bør|skulle) (?:\w+ )?(?:være|stå|staves|hedde)|staves(?: rigtigt)?|rigtigt? (?:\w+ )?er|korrekte? (?:\w+ )?er|(?:rettes|ændres|rette|ændre|ret|rettet) (?:\w+ ){0,4}til"
    r"|(?:moet|moeten|hoort|dient) (?:\w+ )?(?:te )?(?:zijn|worden)|juiste? (?:\w+ )?is|correcte? (?:\w+ )?is|(?:wijzigen|aanpassen|veranderen|corrigeren) (?:in|naar)"
    r"|(?:should|ought to|must) (?:be|read|say)|is actually|(?:correct|right|proper) (?:\w+ )?is|(?:change|correct|amend|update) (?:\w+ ){1,4}to)\W{1,3}(?P<value>[^\n.;!?]{1,60}|[\d./-]{4,20})",
    re.I,
)
_MUST_BE_MIDDLE = re.compile(r"\b(?:dat|dit|het)?\s?(?:moet|hoort)\s(?P<value>[^\n.;!?]{1,60}?)\s(?:te )?(?:zijn|worden|staan)\b", re.I)
_PROVIDER = re.compile(
    r"(?:udbyder|udbyderen|leverandør|skole|opleider|aanbieder|opleiding|opleidingsinstituut|school|instituut|provider|organisation|company|platform|college)\s?(?:[,:(]|er|is|namelijk|nemlig|called|hedder)\s?\(?(?P<value>[A-Z][\w&.' -]{1,50})"
    r"|(?:overføre\w*|overdrag\w*|flytte\w*|transfer\w*|overzetten|sturen|send\w*|move)[^.\n]{0,80}?\b(?:til|naar|aan|to)\s(?P<name>(?:[A-Z][\w&'-]*)(?:\s(?:[A-Z][\w&'-]*|&))*)",
)
_Fields = Iterator[tuple[str, str | None]]


@dataclass(frozen=True)
class Source:
    """What fields are read from: the message, its own words, the end of it with the signature, and the policy."""

    message: Message
    letter: Letter
    own: str
    signature: str
    policy: Policy
    kinds: frozenset[Kind]

    @property
    def whole(self) -> str:
        """Subject, own words and signature."""
        return f"{self.message.subject}\n\n{self.own}\n\n{self.signature}"


def fields(source: Source) -> dict[str, str]:
    """Give the fields that were found, keyed by their names in English."""
    found = {key: reader(source) for key, reader in READERS.items()}
    found |= {key: _first(pattern, source.whole) for key, pattern in _NUMBER.items()}
    return {key: value for key, value in found.items() if value}


def _name(source: Source) -> str | None:
    ours = {source.policy.name.casefold(), source.policy.legal_name.casefold()}
    return name(f"{source.own}\n{source.signature}", source.message.sender.name, frozenset(ours))


def _email(source: Source) -> str | None:
    """Give the address the person says is theirs, else the one the letter came from, else the only one in it."""
    ours = {address.rpartition("@")[2].casefold() for address in source.policy.addresses}
    text = f"{source.own}\n{source.signature}"
    found = [match for match in _EMAIL.finditer(text) if match[0].rpartition("@")[2].casefold() not in ours]
    said = [match[0] for match in found if _EMAIL_SAID.search(text[max(0, match.start() - 60) : match.start()])]
    alone = [match[0] for match in found if text[: match.start()].rsplit("\n", 1)[-1].strip() == "" and match.end() == len(text[: match.end()])]
    for one in (*said, *alone, source.message.sender.address, *(match[0] for match in found)):
        if one:
            return one.rstrip(".")
    return None


def _phone(source: Source) -> str | None:
    """Give the person's telephone number, as +45…"""
    text = f"{source.own}\n{source.signature}"
    for match in _PHONE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()].rsplit("\n", 1)[-1]
        if not (_PHONE_SAID.search(before) or (_PHONE_SHAPE.match(match[0]) and not before.strip())):
            continue
        if number := _valid_phone(match[0], source.policy):
            return number
    return None


def _valid_phone(written: str, policy: Policy) -> str | None:
    ours = re.sub(r"\D", "", policy.contact.phone or "-")
    for region in dict.fromkeys((policy.country, "DK", "NL")):
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not ours.endswith(str(number.national_number)):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def _reference(source: Source) -> str | None:
    numbers = [one.upper() for one in CASE_NUMBER.findall(source.whole)]
    own = [one for one in numbers if one.startswith(source.policy.letters)]
    return next(iter(own + numbers), None)


def _course(source: Source) -> str | None:
    for pattern in _COURSE:
        for match in pattern.finditer(source.whole):
            if match[1].split()[0].casefold() not in _NOT_A_COURSE:
                return match[1].strip()
    return None


def _customer(source: Source) -> str | None:
    """Give the subdomain of the processor's customer: written as an address of its site, or by its name (P-MB-04)."""
    text = source.whole.casefold()
    for domain in {address.rpartition("@")[2].casefold() for address in source.policy.addresses}:
        for match in re.finditer(rf"(?<![\w.-])([a-z0-9][a-z0-9-]{{0,40}})\.{re.escape(domain)}", text):
            if match[1] not in {"www", "mail", "smtp", "app"}:
                return match[1]
    named = (one for one in source.policy.customers if re.search(rf"(?<!\w){re.escape(one.name.casefold())}(?!\w)", text))
    return next((one.subdomain for one in named), None)


def _wrong(source: Source) -> str | None:
    """Give the sentence that says what is wrong with a person's data (GDPR Art. 16)."""
    if Kind.RECTIFICATION not in source.kinds:
        return None
    words, chart = source.letter.words, source.letter.chart
    for first, _ in chart.get("wrong", ()):
        inside = [place for place, sentence in enumerate(words.sentence) if sentence == words.sentence[first]]
        if _rectifies(source, words.sentence[first]):
            return words.literal(inside[0], inside[-1] + 1)
    return None


def _rectifies(source: Source, sentence: int) -> bool:
    return any(sentence in source.letter.sentences(concept) for concept in ("field", "data", "personal", "record_place"))


def _proposed(source: Source) -> str | None:
    if Kind.RECTIFICATION not in source.kinds:
        return None
    match = _SHOULD_BE.search(source.own) or _MUST_BE_MIDDLE.search(source.own)
    return match["value"].strip(" \"'“”«»:,") if match else None


def _provider(source: Source) -> str | None:
    if Kind.PORTABILITY not in source.kinds:
        return None
    match = _PROVIDER.search(source.own)
    return (match["value"] or match["name"]).strip(" ).,") if match else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
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
