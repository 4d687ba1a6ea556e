"""Every dependency has its reason in docs/dependencies.md, and nothing stands there that we do not use."""

import re
import tomllib

from tests.house.tree import ROOT, cells, page

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _names(requirements: list[str]) -> set[str]:
    return {found[0] for one in requirements if (found := _NAME.match(one))}


def _reasons(title: str) -> dict[str, str]:
    section = page("dependencies.md").split(f"\n## {title}\n")[1].split("\n## ")[0]
    return {row[0].strip("`"): row[1] for row in cells(section)}


def test_every_package_the_service_runs_on_has_a_reason() -> None:
    assert _reasons("To run").keys() == _names(_PROJECT["project"]["dependencies"])


def test_every_package_that_is_used_where_it_runs_has_a_reason() -> None:
    optional = [name for extra in _PROJECT["project"]["optional-dependencies"].values() for name in extra]
    assert _reasons("Where it runs").keys() == _names(optional)


def test_every_package_we_work_with_has_a_reason() -> None:
    assert _reasons("To work on it").keys() == _names(_PROJECT["dependency-groups"]["dev"])


def test_a_reason_is_a_sentence() -> None:
    for name, reason in (_reasons("To run") | _reasons("To work on it")).items():
        assert len(reason.split()) >= 4, f"why {name}?"


def test_what_was_left_out_is_not_in_use() -> None:
    left_out = _reasons("Left out")
    used = _names(_PROJECT["project"]["dependencies"]) | _names(_PROJECT["dependency-groups"]["dev"])
    assert left_out
    assert not left_out.keys() & used
