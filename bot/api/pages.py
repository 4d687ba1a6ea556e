"""The interface for people: its OpenAPI document as one plain page at /docs, with nothing of anybody else's on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.api.document import document
from bot.api.problems import WRONGS
from bot.identity_page import HEADERS

FOLDER = Path(__file__).parent.parent / "templates"

_KEPT = {**HEADERS, "Cache-Control": "public, max-age=300"}


@dataclass(frozen=True)
class Row:
    """One line of a table: a field, a parameter, or a header, with what it may be."""

    name: str
    kind: str
    required: bool
    about: str


def docs_app() -> FastAPI:
    """Give the page as an application that is mounted at /docs."""
    app = FastAPI(title="Svarfrist docs", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    async def page() -> Response:
        return HTMLResponse(_page(), headers=_KEPT)

    @app.get("/openapi.json")
    async def openapi() -> Response:
        return JSONResponse(document(), headers=_KEPT)

    @app.get("/style.css")
    async def style() -> Response:
        return Response((FOLDER / "api.css").read_text("utf-8"), media_type="text/css", headers=_KEPT)

    return app


@cache
def _page() -> str:
    told = document()
    facts = {
        "info": told["info"],
        "base": told["servers"][0]["url"],
        "operations": tuple(_operations(told)),
        "schemas": {name: tuple(rows(schema)) for name, schema in told["components"]["schemas"].items()},
        "about": {name: schema.get("description", "") for name, schema in told["components"]["schemas"].items()},
        "problems": WRONGS,
    }
    found = Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True)
    return found.get_template("api.html").render(facts)


def _operations(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            given = [
                Row(one["name"], one["in"], one.get("required", False), one["description"])
                for one in operation["parameters"]
            ]
            body = operation.get("requestBody", {}).get("content", {})
            yield {**operation, "path": path, "method": method.upper(), "given": given, "bodies": tuple(body)}


def rows(schema: Mapping[str, Any]) -> Iterator[Row]:
    """Give the fields of a schema, each with what it may be."""
    needed = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        yield Row(name, kind_of(field), name in needed, field.get("description", ""))


def kind_of(field: Mapping[str, Any]) -> str:
    """Say in a few words what a field may be."""
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(kind_of(one) for one in field["anyOf"])
    if "enum" in field:
        return ", ".join(map(str, field["enum"]))
    if field.get("type") == "array":
        return f"list of {kind_of(field['items'])}"
    most = f", at most {field['maxLength']:,} characters" if "maxLength" in field else ""
    return f"{field.get('format', field.get('type', 'anything'))}{most}"
