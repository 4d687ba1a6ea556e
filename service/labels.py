"""Letters with what a person says of them: the labels that reading is measured against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parseaddr
from enum import StrEnum
from typing import Any, TypeVar

from cases.errors import BadInput
from cases.kind import Flag, Kind
from cases.message import Address, Channel, Message

_Member = TypeVar("_Member", bound=StrEnum)
_Made = TypeVar("_Made")

FIELDS = {"wrong": "what_is_wrong", "right": "proposed_value", "provider": "target_provider"}
"""Short names of fields, and what reading calls them. Every other field has one name."""


@dataclass(frozen=True)
class Labelled:
    """A letter and its labels; a label that is None was not given and is not measured.

    `kinds` begins with the main one. `sender` is the name shown beside the address, with the address if it is known.
    `name` is what the letter itself states, "" where a person says that it states none.
    """

    id: str
    text: str
    subject: str = ""
    sender: str = ""
    language: str | None = None
    kinds: tuple[Kind, ...] | None = None
    flags: frozenset[Flag] | None = None
    name: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    sensitive: frozenset[str] | None = None

    def message(self) -> Message:
        """Give the letter as a channel would hand it over."""
        name, address = parseaddr(self.sender) if "@" in self.sender else (self.sender, "")
        return Message(
            channel=Channel.MAIL if self.subject or self.sender else Channel.CHAT,
            received_at=datetime.min.replace(tzinfo=UTC),
            return_path=address,
            recipients=(),
            sender=Address(name, address),
            subject=self.subject,
            text=self.text,
            fingerprint="",
        )


def labelled(row: Any, number: int) -> Labelled:  # noqa: ANN401 - any JSON
    """Understand a labelled letter; `number` is its id where it has none. Raises BadInput that names what is wrong."""
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadInput('expected an object with "id", "text" and labels')
    stated = "name" in row
    return Labelled(
        id=str(row.get("id", number)),
        text=row["text"],
        subject=_text(row, "subject") or "",
        sender=_text(row, "from") or "",
        language=(_text(row, "language") or "").lower().partition("-")[0] or None,
        kinds=_kinds(row),
        flags=_set(row, "flags", lambda one: _member(Flag, one)),
        name=(_text(row, "name") or "") if stated else None,
        fields=_fields(row),
        sensitive=_set(row, "sensitive", str),
    )


def _text(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise BadInput(f'"{key}" is no text')
    return value


def _texts(row: Mapping[str, Any], key: str) -> list[str] | None:
    value = row.get(key)
    if value is not None and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        raise BadInput(f'"{key}" is no list of texts')
    return value


def _set(row: Mapping[str, Any], key: str, make: Callable[[str], _Made]) -> frozenset[_Made] | None:
    values = _texts(row, key)
    return None if values is None else frozenset(make(one) for one in values)


def _kinds(row: Mapping[str, Any]) -> tuple[Kind, ...] | None:
    names = _texts(row, "kinds")
    if names == []:
        raise BadInput('"kinds" is empty; a letter that is no matter of any kind is ["other"]')
    return None if names is None else tuple(dict.fromkeys(_member(Kind, one) for one in names))


def _member(of: type[_Member], name: str) -> _Member:
    try:
        return of(name)
    except ValueError:
        raise BadInput(f'{of.__name__.lower()} "{name}" is not known; expected one of {", ".join(of)}') from None


def _fields(row: Mapping[str, Any]) -> dict[str, str]:
    values = row.get("fields") or {}
    if not isinstance(values, dict) or not all(isinstance(one, str | int) or one is None for one in values.values()):
        raise BadInput('"fields" is no object of texts')
    return {FIELDS.get(str(key), str(key)): str(value) for key, value in values.items() if value not in (None, "")}
