"""An explanation as it may be shown: national numbers masked wherever they stand, and nothing a terminal obeys."""

from collections.abc import Callable
from typing import Any

from reading.numbers import cover, known_in
from reading.tidy import tidy

FROM_OUTSIDE = (
    "id",
    "subject",
    "text",
    "kinds",
    "fields",
    "sender",
    "authentication",
    "attachments",
    "documents",
    "replies",
)
"""What in an explanation a stranger wrote, or repeats it."""


def masked(told: dict[str, Any]) -> dict[str, Any]:
    """Give an explanation as a person may see it: national numbers masked, and nothing that a terminal would obey."""
    hide = _hiding(told)
    return told | {key: _each(told[key], lambda text: hide(tidy(text))) for key in FROM_OUTSIDE if key in told}


def without_numbers(told: dict[str, Any]) -> dict[str, Any]:
    """Give an explanation with its national numbers masked (databeskyttelsesloven § 11; UAVG art. 46).

    A number that its surroundings show to be one is masked also where it stands without them: in a field, in a reply.
    Its `id` is left, as that is how whoever asked finds it again.
    """
    hide = _hiding(told)
    return told | {key: _each(told[key], hide) for key in FROM_OUTSIDE if key in told and key != "id"}


def _hiding(told: dict[str, Any]) -> Callable[[str], str]:
    files = (file["name"] for file in told["attachments"])
    pieces = (told.get("id"), told["subject"], told["text"], told["sender"]["name"], *files)
    known = known_in((str(piece) for piece in pieces if piece), told["language"])
    return lambda text: cover(text, known)


def _each(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - any JSON
    """Change every text of a JSON value."""
    match value:
        case str():
            return change(value)
        case list():
            return [_each(one, change) for one in value]
        case dict():
            return {key: _each(one, change) for key, one in value.items()}
    return value
