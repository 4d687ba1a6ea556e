"""The lock file says exactly what is installed: names, versions and hashes, and no address."""

import re
import tomllib

from tests.house.tree import ROOT

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE)


def _same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _blocks() -> list[str]:
    """Give each requirement with its hashes: a line that is not indented and those below it that are."""
    return [block for block in re.split(r"\n(?=[A-Za-z0-9])", LOCK) if _PINNED.match(block)]


def test_every_package_is_pinned_with_a_hash() -> None:
    lines = [line for line in LOCK.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(_blocks()) == len(lines)
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", block) for block in _blocks())


def test_the_lock_names_no_address() -> None:
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|\s@\s", LOCK)


def test_every_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {_same(found[0]) for one in wanted if (found := re.match(r"[A-Za-z0-9._-]+", one))}
    assert names <= {_same(name) for name, _ in _PINNED.findall(LOCK)}
