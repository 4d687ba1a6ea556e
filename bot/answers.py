"""What a line answers: the question that was asked before it, and what it tells of its own accord.

An answer is taken as people give it in a chat: "Anna Jensen", "jeg hedder anna", "geen idee". Where it cannot be right,
what is wrong with it is said, so that the person is not asked the same in the same words (WCAG 2.2, 3.3.1 and 3.3.3).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from types import MappingProxyType

from bot.addresses import address_in, unspelled, wrong_address
from bot.hearing import SHORT, Line, shape
from cases.organisation import Role
from cases.policy import Policy
from cases.reading import DocumentKind, Reading
from reading.corrections import proposed_value
from reading.names import likely

LONGEST_VALUE = 200
FEW = 8
"""Words: so short a line is about little else than what it tells."""
MOST_NAME_WORDS = 6

_INTRODUCES, _LEADS_TO_NAME, _NOT_BUT = shape("introduces"), shape("leads_to_name"), shape("not_but")
_STUDIES_WITH, _NAME_ENDS, _WITH_PROVIDER, _LEADS_TO_VALUE = (
    shape("studies_with"),
    shape("name_ends"),
    shape("with_provider"),
    shape("leads_to_value"),
)
_NO = re.compile(r"^\W*(?:nej|næ|nee|no|nope|sorry|undskyld)\b[\s,.:!-]*", re.IGNORECASE)
_ADDRESS = re.compile(r"\S*@\S*")
_WORDS_OF_NAME = re.compile(r"[^\W\d_][^\d_@]*")


@dataclass(frozen=True)
class Answer:
    """What a line answers to a question.

    `fields` is what it tells. `settled`: the question need not be put again, whether or not it was answered. `say`
    names what is said to it; `wrong` what is wrong with it, where it has to be given again. `no_documents`: there are
    none.
    """

    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    settled: bool = False
    say: str = ""
    wrong: str = ""
    no_documents: bool = False


@dataclass(frozen=True)
class Asked:
    """A line with the question that was put before it; `again` is how often that was put once more."""

    line: Line
    reading: Reading
    policy: Policy
    told: Mapping[str, str]
    again: int = 0


LEFT_OUT = Answer(settled=True, say="left_out")
UPLOAD = Answer(say="upload")
"""Somebody has something to send: it is waited for."""


def answer(what: str, asked: Asked) -> Answer | None:
    """Give what a line answers to the question about `what`, None where it says something else."""
    line = asked.line
    given = _ANSWERS[what](asked) if what in _ANSWERS else None
    refused = line.is_only("unknown", "no", "none", "later") or line.is_among("no", "none", "later")
    if given is None and (refused or refuses(line)):
        return LEFT_OUT
    return given


def refuses(line: Line) -> bool:
    """Say whether somebody says in a few words that they do not want to tell what was asked."""
    return len(line.words) <= FEW and not line.asks and line.has("refuses")


def told(asked: Asked) -> dict[str, str]:
    """Give what a line tells of whoever writes it, asked or not: name, e-mail address, telephone number, customer.

    Only what they plainly say of themselves: an address in a story may be somebody else's.
    """
    line, fields = asked.line, asked.reading.fields
    short = len(line.words) <= FEW
    one = len(line.words) <= SHORT and line.text.count("@") == 1
    own = line.has("own_email") or ((short or one) and not line.has("wrote_to"))
    found = {"email": address_in(line.text, asked.policy, said=own), "name": _name(asked)}
    found |= {"phone": fields.get("phone") if short or line.has("about_phone") else None}
    found |= {"customer": fields.get("customer") or _studied_with(asked)}
    return {name: value for name, value in found.items() if value}


def _studied_with(asked: Asked) -> str | None:
    """Give the organisation that somebody says they take their course with, where we are only its processor."""
    if asked.policy.role is not Role.PROCESSOR or asked.told.get("customer"):
        return None
    match = _STUDIES_WITH.search(asked.line.text)
    value = _cut(match["value"]) if match else ""
    return value if value.casefold() not in {"", asked.policy.name.casefold()} else None


def renamed(line: Line, before: str) -> str | None:
    """Give a name that is corrected word by word: "geen Jan maar Johan" makes Johan de Vries of Jan de Vries."""
    match = _NOT_BUT.search(line.text)
    new = as_name(match["name"]) if match else None
    if not match or not new:
        return None
    old = [word.casefold() for word in match["old"].strip(" \"'“”").split()]
    words = before.split()
    at = next((n for n in range(len(words)) if [one.casefold() for one in words[n : n + len(old)]] == old), None)
    return new if at is None or " " in new else " ".join((*words[:at], new, *words[at + len(old) :]))


def as_name(said: str) -> str | None:
    """Give the name at the start of what was said, as it was written, or None where that is none."""
    plain = said.strip(" \t.,\"'“”«»*_-")
    end = _NAME_ENDS.search(plain)
    plain = (plain[: end.start()] if end else plain).strip(" .\"'“”«»*_-")
    if not _WORDS_OF_NAME.fullmatch(plain) or len(plain.split()) > MOST_NAME_WORDS or not _may_name(plain):
        return None
    as_written = likely(plain)
    loose = None if as_written or Line.of(plain).phrases else likely(plain.title())
    return as_written or (plain[len(plain) - len(loose) :] if loose else None)


def _may_name(plain: str) -> bool:
    """Say whether words may be a name, and are nothing that people say in a chat."""
    heard = Line.of(plain)
    return bool(heard.rest) and not heard.has("no_name")


def _name(asked: Asked) -> str | None:
    """Give the name a person says is theirs; in a letter-like line also the one that stands under it."""
    line = asked.line
    introduced = None if line.has("misspelt") else _INTRODUCES.search(line.text)
    if introduced and not _NOT_BUT.match(introduced["name"]):
        return as_name(introduced["name"])
    if not asked.told.get("name") and (beside := _before_address(line)):
        return beside
    under = asked.reading.fields.get("name", "")
    known = asked.told.get("name") or len(line.words) <= FEW or " " not in under
    return None if known else under


def _before_address(line: Line) -> str | None:
    """Give the name that a line begins with, right before an address: "Anna Holm anna@example.dk"."""
    before = _ADDRESS.split(line.text, 1)[0] if "@" in line.text else ""
    plain = before.strip(" \t,;:<(-")
    words = plain.split()
    named = len(words) > 1 and "\n" not in plain and words[0][0].isupper() and words[-1][0].isupper()
    return as_name(plain) if named else None


def _answered_name(asked: Asked) -> Answer | None:
    line = asked.line
    if not line.rest or line.text.endswith("?"):
        return None
    own = _name(asked) or renamed(line, "") or (as_name(_first_piece(asked)) if len(line.words) <= FEW else None)
    return Answer({"name": own}, settled=True) if own else None


def _first_piece(asked: Asked) -> str:
    """Give what stands before the first comma or address, without what leads in to a name."""
    return _LEADS_TO_NAME.sub("", _ADDRESS.sub("", unspelled(asked.line.text.split("\n")[0])))


def stated(line: Line) -> str:
    """Give what a line says without what leads in to it: "marie sørensen" of "nej, det er marie sørensen"."""
    return _LEADS_TO_VALUE.sub("", _LEADS_TO_NAME.sub("", _NO.sub("", line.text))).strip(" .,!\"'“”")


def alike(one: str, other: str) -> float:
    """Say how alike two values are, 0 to 1; 0 where they are the same."""
    one, other = one.casefold(), other.casefold()
    return 0.0 if one == other else SequenceMatcher(None, one, other).ratio()


def _answered_email(asked: Asked) -> Answer | None:
    line = asked.line
    address = address_in(line.text, asked.policy, said=True, asked=True)
    wrong = wrong_address(line.text, address, asked.policy)
    if wrong and not (wrong == "domain" and address == asked.told.get("email")):
        return Answer({"email": address} if address else {}, wrong=wrong)
    if address:
        return Answer({"email": address}, settled=True)
    return LEFT_OUT if line.has("no_email") else None


def _answered_documents(asked: Asked) -> Answer | None:
    line, reading = asked.line, asked.reading
    short = len(line.words) <= 2 * FEW
    if any(not one.is_probably(DocumentKind.IDENTITY_COPY) for one in reading.documents):
        return Answer(settled=True, say="file")
    if short and (line.is_only("later", "yes", "no") or line.has("files_later")):
        return Answer(settled=True, say="files_later")
    if reading.says_no_documents or line.is_only("none", "no") or (short and not line.asks and line.has("no_files")):
        return Answer(settled=True, say="no_files", no_documents=True)
    return UPLOAD if line.is_only("yes") else None


def _answered_authority(asked: Asked) -> Answer | None:
    line = asked.line
    short = len(line.words) <= 2 * FEW
    if asked.reading.documents:
        return Answer({"authority": "file"}, settled=True, say="file")
    if short and line.has("guardian"):
        return Answer(settled=True, say="guardian")
    if short and (line.is_only("later", "yes", "no") or line.has("files_later")):
        return Answer(settled=True, say="files_later")
    if line.is_only("no", "none") or (short and not line.asks and line.has("no_files")):
        return LEFT_OUT
    return UPLOAD if line.is_only("yes") else None


def _answered_customer(asked: Asked) -> Answer | None:
    line = asked.line
    if named := asked.reading.fields.get("customer"):
        return Answer({"customer": named}, settled=True)
    if line.has("no_learner"):
        return Answer(settled=True, say="left_out")
    if not line.rest or line.text.endswith("?"):
        return None
    where = _WITH_PROVIDER.match(line.text)
    if not where and (len(line.words) > FEW or not _is_value(line)):
        return None
    return _valued("customer", where["value"] if where else line.text)


def _answered_programme(asked: Asked) -> Answer | None:
    line = asked.line
    if named := asked.reading.fields.get("course"):
        return Answer({"programme": named}, settled=True)
    return _valued("programme", line.text) if line.rest and not line.asks and "@" not in line.text else None


def _is_value(line: Line) -> bool:
    """Say whether a line may be the name of something, and is no sentence."""
    return not (line.has("saying") or line.begins("no", "thanks", "bye") or "@" in line.text)


def _answered_wrong(asked: Asked) -> Answer | None:
    line = asked.line
    if not line.rest or line.text.endswith("?"):
        return None
    better = proposed_value(line.text)
    fields = {"what_is_wrong": _cut(line.text)} | ({"proposed_value": _cut(better)} if better else {})
    return Answer(fields, settled=True)


def _answered_value(asked: Asked) -> Answer | None:
    line = asked.line
    if not line.words or line.asks or line.is_among("unknown", "no", "yes", "later", "hello"):
        return None
    if line.has("stands_there") or "@" in line.text:
        return None
    return _valued("proposed_value", proposed_value(line.text) or line.text)


def _answered_description(asked: Asked) -> Answer | None:
    line = asked.line
    return Answer(settled=True) if len(line.rest) > 1 and not told(asked).keys() - {"customer"} else None


def _valued(what: str, written: str) -> Answer | None:
    value = _cut(_LEADS_TO_VALUE.sub("", written.strip()).strip(" .,!\"'“”"))
    return Answer({what: value}, settled=True) if any(map(str.isalnum, value)) else None


def _cut(written: str) -> str:
    return " ".join(written.split())[:LONGEST_VALUE]


_ANSWERS: Mapping[str, Callable[[Asked], Answer | None]] = {
    "name": _answered_name,
    "email": _answered_email,
    "documents": _answered_documents,
    "authority": _answered_authority,
    "customer": _answered_customer,
    "programme": _answered_programme,
    "what_is_wrong": _answered_wrong,
    "proposed_value": _answered_value,
    "description": _answered_description,
}
"""How each requirement is answered."""
