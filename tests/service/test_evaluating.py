"""How right reading is: each figure counts what it says, and only where the labels tell."""

from typing import Any

import pytest

from cases.kind import Flag, Kind
from cases.reading import FoundKind, Sensitive
from service.evaluating import MEASURES, Read, evaluate, worst
from service.labels import Labelled
from tests.builders import a_reading


def a_letter(id_: str = "a", **labels: Any) -> Labelled:  # noqa: ANN401 - any label
    return Labelled(id=id_, **{"text": "Hvad har I liggende om mig?", "language": "da"} | labels)


def read(*found: Kind, label: Labelled | None = None, **changed: Any) -> Read:  # noqa: ANN401 - any field of a reading
    kinds = tuple(FoundKind(kind, 0.9 - place / 10, ()) for place, kind in enumerate(found or (Kind.OTHER,)))
    return Read(label or a_letter(), a_reading(**{"kinds": kinds, "fields": {}} | changed))


def labelled_as(*kinds: Kind, found: tuple[Kind, ...], language: str = "da") -> Read:
    return read(*found, label=a_letter(kinds=kinds, language=language))


def rate(one: Read, measure: str) -> tuple[int, int]:
    found = evaluate([one])["rates"][measure]["all"]
    return found["count"], found["of"]


@pytest.mark.parametrize(
    ("labels", "found", "recognised", "taken"),
    [
        ([Kind.ACCESS], [Kind.ERASURE], (1, 1), (0, 0)),
        ([Kind.ACCESS], [Kind.OTHER], (0, 1), (0, 0)),
        ([Kind.COMPLAINT], [Kind.FEEDBACK], (0, 1), (0, 0)),
        ([Kind.OTHER, Kind.ACCESS], [Kind.ACCESS], (1, 1), (0, 0)),
        ([Kind.OTHER], [Kind.OTHER], (0, 0), (0, 1)),
        ([Kind.OTHER], [Kind.FEEDBACK], (0, 0), (0, 1)),
        ([Kind.FEEDBACK], [Kind.COMPLAINT], (0, 0), (1, 1)),
    ],
)
def test_a_matter_is_recognised_by_whatever_kind_there_is_to_act_on(
    labels: list[Kind], found: list[Kind], recognised: tuple[int, int], taken: tuple[int, int]
) -> None:
    one = labelled_as(*labels, found=tuple(found))
    assert rate(one, "matters_recognised") == recognised
    assert rate(one, "ordinary_taken_for_a_matter") == taken


def test_the_first_kind_is_right_only_where_it_is_the_main_one() -> None:
    both = (Kind.ACCESS, Kind.ERASURE)
    assert rate(labelled_as(*both, found=both), "first_kind_right") == (1, 1)
    assert rate(labelled_as(*both, found=both[::-1]), "first_kind_right") == (0, 1)


def test_a_language_is_asked_for_of_texts_long_enough_to_tell_too() -> None:
    short = read(label=a_letter(text="Hej med jer", language="nl"), language="da")
    assert rate(short, "language_right") == (0, 1)
    assert rate(short, "language_right_from_five_words") == (0, 0)
    assert rate(read(language="da"), "language_right_from_five_words") == (1, 1)


@pytest.mark.parametrize(
    ("name", "sender", "found", "right", "made_up"),
    [
        ("Anna Holm", "", {"name": "anna  holm"}, (1, 1), (0, 0)),
        ("A. Holm", "", {"name": "A Holm"}, (1, 1), (0, 0)),
        ("Anna Holm", "", {"name": "Anna"}, (0, 1), (0, 0)),
        ("Anna Holm", "Anna", {}, (0, 1), (0, 0)),
        ("", "", {}, (0, 0), (0, 1)),
        ("", "", {"name": "Venlig Hilsen"}, (0, 0), (1, 1)),
        ("", "Anna Holm", {"name": "Anna Holm"}, (0, 0), (0, 0)),
        (None, "", {"name": "Anna"}, (0, 0), (0, 0)),
    ],
)
def test_a_name_is_right_as_the_letter_states_it(
    name: str | None, sender: str, found: dict[str, str], right: tuple[int, int], made_up: tuple[int, int]
) -> None:
    one = read(label=a_letter(name=name, sender=sender), fields=found)
    assert (rate(one, "name_right"), rate(one, "name_made_up")) == (right, made_up)


@pytest.mark.parametrize(
    ("labels", "found", "whole", "false"),
    [
        ({"cpr", "health"}, {"cpr", "health"}, (1, 1), (0, 1)),
        ({"cpr", "health"}, {"cpr"}, (0, 1), (0, 1)),
        ({"cpr"}, {"cpr", "bsn"}, (1, 1), (1, 1)),
        (set(), {"bsn"}, (0, 0), (1, 1)),
        (None, {"bsn"}, (0, 0), (0, 0)),
    ],
)
def test_sensitive_data_is_found_whole_and_falsely(
    labels: set[str] | None, found: set[str], whole: tuple[int, int], false: tuple[int, int]
) -> None:
    label = a_letter(sensitive=None if labels is None else frozenset(labels))
    one = read(label=label, sensitive=tuple(Sensitive(category, "•") for category in found))
    assert (rate(one, "sensitive_found"), rate(one, "sensitive_false")) == (whole, false)


