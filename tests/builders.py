"""Valid things to test with: each builder gives one that is in order, and takes what the test is about."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from cases.case import Case, Requester, Status
from cases.kind import Kind
from cases.message import Address, Channel, Message
from cases.organisation import Contact, Queue, Role, Sight, StaffRole, WorkingHours
from cases.policy import ClockName, ClockRule, KindRules, Policy
from cases.reading import FoundKind, Reading
from cases.term import Basis, Term

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday morning, eleven o'clock in Copenhagen and Amsterdam."""


def a_message(**changed: Any) -> Message:  # noqa: ANN401 - a builder takes any field
    """Give a plain Danish letter from a person to an organisation."""
    message = Message(
        channel=Channel.MAIL,
        received_at=AT,
        return_path="anna@example.org",
        recipients=("info@mentorix.dk",),
        sender=Address("Anna Holm", "anna@example.org"),
        subject="Klage over kursus",
        text="Jeg vil gerne klage over kurset.\n\nVenlig hilsen\nAnna Holm",
        fingerprint="f1",
        to=(Address("", "info@mentorix.dk"),),
        message_id="<one@example.org>",
    )
    return replace(message, **changed)


def a_reading(*kinds: Kind, **changed: Any) -> Reading:  # noqa: ANN401 - a builder takes any field
    """Give a reading of the kinds named (a complaint if none is)."""
    reading = Reading(
        language="da",
        kinds=tuple(FoundKind(kind, 0.95, ("klage",)) for kind in kinds or (Kind.COMPLAINT,)),
        text="Jeg vil gerne klage over kurset.",
        fields={"name": "Anna Holm", "email": "anna@example.org"},
    )
    return replace(reading, **changed)


def a_policy(**changed: Any) -> Policy:  # noqa: ANN401 - a builder takes any field
    """Give a small policy: one queue, complaints within 14 working days, everything else within a month."""
    receipt = ClockRule(ClockName.ACKNOWLEDGEMENT, Term.parse("24 hours"), Basis.PROMISE, "our promise")
    month = ClockRule(ClockName.ANSWER, Term.parse("1 month"), Basis.EU, "GDPR Art. 12(3)", told=True)
    own = ClockRule(ClockName.ANSWER, Term.parse("14 working days"), Basis.PROMISE, "our promise", told=True)
    rules = {kind: KindRules("administration", ("name", "email"), (receipt, month), (), ()) for kind in Kind}
    rules[Kind.COMPLAINT] = KindRules("administration", ("name", "email", "documents"), (receipt, own), (), ())
    rules[Kind.OTHER] = rules[Kind.FEEDBACK] = KindRules("administration", (), (receipt,), (), ())
    policy = Policy(
        id="mentorix",
        letters="MX",
        name="Mentorix",
        legal_name="Mentorix Aps",
        country="DK",
        zone="Europe/Copenhagen",
        role=Role.CONTROLLER,
        languages=("da", "en", "nl"),
        addresses=("info@mentorix.dk",),
        contact=Contact("info@mentorix.dk"),
        version="1",
        hours=WorkingHours(frozenset({1, 2, 3, 4, 5}), time(8), time(16)),
        kinds=rules,
        queues=(Queue("administration", {"en": "administration"}, ("administrator",)),),
        roles=(StaffRole("administrator", {"en": "administrator"}, Sight.CASES, approves=True),),
        unseen=frozenset({"acknowledgement", "deadline_reply"}),
    )
    return replace(policy, **changed)


def a_case(**changed: Any) -> Case:  # noqa: ANN401 - a builder takes any field
    """Give an open complaint of Anna's."""
    case = Case(
        organisation="mentorix",
        id=1,
        number="MX-26-481903",
        kind=Kind.COMPLAINT,
        status=Status.OPEN,
        thread=1,
        requester=Requester("Anna Holm", "anna@example.org"),
        language="da",
        queue="administration",
        received_at=AT,
        opened_for=1,
    )
    return replace(case, **changed)
