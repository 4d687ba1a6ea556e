"""The handbook hangs together: generated pages are those of today's code, links lead somewhere, every page is found."""

import re
from pathlib import Path

import pytest

from docs.build import pages
from tests.house.tree import ROOT, shown

HANDBOOK = sorted((ROOT / "docs").rglob("*.md"))
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LARGEST, LARGEST_OF_ALL = 120_000, 1_500_000
"""Bytes of a picture, and of all: they come with every copy of the tree."""
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def _links(path: Path) -> list[Path]:
    """Give the files that a page links to; addresses on the net and places on the same page are left out."""
    found = (link.split("#")[0] for link in _LINK.findall(path.read_text("utf-8")))
    return [(path.parent / link).resolve() for link in found if link and "://" not in link]


@pytest.mark.parametrize(("path", "text"), pages().items(), ids=[shown(path) for path in pages()])
def test_a_generated_page_is_what_the_code_says_today(path: Path, text: str) -> None:
    assert path.is_file(), "run make docs"
    assert path.read_text("utf-8") == text, f"{shown(path)} is out of date: run make docs"


@pytest.mark.parametrize("path", [*HANDBOOK, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=shown)
def test_every_link_leads_somewhere(path: Path) -> None:
    lost = [str(link) for link in _links(path) if not link.exists()]
    assert not lost, f"{shown(path)} links to {lost}"


def test_every_page_is_reached_from_the_index() -> None:
    reached, ahead = set(), [ROOT / "docs/index.md"]
    while ahead:
        path = ahead.pop()
        if path not in reached and path.suffix == ".md" and path.is_file():
            reached.add(path)
            ahead += _links(path)
    assert not set(HANDBOOK) - reached, "link these pages from docs/index.md"


@pytest.mark.parametrize("path", HANDBOOK, ids=shown)
def test_a_page_begins_with_its_title(path: Path) -> None:
    assert re.match(r"# \S", path.read_text("utf-8"))


def test_every_picture_of_the_handbook_is_there_and_says_in_words_what_it_shows() -> None:
    named = [(path, *found) for path in HANDBOOK for found in _PICTURE.findall(path.read_text("utf-8"))]
    wrong = [(shown(path), file) for path, _, file in named if not (path.parent / file).is_file()]
    assert not wrong, "make pictures"
    assert all(len(words.split()) >= 4 for _, words, _ in named)
    shown_somewhere = {(path.parent / file).resolve() for path, _, file in named}
    assert set((ROOT / "docs/pictures").iterdir()) == shown_somewhere, "a picture that no page shows"


def test_pictures_are_small() -> None:
    sizes = [path.stat().st_size for path in (ROOT / "docs/pictures").iterdir()]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= LARGEST_OF_ALL
