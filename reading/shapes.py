"""Lists of how things are written (reading/wording): the pieces of the patterns in the other modules."""

import tomllib
from importlib.resources import files

_FILES = ("shapes", "quotes")
_TABLES: dict[str, dict[str, list[str]]] = {
    name: lists
    for file in _FILES
    for name, lists in tomllib.loads(files("reading").joinpath("wording", f"{file}.toml").read_text("utf-8")).items()
}


def listed(table: str, name: str) -> tuple[str, ...]:
    """Give a list as it stands. Raises KeyError where there is none, so that it cannot be shipped."""
    return tuple(_TABLES[table][name])


def table(name: str) -> dict[str, tuple[str, ...]]:
    """Give all lists of a table."""
    return {key: tuple(values) for key, values in _TABLES[name].items()}


def any_of(table_name: str, name: str) -> str:
    """Give a piece of a regular expression that matches any entry of a list."""
    return "(?:" + "|".join(_TABLES[table_name][name]) + ")"
