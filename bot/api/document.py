"""The OpenAPI document, made of the schemas and of the problems: what is written in it is what is checked."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from bot.api.problems import MEDIA_TYPE, WRONGS
from bot.api.schemas import CaseStatus, Form, OpenCase, Problem, Submission

VERSION = "1.0.0"

_REF = "#/components/schemas/{model}"
_ALWAYS = ("no_key", "bad_key", "expired", "revoked", "scope", "slow", "later", "ours")
_OF_POST = ("unreadable", "name_of_it", "large", "media", "fields", "reused")
_SAMPLE = {"text": "Jeg vil gerne klage over kurset i maj.", "email": "anna@example.org", "name": "Anna Holm"}


@cache
def document() -> dict[str, Any]:
    """Give the document (OpenAPI 3.1)."""
    models: list[Any] = [(model, "validation") for model in (OpenCase, Form, CaseStatus, Submission, Problem)]
    schemas = models_json_schema(models, ref_template=_REF)[1]["$defs"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Svarfrist for your own web form",
            "version": VERSION,
            "description": "Opens cases with what people typed into a form of yours, and says how cases stand.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"key": []}],
        "tags": [{"name": "cases", "description": "Opening cases, and asking how they stand."}],
        "paths": _paths(),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "A key from `svarfrist api-key add`."}
            },
        },
    }


def _paths() -> dict[str, Any]:
    number = _parameter("number", "The case's public number.", "^[A-Za-z]{2}-[0-9]{2}-[0-9]{6,8}$", "MX-26-481903")
    id_ = _parameter("id", "The id of the submission.", "^[0-9]{1,18}$", "844913205215")
    return {
        "/cases": {"post": _open()},
        "/cases/{number}": {"get": _look("getCase", "How a case stands", "read", number, (CaseStatus, "no_case"))},
        "/submissions/{id}": {
            "get": _look("getSubmission", "What became of it", "open or read", id_, (Submission, "no_submission"))
        },
    }


def _open() -> dict[str, Any]:
    told = _schema(Submission)
    named = {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A name of your own, such as a UUID: whatever is sent again under it is kept once.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    }
    return {
        "operationId": "openCase",
        "summary": "Open a case",
        "description": "Needs the scope open. 202 means that it is on the disk: nothing of it is lost from then on. "
        "It is read at once; where that takes longer than two seconds, ask at the address in Location.",
        "tags": ["cases"],
        "parameters": [named],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": _REF.format(model="OpenCase")}, "example": _SAMPLE},
                "multipart/form-data": {"schema": _form()},
            },
        },
        "responses": {
            "202": {
                "description": "It is kept.",
                "headers": {
                    "Location": {"description": "Where to ask what became of it.", "schema": {"type": "string"}}
                },
                "content": told,
            },
            **_problems((*_OF_POST, *_ALWAYS)),
        },
    }


def _form() -> dict[str, Any]:
    """Give the fields of a form with files: those of a form without, and any number of files as they are."""
    plain = Form.model_json_schema()
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    files = {"type": "array", "items": file, "maxItems": 10, "description": "At most 10, together at most 25 MB."}
    fields = {name: _without_null(field) for name, field in plain["properties"].items()}
    return {**plain, "title": "OpenCaseForm", "properties": {**fields, "files": files}}


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """Give a field as a form has it, where nothing is the empty text."""
    kind = next((one for one in field.get("anyOf", ()) if one.get("type") != "null"), None)
    plain = {name: value for name, value in field.items() if name not in {"anyOf", "default"}}
    return {**plain, **kind} if kind else field


def _look(name: str, summary: str, scope: str, parameter: Any, told: tuple[Any, str]) -> dict[str, Any]:  # noqa: ANN401
    model, missing = told
    return {
        "operationId": name,
        "summary": summary,
        "description": f"Needs the scope {scope}. Nothing in the answer names anybody.",
        "tags": ["cases"],
        "parameters": [parameter],
        "responses": {
            "200": {"description": "So it stands.", "content": _schema(model)},
            **_problems((missing, *_ALWAYS)),
        },
    }


def _parameter(name: str, description: str, pattern: str, example: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
        "example": example,
    }


def _schema(model: Any) -> dict[str, Any]:  # noqa: ANN401 - a class of a schema
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}


def _problems(codes: Iterable[str]) -> dict[str, Any]:
    by_status: dict[str, list[str]] = {}
    for code in codes:
        by_status.setdefault(str(WRONGS[code].status), []).append(code)
    return {status: _problem(status, codes) for status, codes in sorted(by_status.items())}


def _problem(status: str, codes: list[str]) -> dict[str, Any]:
    said = "\n".join(f"- `{code}`: {WRONGS[code].detail}" for code in codes)
    content = {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}}
    answer: dict[str, Any] = {"description": said, "content": content}
    if status in {"429", "503", "500"}:
        seconds = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
        answer["headers"] = {"Retry-After": seconds}
    return answer
