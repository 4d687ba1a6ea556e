"""How often fields and flags are right in letters that people labelled; of those set aside, only how often in all."""

import json
from collections import Counter
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.message import Address
from cases.reading import Reading
from reading.likeness import no_model
from reading.read import read
from tests.builders import a_message, a_policy
from tests.reading.labelled import FOLDER

POLICY = a_policy()
TITLES = ("mr. ", "mrs. ", "ms. ", "dr. ", "mw. ", "mevrouw ", "prof. ", "drs. ", "ir. ", "ing. ")


def rows(*sets: str) -> Iterator[dict[str, Any]]:
    for name in sets:
        for path in sorted(FOLDER.glob(f"{name}.*.jsonl")):
            yield from map(json.loads, path.read_text("utf-8").splitlines())


def read_of(row: dict[str, Any]) -> Reading:
    address = "x@example.org" if row["from"] else ""
    message = a_message(subject=row["subject"], text=row["text"], sender=Address(row["from"], address))
    return read(message, POLICY, no_model)


def plain(name: str) -> str:
    small = name.casefold().strip(" .")
    return next((small.removeprefix(title) for title in TITLES if small.startswith(title)), small)


def is_name(found: str | None, stated: str) -> bool:
    """Say whether a name is the stated one; a stated first name may have been completed from the address."""
    return found is not None and (plain(found) + " ").startswith(plain(stated) + " ")


def rates(*sets: str) -> Counter[str]:
    """Count names stated and right, and names where neither the letter nor the address has one."""
    counted: Counter[str] = Counter()
    for row in rows(*sets):
        found = read_of(row).fields.get("name")
        if row["name"]:
            counted["stated"] += 1
            counted["right"] += is_name(found, row["name"])
        elif not row["from"]:
            counted["nameless"] += 1
            counted["invented"] += found is not None
    return counted


@pytest.mark.parametrize(("sets", "share"), [(("learnt", "plain"), 0.98), (("aside",), 0.95)])
def test_the_name_is_right_where_a_letter_states_one(sets: tuple[str, ...], share: float) -> None:
    counted = rates(*sets)
    assert counted["right"] >= share * counted["stated"], counted
    assert counted["invented"] <= 0.02 * counted["nameless"], counted


FIELDS = (("order", "order"), ("candidate", "candidate"), ("invoice", "invoice"), ("reference", "their_reference"))


@pytest.mark.parametrize(("label", "field"), FIELDS)
@pytest.mark.parametrize(("sets", "share"), [(("learnt", "plain"), 0.7), (("aside",), 0.6)])
def test_numbers_are_found_as_they_are_written(label: str, field: str, sets: tuple[str, ...], share: float) -> None:
    stated = [row for row in rows(*sets) if label in row["fields"]]
    right = sum(read_of(row).fields.get(field) == row["fields"][label] for row in stated)
    assert right >= share * len(stated), (right, len(stated))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=60), st.text(max_size=40))
def test_any_text_gives_fields(text: str, subject: str, shown: str) -> None:
    fields = read(
        a_message(text=text, subject=subject, sender=Address(shown, "x@example.org")), POLICY, no_model
    ).fields
    assert all(value for value in fields.values())


@pytest.mark.parametrize(
    "piece",
    ["a", "1 ", "a@", "Mvh\n", "my son ", "A. ", "den 3. marts ", "(", "06 ", "a,", "ik heet ", "to A ", "Klager: "],
)
def test_fields_of_a_megabyte_take_no_long_time(piece: str) -> None:
    message = a_message(text=piece * (1_000_000 // len(piece)), subject="")
    began = process_time()
    read(message, POLICY, no_model)
    assert process_time() - began < 5
