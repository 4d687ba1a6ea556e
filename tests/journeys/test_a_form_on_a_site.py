"""A form on the provider's own site: the case, the receipt, and what the provider's own system hears of it."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from subprocess import run
from typing import Any

import pytest

from bot.webhook_signing import signature
from intake.drafts import ANSWER
from storage import webhooks
from tests.at_work import number_in
from tests.conftest import Opens
from tests.smtp import until
from tests.web_forms import WEB, Site, a_key

SECRET = "a secret that nobody guesses"
SAMPLES = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text("utf-8")


class Systems(BaseHTTPRequestHandler):
    """The provider's own system."""

    heard: list[tuple[str, bytes]] = []  # noqa: RUF012 - set anew by the fixture
    answers = 200

    def do_POST(self) -> None:
        """Take a call."""
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.answers == 200:
            self.heard.append((self.headers["svarfrist-signature"], body))
        self.send_response(self.answers)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def system() -> Iterator[tuple[str, type[Systems]]]:
    """Run the provider's own system."""
    mine = type("Mine", (Systems,), {"heard": [], "answers": 200})
    with ThreadingHTTPServer(("127.0.0.1", 0), mine) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/svarfrist", mine
        server.shutdown()
        thread.join()


@pytest.fixture
def with_webhook(system: tuple[str, type[Systems]], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Give settings with a webhook."""
    monkeypatch.setenv("HOOK", SECRET)
    hook = {"webhook": system[0], "webhook_secret": "env:HOOK", "webhook_private": True}
    return {**WEB, "organisation": {"mentorix": hook}}


def types(system: type[Systems]) -> list[str]:
    """Give the events that were told, in any order."""
    return sorted(json.loads(body)["type"] for _, body in system.heard)


async def test_a_complaint_by_form_is_answered_and_each_step_is_told(
    service: Opens, system: tuple[str, type[Systems]], with_webhook: dict[str, Any]
) -> None:
    async with service(**with_webhook) as running:
        case = await Site(running, await a_key(running)).opened()
        await running.quiet()
        assert number_in(running.catcher.letters[0].text) == case["number"]
        draft = await running.draft(await running.case(case["number"]), ANSWER)
        await running.approve(draft, await running.hire("course_administrator"))
        await until(lambda: _holds(types(system[1]) == ["case.answered", "case.opened"]), "both were told")
    told = [json.loads(body)["data"] for _, body in system[1].heard]
    assert {one["number"] for one in told} == {case["number"]}
    assert b"anna" not in b"".join(body for _, body in system[1].heard).lower()


async def test_what_the_system_did_not_take_is_told_when_it_is_back(
    service: Opens, system: tuple[str, type[Systems]], with_webhook: dict[str, Any]
) -> None:
    system[1].answers = 503
    async with service(**with_webhook) as running:
        await Site(running, await a_key(running)).opened()

        async def failing() -> bool:
            return (await running.service.book.run(webhooks.state, "mentorix")).trouble == "broken"

        await until(failing, "it failed")
        system[1].answers = 200
        await running.later(minutes=5)
        running.service.book.bell.ring([webhooks.TOPIC])
        await until(lambda: _holds("case.opened" in types(system[1])), "it was told")


async def test_the_sample_in_the_handbook_knows_a_genuine_call(
    service: Opens,
    system: tuple[str, type[Systems]],
    with_webhook: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", SAMPLES, re.DOTALL)[0], sample)  # noqa: S102 - our own handbook
    async with service(**with_webhook) as running:
        await Site(running, await a_key(running)).opened()
        await until(lambda: _holds(bool(system[1].heard)), "it was told")
        now = running.clock.now.timestamp()
    ((header, body),) = system[1].heard
    monkeypatch.setattr(sample["time"], "time", lambda: now)
    assert sample["is_genuine"](body, header, SECRET)
    assert not sample["is_genuine"](body + b" ", header, SECRET)
    assert not sample["is_genuine"](body, header, "another secret")
    assert not sample["is_genuine"](body, "", SECRET)
    monkeypatch.setattr(sample["time"], "time", lambda: now + 301)
    assert not sample["is_genuine"](body, header, SECRET)


@pytest.mark.skipif(not which("node"), reason="there is no node here to run the sample")
def test_the_sample_for_javascript_knows_a_genuine_call_too(tmp_path: Path) -> None:
    sample = re.findall(r"```javascript\n(.*?)```", SAMPLES, re.DOTALL)[0]
    header = signature(SECRET, b"{}", datetime.now(UTC))
    old = signature(SECRET, b"{}", datetime.now(UTC) - timedelta(minutes=6))
    tries = [("{}", header), ("{ }", header), ("{}", old), ("{}", ""), ("{}", "t=1,v1=x"), ("{}", "v1")]
    script = (
        f"{sample}\nfor (const [body, header] of {json.dumps(tries)}) console.log(isGenuine(body, header, '{SECRET}'));"
    )
    (tmp_path / "sample.mjs").write_text(script, "utf-8")
    told = run(["node", str(tmp_path / "sample.mjs")], capture_output=True, text=True, check=True)  # noqa: S603, S607 - our own sample
    assert told.stdout.split() == ["true", *["false"] * 5]


async def _holds(what: bool) -> bool:  # noqa: FBT001 - what `until` asks
    return what
