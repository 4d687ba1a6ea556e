"""The page at /docs: all of the interface for people, with nothing that is loaded from anybody else."""

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import pytest
from httpx import ASGITransport, AsyncClient

from bot.api.document import document
from bot.api.pages import docs_app, kind_of
from bot.api.problems import WRONGS


@pytest.fixture
async def reader() -> AsyncIterator[AsyncClient]:
    """Give somebody who reads the page."""
    async with AsyncClient(transport=ASGITransport(docs_app()), base_url="http://docs") as client:
        yield client


async def test_every_address_field_and_problem_stands_there(reader: AsyncClient) -> None:
    page = (await reader.get("/")).text
    for path in document()["paths"]:
        assert path in page
    for schema in document()["components"]["schemas"].values():
        assert all(f"<code>{name}</code>" in page for name in schema.get("properties", {}))
    assert all(f'id="{code}"' in page for code in WRONGS)


async def test_it_runs_no_script_and_loads_nothing_of_anybody_else(reader: AsyncClient) -> None:
    answer = await reader.get("/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert not re.search(r'(?:src|href)="https?:', answer.text)


async def test_every_link_within_it_leads_somewhere_and_every_tag_is_closed(reader: AsyncClient) -> None:
    page = (await reader.get("/")).text
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert _Tags.unclosed(page) == []


async def test_the_document_is_served_as_it_is_checked_against(reader: AsyncClient) -> None:
    assert (await reader.get("/openapi.json")).json() == document()
    assert (await reader.get("/style.css")).headers["content-type"].startswith("text/css")


def test_a_problem_has_a_title_and_a_whole_sentence() -> None:
    for wrong in WRONGS.values():
        assert 400 <= wrong.status < 600
        assert wrong.detail[0].isupper()
        assert wrong.detail.endswith((".", "svf_…"))


def test_what_a_field_may_be_is_said_in_words() -> None:
    assert kind_of({"anyOf": [{"type": "string", "maxLength": 1000}, {"type": "null"}]}) == (
        "string, at most 1,000 characters or null"
    )
    assert kind_of({"type": "array", "items": {"$ref": "#/components/schemas/File"}}) == "list of File"
    assert kind_of({"enum": ["da", "nl"]}) == "da, nl"
    assert kind_of({}) == "anything"


class _Tags(HTMLParser):
    """Notes which tags are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @classmethod
    def unclosed(cls, page: str) -> list[str]:
        """Give the tags that are never closed."""
        reading = cls()
        reading.feed(page)
        return reading.open
