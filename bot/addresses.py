"""E-mail addresses as people type them in a chat: the one that is theirs, or what is wrong with it."""

import re
import tomllib
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from cases.address import domain_of
from cases.policy import Policy

_TABLE = tomllib.loads(Path(__file__).with_name("hearing.toml").read_text("utf-8"))["addresses"]
_MISTYPED = tuple(f".{end}" for end in _TABLE["mistyped"])
_MISTAKEN = frozenset(_TABLE["mistaken"])
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_APART = re.compile(r"(?<=[\w-]) {1,3}@ {0,3}(?=\w)|(?<=\w)@ {1,3}(?=\w)")
_SAID_AT = re.compile(
    r"(?<!\w)(?:at|snabel-?a|apenstaart(?:je)?|krølle-?a)(?!\w)|[(\[]\s?(?:at|a)\s?[)\]]"
    r"|\S+\.(?:dk|nl|com|org|net|eu|de|se|no|be|uk)(?!\w)|(?<!\w)(?:gmail|hotmail|outlook|icloud|yahoo)",
    re.IGNORECASE,
)
_DOT = r"(?:\s+(?:dot|punkt|punktum|punt|prik)\s+|\s*[(\[]\s?(?:dot|punkt|punktum|punt|prik|\.)\s?[)\]]\s*)"
_NAMED_AT = r"\s*(?:snabel[- ]?a|apenstaart(?:je)?|krølle[- ]?a|[(\[]\s?(?:at|a)\s?[)\]])\s*"
_LOCAL = rf"(?<![\w@.])(?P<local>[\w+-]+(?:(?:\.|{_DOT})[\w+-]+){{0,4}})"


def _spelled(at: str, dot: str) -> re.Pattern[str]:
    return re.compile(rf"{_LOCAL}{at}(?P<domain>[\w-]+(?:{dot}[\w-]+){{1,3}})(?!\w)", re.IGNORECASE)


_SPELLED = (_spelled(_NAMED_AT, rf"(?:\.|{_DOT})"), _spelled(r"\s+at\s+", _DOT))
_SPELLED_LOOSELY = _spelled(r"\s+at\s+", rf"(?:\.|{_DOT})")
_DOT_SAID = re.compile(_DOT, re.IGNORECASE)
_ALONE = re.compile(r"^\W*\S+@\S+\W*$", re.MULTILINE)
_LONGEST = 2_000


def address_in(text: str, policy: Policy, *, said: bool, asked: bool = False) -> str | None:
    """Give the writer's address; without `said` only one that has a line to itself, as under a letter.

    Of "not a@b but c@d" it is the last, and the organisation's own is nobody's. One that is spelled out, "anna at gmail
    punktum com", is understood where it is said; `asked`: it was asked for, so that "anna at gmail.com" is one too.
    """
    joined = _APART.sub("@", text[:_LONGEST])
    joined = unspelled(joined, asked=asked) if said else joined
    found = [match[0].rstrip(".-") for match in _ADDRESS.finditer(joined)]
    own = [one for one in found if not _is_ours(one, policy) and _is_valid(one)]
    alone = [one for one in own if any(one in line for line in _ALONE.findall(joined))]
    return next(reversed(own if said else alone), None)


def unspelled(text: str, *, asked: bool = False) -> str:
    """Write an address that is spelled out in words as one is written."""
    for way in (*_SPELLED, *((_SPELLED_LOOSELY,) if asked else ())):
        text = way.sub(lambda match: _DOT_SAID.sub(".", f"{match['local']}@{match['domain']}"), text)
    return text


def wrong_address(text: str, address: str | None, policy: Policy) -> str:
    """Say what is wrong with an address, or "" where nothing is, or none was meant.

    ========  ================================================
    no_at     there is no @ in it
    two_at    there is more than one @ in it
    no_dot    what stands behind the @ is no domain
    comma     there is a comma in it
    domain    its domain is one that people write by mistake
    ours      it is the organisation's own
    broken    anything else
    ========  ================================================
    """
    if address:
        domain = domain_of(address).casefold()
        return "domain" if domain in _MISTAKEN or domain.endswith(_MISTYPED) else ""
    text = text[:_LONGEST]
    if "@" not in text:
        return "no_at" if _SAID_AT.search(text) else ""
    if any(_is_ours(match[0], policy) for match in _ADDRESS.finditer(text)):
        return "ours"
    return _broken(text)


def _broken(text: str) -> str:
    """Say what is wrong with something that has an @."""
    before, _, after = text.rpartition("@")
    behind = (after.split() or [""])[0]
    if "@" in before.split()[-1:] or "@" in "".join(before.split()[-1:]):
        return "two_at"
    if "," in behind.rstrip(","):
        return "comma"
    return "no_dot" if "." not in behind.strip(".") else "broken"


def _is_ours(address: str, policy: Policy) -> bool:
    return domain_of(address).casefold() in {domain_of(one) for one in policy.addresses}


def _is_valid(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
