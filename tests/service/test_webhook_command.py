"""`svarfrist webhook`: whether it works, and what is wrong where it does not, in one line."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.webhook_caller import Webhook, trouble_of
from cases.errors import BadInput
from service.cli import app
from service.offices import read_offices
from service.settings import Settings
from service.webhooks import TROUBLES, read_webhooks
from storage import webhooks
from storage.book import Book
from storage.webhooks import WebhookState

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class Taking(BaseHTTPRequestHandler):
    """Somebody's system that takes every call to /good."""

    def do_POST(self) -> None:
        """Take a call, or do not."""
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204 if self.path == "/good" else 500)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def system() -> Iterator[str]:
    """Run somebody's system."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def settled(folder: Path, url: str, private: str = "true") -> str:
    """Write settings with a webhook; give the file."""
    (folder / "hook").write_text("a secret that nobody guesses\n")
    file = folder / "svarfrist.toml"
    file.write_text(
        f'database = "sqlite:///{folder}/book.db"\n[organisation.mentorix]\nwebhook = "{url}"\n'
        f'webhook_secret = "file:{folder}/hook"\nwebhook_private = {private}\n'
    )
    return str(file)


def run(*words: str) -> Any:  # noqa: ANN401 - Typer's result
    return CliRunner().invoke(app, ["webhook", *words])


def test_a_webhook_that_works_is_told_and_noted(tmp_path: Path, system: str) -> None:
    given = ("--organisation", "mentorix", "--config", settled(tmp_path, f"{system}/good"))
    assert run("test", *given).output == "the webhook of mentorix works: it answered 204\n"
    shown = run("show", *given).output
    assert "last told: 20" in shown
    assert "waiting: 0" in shown


@pytest.mark.parametrize(("path", "private", "said"), [("/bad", "true", "went wrong (500)"), ("/good", "false", "")])
def test_one_that_does_not_is_told_why(tmp_path: Path, system: str, path: str, private: str, said: str) -> None:
    address = f"{system}{path}" if private == "true" else f"{system.replace('http:', 'https:')}{path}"
    told = run("test", "--organisation", "mentorix", "--config", settled(tmp_path, address, private)).exception
    assert "does not work" in str(told)
    assert (said or "private network") in str(told)


async def test_one_that_is_off_is_shown_with_what_is_wrong_and_is_on_again_once_it_works(
    tmp_path: Path, system: str
) -> None:
    given = ("--organisation", "mentorix", "--config", settled(tmp_path, f"{system}/good"))
    async with Book(f"sqlite:///{tmp_path}/book.db") as book:
        await book.run(webhooks.keep, WebhookState("mentorix", None, AT, AT, "certificate"))
    shown = await _beside("show", *given)
    assert "off since 2026-03-02 10:00 UTC" in shown
    assert TROUBLES["certificate"] in shown
    assert "works" in await _beside("test", *given)
    assert "off since" not in await _beside("show", *given)


async def _beside(*words: str) -> str:
    """Run the program on a thread of its own, as it begins a loop."""
    return str((await asyncio.to_thread(run, *words)).output)


WRONG = (
    ({"webhook": "https://example.org/"}, "webhook_secret: is missing"),
    ({"webhook": "https://example.org/", "webhook_secret": "plain words"}, "webhook_secret: is no reference"),
    ({"webhook": "http://example.org/", "webhook_secret": "env:HOOK"}, "webhook: .*not sealed"),
    ({"webhook": "nowhere", "webhook_secret": "env:HOOK"}, 'webhook: "nowhere" is no address'),
    ({"webhook": "https://example.org/", "webhook_secret": "env:SHORT"}, "at least 24"),
)


@pytest.mark.parametrize(("said", "told"), WRONG)
def test_a_setting_that_is_wrong_is_named(said: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "a secret that nobody guesses")
    monkeypatch.setenv("SHORT", "short")
    settings = Settings.model_validate({"organisation": {"mentorix": said}})
    with pytest.raises(BadInput, match=rf"\[organisation\.mentorix\] .*{told}|{told}"):
        read_webhooks(settings, read_offices(settings))


def test_only_those_with_a_webhook_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "a secret that nobody guesses")
    said = {"mentorix": {"webhook": "https://example.org/", "webhook_secret": "env:HOOK"}, "metier": {}}
    settings = Settings.model_validate({"organisation": said})
    offices = read_offices(settings)
    hooks = read_webhooks(settings, offices)
    assert hooks == {"mentorix": Webhook("https://example.org/", "a secret that nobody guesses")}
    assert [id_ for id_, office in offices.items() if office.announces] == ["mentorix"]
    assert "nobody guesses" not in repr(hooks)


def test_an_organisation_without_one_is_told(tmp_path: Path) -> None:
    told = run("test", "--organisation", "metier", "--config", settled(tmp_path, "https://example.org/")).exception
    assert "there is none" in str(told)


def test_every_trouble_has_words() -> None:
    assert {trouble_of(status) for status in (302, 404, 500)} <= TROUBLES.keys()
