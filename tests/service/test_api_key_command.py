"""`svarfrist api-key`: a key is shown once, listed by how it begins, and revoked at once."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cases.api_key import ApiKey, Scope
from service.api_keys import as_text
from service.cli import app

MADE = ("--organisation", "mentorix", "--name", "www.mentorix.dk")


@pytest.fixture
def run(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a function
    """Give what runs the program."""
    monkeypatch.setenv("SVARFRIST_DATABASE", database)
    monkeypatch.chdir(tmp_path)

    def ran(*words: str) -> Any:  # noqa: ANN401 - Typer's result
        return CliRunner().invoke(app, ["api-key", *words])

    return ran


def test_a_key_is_shown_once_and_then_only_how_it_begins(run: Any) -> None:  # noqa: ANN401
    made = run("add", *MADE, "--scope", "open", "--scope", "read", "--until", "2999-12-31")
    secret = re.search(r"key: (svf_\S{43})", made.output)
    assert secret, made.output
    listed = run("list", "--json").output
    (key,) = json.loads(listed)
    assert secret[1] not in listed
    assert secret[1].startswith(key["prefix"])
    assert (key["scopes"], key["used"], key["revoked"]) == (["open", "read"], None, None)
    assert key["until"].startswith("2999-12-31")


def test_without_a_scope_a_key_only_opens(run: Any) -> None:  # noqa: ANN401
    run("add", *MADE)
    assert json.loads(run("list", "--organisation", "mentorix", "--json").output)[0]["scopes"] == ["open"]


def test_a_key_is_revoked_by_how_it_begins_and_only_once(run: Any) -> None:  # noqa: ANN401
    run("add", *MADE)
    (key,) = json.loads(run("list", "--json").output)
    assert "opens nothing any more" in run("revoke", "--organisation", "mentorix", f"{key['prefix']}…").output
    assert json.loads(run("list", "--json").output)[0]["revoked"]
    assert "was revoked before" in str(run("revoke", "--organisation", "mentorix", key["prefix"]).exception)
    assert "no key begins" in str(run("revoke", "--organisation", "metier", key["prefix"]).exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "--organisation", "nobody", "--name", "x"), "there is no organisation"),
        (("add", *MADE, "--scope", "all"), 'scope "all" is none'),
        (("add", "--organisation", "mentorix", "--name", " "), "--name is empty"),
        (("add", *MADE, "--until", "2001-01-01"), "is past"),
        (("add", *MADE, "--until", "soon"), "is no date"),
        (("revoke", "--organisation", "mentorix", ""), "no key begins"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(run: Any, words: tuple[str, ...], said: str) -> None:  # noqa: ANN401
    told = str(run(*words).exception)
    assert said in told
    assert "\n" not in told


def test_the_list_for_people_says_what_became_of_a_key() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    made = {"organisation": "mentorix", "id": 1, "prefix": "svf_abc", "name": "site", "created_at": now}
    keys = (
        ApiKey(**made, scopes=frozenset({Scope.OPEN}), used_at=now),  # type: ignore[arg-type]  # of many types
        ApiKey(**made, scopes=frozenset(Scope), expires_at=now),  # type: ignore[arg-type]
        ApiKey(**made, scopes=frozenset(Scope), expires_at=now + timedelta(days=1)),  # type: ignore[arg-type]
        ApiKey(**made, scopes=frozenset(Scope), revoked_at=now),  # type: ignore[arg-type]
    )
    told = as_text(keys, now).splitlines()
    ends = ("last used 2026-03-02", "(expired 2026-03-02)", "(until 2026-03-03)", "(revoked 2026-03-02)")
    assert [line.endswith(end) for line, end in zip(told, ends, strict=True)] == [True] * 4
    assert "add" in as_text((), now)
