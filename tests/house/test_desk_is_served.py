"""The desk is written by the server: what a browser gets lies in the repository as it is, and nothing is built."""

import re

from tests.house.tree import ROOT, files

BUILDS = ("package.json", "package-lock.json", "yarn.lock", "vite.config.js", "webpack.config.js", "tsconfig.json")


def test_there_is_no_front_end_to_build() -> None:
    assert not [name for name in BUILDS for _ in (ROOT / "desk").rglob(name)]
    assert not [name for name in BUILDS if (ROOT / name).exists()]


def test_what_others_wrote_has_its_licence_beside_it() -> None:
    static = ROOT / "desk/static"
    for path in static.glob("*.min.*"):
        name = path.name.split(".min.")[0]
        assert list(static.glob(f"{name}*LICENSE*")), f"{path.name} came without its licence"


def test_a_page_loads_nothing_from_elsewhere() -> None:
    for path in files("desk", kinds=(".html", ".css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//|@import|url\(["']?(?:https?:)?//""", text), (
            path.name
        )
