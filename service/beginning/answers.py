"""What `policy new` asks, how each answer is written, and what is meant where nothing is typed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.errors import BadInput
from cases.organisation import Role
from storage.policy_forms import ADDRESS, ID, LANGUAGES, LETTERS, TERM, TEXT, ZONE, member, one_of, several
from storage.policy_table import Form

Given = dict[str, Any]
"""The answers so far, by the name of their question."""

NONE = "-"
"""What is typed where there is none of what was asked for."""

_YES = one_of("yes", "no")


@dataclass(frozen=True)
class Question:
    """One question. `default` gives what is meant by an empty answer, from the answers before it; None: none is.

    A list is typed with commas. `optional`: NONE says that there is none. `only_if` leaves it out.
    """

    name: str
    words: str
    form: Form[Any]
    default: Callable[[Given], Any] = lambda _given: None
    many: bool = False
    optional: bool = False
    only_if: Callable[[Given], bool] = lambda _given: True

    def read(self, typed: str, given: Given) -> object:
        """Give the value that was typed; raise BadInput that says what was expected."""
        written = typed.strip() or self.default(given) or ""
        if self.optional and written in {"", NONE}:
            return () if self.many else None
        if not written.isprintable():
            raise BadInput("that holds what cannot be printed; expected letters, digits and signs")
        value: object = [part.strip() for part in written.split(",") if part.strip()] if self.many else written
        try:
            return self.form.read(value)
        except (ValueError, TypeError, BadInput):
            raise BadInput(f'"{typed.strip()}" will not do; expected {self.form.expected}') from None


_ZONES = {"DK": "Europe/Copenhagen", "NL": "Europe/Amsterdam"}
_SPOKEN = {"DK": "da, en, nl", "NL": "nl, en, da"}


def _said(value: str) -> Callable[[Given], str | None]:
    return lambda _given: value


def _appeals(given: Given) -> bool:
    return bool(given["appeals"] == "yes")


QUESTIONS: tuple[Question, ...] = (
    Question("id", "A short name for its folder, in small letters", ID),
    Question("name", "What letters call the organisation", TEXT),
    Question("legal_name", "Its name in the trade register", TEXT, lambda given: str(given["name"])),
    Question("registration", 'Its number there, such as "CVR 32666396"', TEXT, _said(NONE), optional=True),
    Question("letters", "Two capital letters that its case numbers begin with", LETTERS),
    Question("country", "The country where it is established, DK or NL", one_of("DK", "NL")),
    Question("zone", "Its time zone", ZONE, lambda given: _ZONES[given["country"]]),
    Question("role", "What it is under the GDPR, controller or processor", member(Role), _said(Role.CONTROLLER)),
    Question(
        "languages",
        "The languages it answers in, its own first",
        several(one_of(*LANGUAGES)),
        lambda given: _SPOKEN[given["country"]],
        many=True,
    ),
    Question("addresses", "The mail addresses where letters come in", several(ADDRESS), many=True),
    Question(
        "email", "The address that letters give people to write to", ADDRESS, lambda given: str(given["addresses"][0])
    ),
    Question("phone", "Its telephone number", TEXT, _said(NONE), optional=True),
    Question("post", "Its postal address", TEXT, _said(NONE), optional=True),
    Question("web", "Its site", TEXT, _said(NONE), optional=True),
    Question("version", "The version or date of its own policy", TEXT, _said("undated")),
    Question(
        "resolution",
        'The time in which a complaint is solved, such as "14 working days"; people are told the date',
        TERM,
        _said(NONE),
        optional=True,
    ),
    Question("appeals", "Can people appeal against its decisions, yes or no", _YES, _said("no")),
    Question("appeal_receipt", "An appeal is acknowledged within", TERM, _said("48 hours"), only_if=_appeals),
    Question("appeal_answer", "An appeal is decided within", TERM, _said("14 working days"), only_if=_appeals),
    Question("keeps", "How long a case is kept once it is over", TERM, _said("5 years")),
)
"""Every question, in order. The law's own times are not asked for: they are the same for everybody."""


@dataclass(frozen=True)
class Taken:
    """What other organisations of the folder already have, and this one cannot."""

    ids: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    addresses: frozenset[str] = field(default_factory=frozenset)

    def refuse(self, name: str, value: object) -> None:
        """Raise BadInput where an answer is somebody else's already."""
        taken: Mapping[str, frozenset[str]] = {"id": self.ids, "letters": self.letters, "addresses": self.addresses}
        mine: Iterable[object] = value if isinstance(value, tuple) else (value,)
        for one in mine:
            if one in taken.get(name, ()):
                raise BadInput(f'"{one}" belongs to another organisation; expected one that is free')


def ask_all(ask: Callable[[Question, str | None], str], complain: Callable[[str], None], taken: Taken) -> Given:
    """Ask every question until its answer will do; give the answers.

    `ask` gives what was typed, of a question and what an empty answer means; `complain` says what was wrong with it.
    """
    given: Given = {}
    for question in QUESTIONS:
        if question.only_if(given):
            given[question.name] = _answer(question, given, (ask, complain), taken)
    return given


def _answer(
    question: Question,
    given: Given,
    person: tuple[Callable[[Question, str | None], str], Callable[[str], None]],
    taken: Taken,
) -> object:
    ask, complain = person
    while True:
        try:
            value = question.read(ask(question, question.default(given)), given)
            taken.refuse(question.name, value)
        except BadInput as wrong:
            complain(str(wrong))
        else:
            return value
