"""Every reply of the program as the person gets it, in each language and on each channel, with facts made up for it.

Nothing is changed here: the words are files of the program, and what is the organisation's own stands in its policy.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from types import ModuleType
from typing import Any

from fastapi import APIRouter, Request, Response

from cases.errors import PolicyError
from cases.policy import Policy
from desk.faults import Missing
from desk.pages import page
from desk.people import Administrator
from desk.printing import drawn
from desk.visitor import Desk, Visitor
from replies import catalogue, points
from replies.answers import AnswerFacts
from replies.grounds import GROUNDS
from replies.pdf import Sheet, letter_page
from replies.render import FOLDER, Facts, Rendered, Shape, render
from replies.statements import statement
from replies.words import LANGUAGES

router = APIRouter()

GROUPS = ("automatic", "completed", "approved", "answers")
"""How replies are told apart: by what the program does, and what a person."""


@dataclass(frozen=True)
class Reply:
    """One reply: its name, the group it is of, whether it leaves unseen here, and the facts it is shown with."""

    name: str
    group: str
    unseen: bool
    samples: tuple[Any, ...]


@dataclass(frozen=True)
class Shown:
    """A reply in words, with the passages in it that are the organisation's own. `bubble` is "" where it has none."""

    letter: Rendered
    bubble: str
    own: tuple[str, ...]

    def pieces(self, text: str) -> tuple[tuple[str, bool], ...]:
        """Cut a text where words of the organisation's own begin and end."""
        if not self.own:
            return ((text, False),)
        parts = re.split("(" + "|".join(map(re.escape, self.own)) + ")", text)
        return tuple((part, part in self.own) for part in parts if part)


@router.get("/desk/admin/templates")
async def templates(request: Request, me: Administrator) -> Response:
    """List every reply, for roles that administer."""
    every = {group: [one for one in _replies(me.policy) if one.group == group] for group in GROUPS}
    return page(request, "admin_templates.html", me, every=every, folder=me.policy.id)


@router.get("/desk/admin/templates/{reply}")
async def template(request: Request, reply: str, me: Administrator, lang: str = "", of: int = 0) -> Response:
    """Show one reply in a language, with one of its samples."""
    found = _reply(reply, me.policy)
    language = _language(lang, me)
    number = of if 0 <= of < len(found.samples) else 0
    shown = _shown(found, number, language, me.policy)
    facts: dict[str, Any] = {"reply": found, "language": language, "number": number, "shown": shown}
    return page(request, "admin_template.html", me, **facts, languages=LANGUAGES)


@router.get("/desk/admin/templates/{reply}/{language}.pdf")
async def template_on_paper(reply: str, language: str, me: Administrator, desk: Desk, of: int = 0) -> Response:
    """Give a reply as it is printed."""
    found = _reply(reply, me.policy)
    if language not in LANGUAGES or not 0 <= of < len(found.samples):
        raise Missing
    words = _shown(found, of, language, me.policy).letter
    sheet = Sheet(words.subject, words.body, language, me.policy, (), desk.offices[me.policy.id].day(desk.clock()))
    return await drawn(letter_page(sheet), f"{reply}.{language}.pdf")


def _reply(name: str, policy: Policy) -> Reply:
    for one in _replies(policy):
        if one.name == name:
            return one
    raise Missing


def _replies(policy: Policy) -> Iterator[Reply]:
    for group, modules in _modules():
        for module in modules:
            name = module.__name__.rpartition(".")[2]
            yield Reply(name, group, policy.leaves_unseen(name), tuple(module.SAMPLES))


def _modules() -> Iterator[tuple[str, tuple[ModuleType, ...]]]:
    yield "automatic", catalogue.AUTOMATIC
    yield "completed", catalogue.COMPLETED
    yield "approved", catalogue.APPROVED
    yield "answers", tuple(sys.modules[facts.__module__] for facts in catalogue.ANSWERS.values())


def _shown(reply: Reply, number: int, language: str, policy: Policy) -> Shown:
    said = _statements(reply, language, policy)
    facts: Facts = _of_ours(reply.samples[number], tuple(said.values()), policy)
    own = tuple(text for id_, text in said.items() if id_ in policy.statements)
    return Shown(render(facts, language), _bubble(facts, language), own)


def _of_ours(sample: Any, statements: tuple[str, ...], policy: Policy) -> Any:  # noqa: ANN401 - facts of any reply
    """Give a sample as it would be of this organisation: its name, how it is reached, and what it has to say."""
    ours = {"organisation": policy.name, "contact": policy.contact, "controller": policy.legal_entity}
    known = {one.name for one in fields(sample)}
    said = {"statements": statements} if isinstance(sample, AnswerFacts) else {}
    return replace(sample, **{key: value for key, value in ours.items() if key in known}, **said)


def _statements(reply: Reply, language: str, policy: Policy) -> dict[str, str]:
    """Give what the policy, and the law, demand of an answer here, by id; nothing of any other letter."""
    kinds = (kind for kind, facts in catalogue.ANSWERS.items() if facts.__module__ == f"replies.{reply.name}")
    demanded = (id_ for kind in kinds for id_ in policy.rules(kind).statements if id_ not in {*points.ALL, *GROUNDS})
    return {id_: _text(policy, id_, language) for id_ in demanded}


def _text(policy: Policy, id_: str, language: str) -> str:
    """Give the text of a statement, in a language of the organisation's where it has none in the one wished for."""
    try:
        return statement(policy, id_, language)
    except PolicyError:
        return statement(policy, id_, policy.language(language))


def _bubble(facts: Facts, language: str) -> str:
    name = type(facts).__module__.removeprefix("replies.")
    if not isinstance(facts, AnswerFacts) and not (FOLDER / name / f"{language}.{Shape.BUBBLE}").is_file():
        return ""
    return render(facts, language, Shape.BUBBLE).body


def _language(wished: str, me: Visitor) -> str:
    return wished if wished in LANGUAGES else me.policy.languages[0]
