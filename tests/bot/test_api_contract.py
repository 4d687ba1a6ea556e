"""The interface does what its OpenAPI document says: schemathesis sends what that allows, and what it does not."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from bot.api.document import document
from bot.api.problems import MEDIA_TYPE, WRONGS
from tests.web_chats import a_chat_service
from tests.web_forms import Site, a_key

FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)

AS_WRITTEN = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]

OPERATIONS = [("/cases", "POST"), ("/cases/{number}", "GET"), ("/submissions/{id}", "GET")]

here = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """Run one service for all of these."""
    async with a_chat_service(sqlite_template, tmp_path_factory.mktemp("api")) as running:
        yield Site(running, await a_key(running))


def sending(site: Site, operation: tuple[str, str], mode: GenerationMode, seen: Counter[int]) -> Callable[[], None]:
    """Give what sends whatever a mode draws, looks at every answer, and counts them."""
    path, method = operation
    base = f"http://127.0.0.1:{site.running.service.web_port}/api/v1"
    api = schemathesis.openapi.from_dict(document())

    @FEW
    @given(case=api[path][method].as_strategy(generation_mode=mode))
    def sent(case: Any) -> None:  # noqa: ANN401 - schemathesis says little of its types
        site.running.clock.now += timedelta(seconds=2)  # or it would be too much for a minute
        answer = case.call(base_url=base, headers={"Authorization": f"Bearer {site.key}"})
        seen[answer.status_code] += 1
        if answer.status_code not in {404, 405}:  # an address that is drawn may lead anywhere
            case.validate_response(answer, checks=AS_WRITTEN)
        told = answer.headers["content-type"][0]
        assert answer.status_code in {200, 202} or (told == MEDIA_TYPE and answer.json()["code"] in WRONGS)
        assert answer.status_code < 500

    return sent


@here
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: " ".join(reversed(one)))
async def test_what_the_document_allows_is_answered_as_it_says(site: Site, operation: tuple[str, str]) -> None:
    seen: Counter[int] = Counter()
    await asyncio.to_thread(sending(site, operation, GenerationMode.POSITIVE, seen))
    assert seen[202] + seen[404] > sum(seen.values()) / 2, "most of what it draws says something"


@here
async def test_what_the_document_does_not_allow_is_refused_as_it_says(site: Site) -> None:
    seen: Counter[int] = Counter()
    await asyncio.to_thread(sending(site, OPERATIONS[0], GenerationMode.NEGATIVE, seen))
    assert seen[400] + seen[422] > seen[202], "a number in a form is a text all the same"
