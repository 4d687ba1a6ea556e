"""What cannot be done, said in sentences: application/problem+json (RFC 9457)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fastapi.responses import JSONResponse
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.api.schemas import FieldProblem, Problem

MEDIA_TYPE = "application/problem+json"

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Wrong:
    """A problem by its code: its status, its title, and what to do about it."""

    status: int
    title: str
    detail: str


WRONGS: Mapping[str, Wrong] = {
    "no_key": Wrong(401, "No key", "Send your key in the header Authorization: Bearer svf_…"),
    "bad_key": Wrong(401, "Unknown key", "This key is not known. Look whether all of it was copied."),
    "expired": Wrong(401, "Expired key", "This key has expired. Ask whoever runs Svarfrist for you for a new one."),
    "revoked": Wrong(401, "Revoked key", "This key was revoked. Ask whoever runs Svarfrist for you for a new one."),
    "scope": Wrong(403, "Not for this key", "This key is not made for this. It needs the scope {scope}."),
    "nowhere": Wrong(404, "No such address", "There is nothing at this address. The document at /docs names them all."),
    "no_case": Wrong(404, "No such case", "Your organisation has no case with this number."),
    "no_submission": Wrong(
        404, "Nothing such was sent", "Nothing was sent under this id, or it is more than 30 days old."
    ),
    "method": Wrong(405, "Not this method", "This address does not answer {method}."),
    "media": Wrong(415, "Not this type", "Send application/json or multipart/form-data."),
    "unreadable": Wrong(400, "Cannot be read", "The request is not what its Content-Type says it is."),
    "large": Wrong(413, "Too large", "Files together may have 25 MB, and there may be 10 of them."),
    "fields": Wrong(
        422, "Something in it is wrong", "Nothing was kept. Under errors stands what is wrong with which field."
    ),
    "name_of_it": Wrong(
        400,
        "No Idempotency-Key",
        "An Idempotency-Key is 1 to 255 characters of ASCII that can be seen, such as a UUID.",
    ),
    "reused": Wrong(
        422, "Idempotency-Key used before", "Something else was sent with this Idempotency-Key before. Draw a new one."
    ),
    "slow": Wrong(
        429, "Too many requests", "That was too much for now. Try again after as many seconds as Retry-After says."
    ),
    "later": Wrong(
        503, "Not now", "It could not be kept just now. Send it again in a moment, with the same Idempotency-Key."
    ),
    "ours": Wrong(500, "Our fault", "Something went wrong with us. Send it again, with the same Idempotency-Key."),
}
"""Every problem there is."""

LONGEST_FIELD = 100
"""Characters of the name of a field that are said again."""

LATER = 5
"""Seconds after which it is worth trying again what could not be kept."""

FILE_FAULTS = {
    "nothing": "the file is empty",
    "large": "the file is larger than 25 MB",
    "type": "such files are not taken; send a PDF, a picture, a text or an office document",
}


PATTERNS = {
    "name": "a name has no @, no slash or bracket, and no number of more than three digits",
    "text": "there are no words in it",
}
"""What is expected of a field whose pattern it does not match."""


class Refused(Exception):
    """It cannot be done, for the reason with this code; `about` fills in its sentence."""

    def __init__(
        self,
        code: str,
        errors: Iterable[FieldProblem] = (),
        retry_after: int = 0,
        about: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.errors, self.retry_after, self.about = code, tuple(errors), retry_after, dict(about or {})

    def answer(self) -> JSONResponse:
        """Say it."""
        wrong = WRONGS[self.code]
        problem = Problem(
            type=f"/docs/#{self.code}",
            title=wrong.title,
            status=wrong.status,
            detail=wrong.detail.format_map(self.about),
            code=self.code,
            errors=list(self.errors),
        )
        headers = {**HEADERS, **_with(wrong.status, self.retry_after)}
        return JSONResponse(problem.model_dump(), wrong.status, headers, media_type=MEDIA_TYPE)


def _with(status: int, retry_after: int) -> dict[str, str]:
    asks = {"WWW-Authenticate": 'Bearer realm="svarfrist"'} if status == 401 else {}  # noqa: PLR2004 - RFC 9110 §11.6.1
    return {**asks, **({"Retry-After": str(retry_after)} if retry_after else {})}


def fields_of(wrong: ValidationError) -> tuple[FieldProblem, ...]:
    """Say what is wrong with which field; what stood there is not repeated."""
    return tuple(
        FieldProblem(field=".".join(str(part)[:LONGEST_FIELD] for part in one["loc"]) or "body", detail=_sentence(one))
        for one in wrong.errors(include_url=False, include_input=False, include_context=False)
    )


def _sentence(one: ErrorDetails) -> str:
    if one["type"] == "string_pattern_mismatch":
        return PATTERNS.get(str(one["loc"][-1]), "this is not what is expected here")
    return one["msg"].removeprefix("Value error, ")
