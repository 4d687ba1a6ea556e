"""Rows in which nothing stands yet but what is the same in every invented case."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table

from cases.kind import Kind
from cases.policy import ClockName
from cases.reading import FoundKind, Reading
from storage.messages import reading_to_json
from storage.outbox_table import OUTBOX
from storage.tables import CASE, CLOCK, MESSAGE

KINDS = (Kind.COMPLAINT, Kind.COMPLAINT, Kind.COMPLAINT, Kind.FEEDBACK, Kind.ACCESS, Kind.ERASURE, Kind.OTHER)
"""What people write about, as often as it stands here."""


def as_json(value: object) -> str:
    """Write a value as a column of JSON has it."""
    return json.dumps(value, separators=(",", ":"))


def empty(table: Table, **values: object) -> Mapping[str, Any]:
    """Give a row of a table in which nothing stands but these values."""
    return {**dict.fromkeys((column.name for column in table.columns), None), **values}


BLANK_CASE = empty(
    CASE,
    **dict.fromkeys(("met", "missing", "flags", "excluded"), "[]"),
    direct=False,
    counted=False,
    channel="mail",
    policy_version="1",
)
BLANK_MESSAGE = empty(
    MESSAGE, channel="mail", verdict="admit", reason="is_from_a_person", automatic=False, may_answer=True, repeats=0
)
BLANK_CLOCK = empty(
    CLOCK,
    name=ClockName.ANSWER.value,
    term="1 month",
    basis="eu",
    law="GDPR Art. 12(3)",
    told=True,
    calendar="DK 2026-11",
    because=as_json(["Received.", "Counted."]),
    paused_days=0,
    steps_done="[]",
)
BLANK_LETTER = empty(
    OUTBOX,
    **dict.fromkeys(("stops", "statements", "attach"), "[]"),
    headers=as_json({"automatic": "auto-replied", "answers": None, "references": []}),
    channel="mail",
    attempt=0,
    draft_version=1,
)
READINGS = {
    kind: as_json(
        reading_to_json(
            Reading(
                language="da",
                kinds=(FoundKind(kind, 0.95, ("Kursus",)),),
                text="",
                fields={},
                flags=frozenset(),
                sensitive=(),
                documents=(),
                says_no_documents=False,
                unsure=False,
            )
        )
    )
    for kind in KINDS
}
SYLLABLES = (
    *("ka", "mi", "so", "ane", "bir", "tor", "vil", "hel", "ros", "fin", "lar", "gud", "ing", "mads", "ulla"),
    *("jes", "per", "dor", "wil", "jan", "kees", "bram", "fem", "lies", "noor", "sten", "berg", "dal", "holm"),
    *("lund", "gaard", "huis", "veld", "dijk", "mans", "sen", "ler", "ning", "rup", "by"),
)
