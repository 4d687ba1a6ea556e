"""Labelled letters as anyone writes them: what is missing is not measured, what is wrong is named."""

from typing import Any

import pytest

from cases.errors import BadInput
from cases.kind import Flag, Kind
from cases.message import Address, Channel
from service.labels import Labelled, labelled

WHOLE = {
    "id": "a-1",
    "language": "da",
    "kinds": ["access", "erasure"],
    "flags": ["on_behalf"],
    "subject": "Indsigt",
    "text": "Hvad har I om mig?",
    "from": "Anna Holm",
    "name": "Anna Holm",
    "fields": {"phone": "12 34 56 78", "wrong": "Hulm", "right": "Holm", "provider": "Metier", "order": 4711},
    "sensitive": ["cpr"],
}


def test_every_label_is_understood_and_fields_have_the_names_that_reading_gives_them() -> None:
    assert labelled(WHOLE, 1) == Labelled(
        id="a-1",
        text="Hvad har I om mig?",
        subject="Indsigt",
        sender="Anna Holm",
        language="da",
        kinds=(Kind.ACCESS, Kind.ERASURE),
        flags=frozenset({Flag.ON_BEHALF}),
        name="Anna Holm",
        fields={
            "phone": "12 34 56 78",
            "what_is_wrong": "Hulm",
            "proposed_value": "Holm",
            "target_provider": "Metier",
            "order": "4711",
        },
        sensitive=frozenset({"cpr"}),
    )


def test_a_label_that_is_not_given_is_none_and_a_letter_without_id_has_its_line_s_number() -> None:
    bare = labelled({"text": "Hej"}, 17)
    assert (bare.id, bare.language, bare.kinds, bare.flags, bare.name, bare.sensitive) == ("17", *[None] * 5)
    assert bare.fields == {}


def test_a_name_of_null_says_that_the_letter_states_none() -> None:
    assert labelled({"text": "Hej", "name": None}, 1).name == ""


@pytest.mark.parametrize("written", ["da", "DA", "da-DK"])
def test_a_language_is_one_however_it_is_written(written: str) -> None:
    assert labelled({"text": "Hej", "language": written}, 1).language == "da"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": 4}, 'expected an object with "id", "text" and labels'),
        ({"kinds": ["acces"]}, 'kind "acces" is not known; expected one of access, '),
        ({"kinds": []}, '"kinds" is empty; a letter that is no matter of any kind is ["other"]'),
        ({"kinds": "access"}, '"kinds" is no list of texts'),
        ({"kinds": [["access"]]}, '"kinds" is no list of texts'),
        ({"flags": ["urgent"]}, 'flag "urgent" is not known; expected one of breach_hint, '),
        ({"sensitive": "cpr"}, '"sensitive" is no list of texts'),
        ({"language": 7}, '"language" is no text'),
        ({"name": ["Anna"]}, '"name" is no text'),
        ({"fields": ["phone"]}, '"fields" is no object of texts'),
        ({"fields": {"phone": {}}}, '"fields" is no object of texts'),
    ],
)
def test_a_label_that_is_wrong_is_named_in_one_line(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput) as wrong:
        labelled(WHOLE | changed, 1)
    assert str(wrong.value).startswith(says)
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize("row", [None, 7, "text", ["text"], {}])
def test_what_is_no_letter_is_refused(row: object) -> None:
    with pytest.raises(BadInput, match="expected an object"):
        labelled(row, 1)


@pytest.mark.parametrize(
    ("sender", "channel", "address"),
    [
        ("", Channel.CHAT, Address("", "")),
        ("Holm, Anna", Channel.MAIL, Address("Holm, Anna", "")),
        ('"Holm, Anna" <anna@example.org>', Channel.MAIL, Address("Holm, Anna", "anna@example.org")),
    ],
)
def test_a_letter_is_handed_over_as_its_channel_would(sender: str, channel: Channel, address: Address) -> None:
    message = labelled({"text": "Hej", "from": sender}, 1).message()
    assert (message.text, message.channel, message.sender) == ("Hej", channel, address)
