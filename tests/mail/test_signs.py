"""The files of words: every one is read, every pattern can be compiled, and no needle hides a pattern of its group."""

from importlib.resources import files

import pytest

from mail.signs import signs

NAMES = sorted(path.name.removesuffix(".txt") for path in files("mail.signs").iterdir() if path.name.endswith(".txt"))


@pytest.mark.parametrize("name", NAMES)
def test_every_file_has_patterns_and_none_that_matches_everything(name: str) -> None:
    groups = signs(name).groups
    assert groups
    assert not any(group.pattern.search("xyzzy") for group in groups)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_in_lower_case(name: str) -> None:
    text = files("mail.signs").joinpath(f"{name}.txt").read_text("utf-8")
    patterns = [line for line in text.splitlines() if not line.startswith(("#", "["))]
    for line in patterns:
        letters = line.replace("\\W", "").replace("\\S", "").replace("\\D", "")
        assert letters == letters.lower()


def test_groups_are_counted_and_needles_are_looked_for_first() -> None:
    newsletter = signs("newsletter")
    assert newsletter.count("view this email in your browser\nto unsubscribe, click here") == 2
    assert newsletter.found("klik her for at afmelde dig")
    assert not newsletter.found("hej")
