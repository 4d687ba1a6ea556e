"""The answer that waits for staff: prepared, with what it must say; a person completes and approves it. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.decision import Decision
from cases.message import Channel
from cases.office import Office
from cases.outgoing import Outgoing, Stop
from cases.policy import ClockName, Policy
from handlers.all import handler_of, work_of
from intake.identity import DISCLOSES
from intake.letter import Under, in_words
from intake.opening import matter_of
from intake.values import Heard, Opening
from replies import points
from replies.catalogue import ANSWERS
from replies.grounds import GROUNDS
from replies.render import Rendered, words_on
from replies.statements import statement

ANSWER = "answer_"
"""How the names of the replies begin that tell what was decided, and hold what is personal."""


def draft_answer(heard: Heard, opening: Opening, office: Office) -> Outgoing:
    """Prepare the answer to a case, with the statements that the policy and the law demand.

    One that holds a person's data goes by mail: whoever writes in a chat has proved nothing (R-ID-4).
    """
    case = opening.case
    demanded = handler_of(case.kind).statements(matter_of(heard, case), office.policy)
    channel = Channel.MAIL if case.kind in DISCLOSES else case.channel
    words = answer_words(case, demanded, office.policy, channel)
    # An answer is more than a receipt: where none had left, nobody waits for one any longer.
    stops = tuple(Stop(case.id, name) for name in (ClockName.ACKNOWLEDGEMENT, ClockName.HANDLING, ClockName.ANSWER))
    letter = draft_letter(case, heard, f"{ANSWER}{case.kind}", words, (stops, demanded))
    return replace(letter, channel=channel)


def answer_words(
    case: Case, demanded: Iterable[str], policy: Policy, channel: Channel, decision: Decision | None = None
) -> Rendered:
    """Write the answer to a case as a person finds it: what it must say stands in it, the rest is theirs to fill in.

    What was decided gives it its parts; without a decision all of them are there. In a chat it is no letter, but says
    the same.
    """
    placed = {*points.ALL, *GROUNDS, *work_of(case.kind).warnings(policy)}
    statements = tuple(statement(policy, id_, case.language) for id_ in demanded if id_ not in placed)
    facts = ANSWERS[case.kind]
    known: dict[str, Any] = {
        "number": case.number,
        "organisation": policy.name,
        "contact": policy.contact,
        "name": case.requester.name,
        "received": case.received_at.astimezone(ZoneInfo(policy.zone)).date(),
        "statements": statements,
        "controller": policy.legal_entity,
        **_of_right(case, policy, decision),
    }
    said = facts(**{name: known[name] for name in facts.__dataclass_fields__ if name in known})
    return words_on(channel, said, case.language)


def _of_right(case: Case, policy: Policy, decision: Decision | None) -> dict[str, Any]:
    """Give what only answers about rights tell: what was decided and why, who had the data, what is lost with them."""
    language = case.language
    return {
        "ruling": decision.ruling if decision else "",
        "grounds": tuple(statement(policy, id_, language) for id_ in (decision.grounds if decision else ())),
        "recipients": tuple(one.described(language) for one in policy.recipients),
        "outside": tuple(one.described(language) for one in policy.recipients if one.outside_eea),
        "warnings": tuple(statement(policy, id_, language) for id_ in work_of(case.kind).warnings(policy)),
    }


def draft_letter(
    case: Case, heard: Heard, reply: str, words: Rendered, effects: tuple[tuple[Stop, ...], tuple[str, ...]]
) -> Outgoing:
    """Give a draft to the requester: `effects` are what it stops and what it must say."""
    stops, statements = effects
    letter = in_words(case, (reply, "case"), words, heard.message.received_at, Under.message(heard.message))
    return replace(letter, stops=stops, statements=statements)
