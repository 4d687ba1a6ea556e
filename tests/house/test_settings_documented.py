"""Every setting stands in docs/reference/settings.md with its default, and nothing stands there that cannot be set."""

import pytest
from pydantic import BaseModel

from service.settings import (
    CustomerSettings,
    DkimSettings,
    MailboxSettings,
    OAuthSettings,
    OrganisationSettings,
    Settings,
)
from tests.house.tree import cells, page

PAGE = page("reference/settings.md")


def _section(title: str) -> dict[str, tuple[str, ...]]:
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return {row[0].strip("`"): row[1:] for row in cells(section)}


def _fields(settings: type[BaseModel]) -> dict[str, object]:
    return {name: field.default for name, field in settings.model_fields.items() if name != "organisation"}


def test_every_setting_stands_there_by_its_two_names() -> None:
    rows = _section("The service")
    assert rows.keys() == {f"SVARFRIST_{name.upper()}" for name in _fields(Settings)}
    assert {row[0].strip("`") for row in rows.values()} == _fields(Settings).keys()


def test_every_default_is_the_one_that_is_used() -> None:
    for name, default in _fields(Settings).items():
        *_, said = _section("The service")[f"SVARFRIST_{name.upper()}"]
        if default is not None:
            assert said == f"`{default}`", name
        else:
            assert not said.startswith("`"), f"{name} has no default"


def test_every_setting_says_what_it_means() -> None:
    assert all(len(meaning.split()) >= 3 for _, meaning, _ in _section("The service").values())


def test_what_belongs_to_one_organisation_stands_there_too() -> None:
    assert _section("One organisation").keys() == _fields(OrganisationSettings).keys()
    assert _section("A customer of a processor").keys() == _fields(CustomerSettings).keys()
    assert _section("A signature").keys() == _fields(DkimSettings).keys()


@pytest.mark.parametrize(
    ("title", "settings"), [("A mailbox", MailboxSettings), ("Tokens of a mailbox", OAuthSettings)]
)
def test_what_belongs_to_a_mailbox_stands_there_with_its_defaults(title: str, settings: type[BaseModel]) -> None:
    rows = _section(title)
    assert rows.keys() == settings.model_fields.keys()
    for name, field in settings.model_fields.items():
        if not field.is_required() and field.default not in (None, ""):
            assert rows[name][-1] == f"`{field.default}`", name
