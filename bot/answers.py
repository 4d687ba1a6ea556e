"""What a line answers: the question that was asked before it, and what it tells of its own accord.

An answer is taken as people give it in a chat: "Anna Jensen", "jeg hedder anna", "geen idee". Where it cannot be right,
what is wrong with it is said, so that the person is not asked the same in the same words (WCAG 2.2, 3.3.1 and 3.3.3).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.addresses import address_in, wrong_address
from bot.hearing import Line, shape
from cases.policy import Policy
from cases.reading import DocumentKind, Reading
from reading.corrections import proposed_value
from reading.names import likely

LONGEST_VALUE = 200
FEW = 8
"""Words: so short a line is about little else than what it tells."""
MOST_NAME_WORDS = 6

_INTRODUCES, _LEADS_TO_NAME, _NOT_BUT = shape("introduces"), shape("leads_to_name"), shape("not_but")
_NAME_ENDS, _WITH_PROVIDER, _LEADS_TO_VALUE = shape("name_ends"), shape("with_provider"), shape("leads_to_value")
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
    if given is None and (line.is_only("unknown", "no", "none", "later") or line.is_among("no", "none", "later")):
        return LEFT_OUT
    return given


def told(asked: Asked) -> dict[str, str]:
    """Give what a line tells of whoever writes it, asked or not: name, e-mail address, telephone number, customer.

    Only what they plainly say of themselves: an address in a story may be somebody else's.
    """
    line, fields = asked.line, asked.reading.fields
    short = len(line.words) <= FEW
    own = line.has("own_email") or (short and not line.has("wrote_to"))
    found = {"email": address_in(line.text, asked.policy, said=own), "name": _name(asked)}
    found |= {"phone": fields.get("phone") if short or line.has("about_phone") else None}
    found |= {"customer": fields.get("customer") if asked.policy.customers or "customer" in fields else None}
    return {name: value for name, value in found.items() if value}


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
    under = asked.reading.fields.get("name", "")
    known = asked.told.get("name") or len(line.words) <= FEW or " " not in under
    return None if known else under


def _answered_name(asked: Asked) -> Answer | None:
    line = asked.line
    if not line.rest or line.text.endswith("?"):
        return None
    own = _name(asked) or renamed(line, "") or (as_name(_first_piece(asked)) if len(line.words) <= FEW else None)
    return Answer({"name": own}, settled=True) if own else None


def _first_piece(asked: Asked) -> str:
    """Give what stands before the first comma or address, without what leads in to a name."""
    return _LEADS_TO_NAME.sub("", asked.line.text.split("\n")[0])


def _answered_email(asked: Asked) -> Answer | None:
    line = asked.line
    address = address_in(line.text, asked.policy, said=True)
    wrong = wrong_address(line.text, address, asked.policy)
    if wrong and not (wrong == "domain" and asked.again):
        return Answer(wrong=wrong)
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
    if (
        line.is_only("none", "no")
        or line.is_only("no")
        or reading.says_no_documents
        or (short and line.has("no_files"))
    ):
        return Answer(settled=True, say="no_files", no_documents=True)
    return UPLOAD if line.is_only("yes") else None


def _answered_authority(asked: Asked) -> Answer | None:
    if asked.reading.documents:
        return Answer({"authority": "file"}, settled=True, say="file")
    return UPLOAD if asked.line.is_only("yes") else None


def _answered_customer(asked: Asked) -> Answer | None:
    line = asked.line
    if named := asked.reading.fields.get("customer"):
        return Answer({"customer": named}, settled=True)
    if line.has("no_learner"):
        return Answer(settled=True, say="left_out")
    if not line.rest or line.text.endswith("?"):
        return None
    where = _WITH_PROVIDER.match(line.text)
    if len(line.words) > FEW and not where:
        return None
    return _valued("customer", where["value"] if where else line.text)


def _answered_programme(asked: Asked) -> Answer | None:
    line = asked.line
    if named := asked.reading.fields.get("course"):
        return Answer({"programme": named}, settled=True)
    return _valued("programme", line.text) if line.rest and not line.text.endswith("?") else None


def _answered_wrong(asked: Asked) -> Answer | None:
    line = asked.line
    if not line.rest or line.text.endswith("?"):
        return None
    better = proposed_value(line.text)
    fields = {"what_is_wrong": _cut(line.text)} | ({"proposed_value": _cut(better)} if better else {})
    return Answer(fields, settled=True)


def _answered_value(asked: Asked) -> Answer | None:
    line = asked.line
    if not line.words or line.text.endswith("?") or line.is_among("unknown", "no", "yes", "later", "hello"):
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