def test_each_category_of_sensitive_data_is_counted_by_itself() -> None:
    cpr = (Sensitive("cpr", "•"),)
    labels = [frozenset({"cpr"}), frozenset({"cpr"}), frozenset[str]()]
    found = [cpr, (), cpr]
    reads = [read(label=a_letter(sensitive=label), sensitive=seen) for label, seen in zip(labels, found, strict=True)]
    told = evaluate(reads)["sensitive"]["all"]
    assert list(told) == ["cpr"]
    assert (told["cpr"]["found"]["count"], told["cpr"]["found"]["of"]) == (1, 2)
    assert (told["cpr"]["false"]["count"], told["cpr"]["false"]["of"]) == (1, 1)


def test_precision_recall_and_f1_are_those_of_every_kind_a_letter_has() -> None:
    reads = [
        labelled_as(Kind.ACCESS, Kind.ERASURE, found=(Kind.ACCESS,)),
        labelled_as(Kind.ACCESS, found=(Kind.ACCESS, Kind.COMPLAINT)),
        labelled_as(Kind.OTHER, found=(Kind.ACCESS,)),
    ]
    told = evaluate(reads)["kinds"]["all"]
    assert set(told) == {"access", "erasure", "complaint", "other"}
    access = told["access"]
    assert (access["precision"]["count"], access["precision"]["of"]) == (2, 3)
    assert (access["recall"]["count"], access["recall"]["of"]) == (2, 2)
    assert access["f1"] == 0.8
    assert (told["erasure"]["precision"]["share"], told["erasure"]["recall"]["share"]) == (None, 0.0)


def test_flags_are_counted_where_they_are_labelled() -> None:
    follow_up = frozenset({Flag.FOLLOW_UP})
    reads = [
        read(label=a_letter(flags=follow_up), flags=follow_up),
        read(label=a_letter(flags=frozenset()), flags=follow_up),
        read(label=a_letter(flags=None), flags=follow_up),
    ]
    told = evaluate(reads)["flags"]["all"]["follow_up"]
    assert (told["precision"]["count"], told["precision"]["of"], told["recall"]["of"]) == (1, 2, 1)


def test_the_confusion_says_what_each_main_kind_was_taken_for() -> None:
    reads = [
        labelled_as(Kind.ACCESS, found=(Kind.ACCESS,)),
        labelled_as(Kind.ACCESS, found=(Kind.OTHER,), language="nl"),
        labelled_as(Kind.APPEAL, found=(Kind.COMPLAINT, Kind.APPEAL)),
    ]
    told = evaluate(reads)["confusion"]
    assert told["all"] == {"access": {"access": 1, "other": 1}, "appeal": {"complaint": 1}}
    assert told["nl"] == {"access": {"other": 1}}


def test_languages_stand_in_the_order_of_their_letters_after_all_together() -> None:
    reads = [read(label=a_letter(language=code)) for code in ("nl", "da", "da", None)]
    assert list(evaluate(reads)["letters"].items()) == [("all", 4), ("da", 3), ("nl", 1)]


@pytest.mark.parametrize(
    ("name", "labelled", "found", "right"),
    [
        ("phone", "22 41 55 87", "+4522415587", 1),
        ("phone", "22 41 55 87", "+4522415588", 0),
        ("order", "MX-4711", "mx4711", 1),
        ("order", "4711", "47112", 0),
        ("course", "Lean Green Belt", "Lean", 1),
        ("course", "Lean", "", 0),
        ("reference", "MX-26-481903", "MX-26-481903", 1),
    ],
)
def test_a_field_is_right_as_its_sort_of_thing_is_the_same(name: str, labelled: str, found: str, right: int) -> None:
    told = evaluate([read(label=a_letter(fields={name: labelled}), fields={name: found} if found else {})])
    assert (told["fields"]["all"][name]["count"], told["fields"]["all"][name]["of"]) == (right, 1)


def test_of_a_letter_without_labels_only_what_needs_none_is_counted() -> None:
    told = evaluate([read(label=Labelled(id="a", text="Hej"))])
    measured = {name for name, rates in told["rates"].items() if rates["all"]["of"]}
    assert measured == {"unsure"}
    assert set(told["rates"]) == set(MEASURES)


def test_the_worst_are_those_that_were_surest_and_a_missed_matter_before_its_like() -> None:
    sure, doubtful = 0.99, 0.6
    reads = [
        read(
            label=a_letter(name, kinds=(wanted,), text="hemmeligt"),
            kinds=(FoundKind(found, confidence, ("hemmeligt",)),),
        )
        for name, wanted, found, confidence in (
            ("right", Kind.ACCESS, Kind.ACCESS, sure),
            ("doubtful", Kind.ACCESS, Kind.ERASURE, doubtful),
            ("taken", Kind.OTHER, Kind.APPEAL, sure),
            ("missed", Kind.ACCESS, Kind.OTHER, sure),
        )
    ]
    told = worst(reads, 9)
    assert [one["id"] for one in told] == ["missed", "taken", "doubtful"]
    assert told[0] == {"id": "missed", "labelled": ["access"], "read": ["other"], "confidence": 0.99}
    assert worst(reads, 1) == told[:1]
    assert worst(reads, 0) == []
    assert "hemmeligt" not in str(told) + str(evaluate(reads))
