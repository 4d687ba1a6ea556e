"""A table of a policy file while it is read: keys are taken one by one, and every mistake is noted with its path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

from cases.errors import BadInput

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")

_LABELS = ("id", "kinds", "name", "clock", "what", "rule", "subdomain")


@dataclass(frozen=True)
class Form(Generic[T_co]):
    """How one value is written: what is expected, how to read it, and what to go on with after a mistake.

    `read` raises ValueError, TypeError or BadInput for anything else. Going on with `stand_in` lets one run name every
    mistake of a file; no policy is made of it.
    """

    expected: str
    read: Callable[[object], T_co]
    stand_in: T_co


class Table:
    """One table of the file. `path` is how its owner finds it ("rules[complaint].clock[answer]")."""

    def __init__(self, values: Mapping[str, object], path: str, mistakes: list[str]) -> None:
        self._values = values
        self._mistakes = mistakes
        self._inside: list[Table] = []
        self._asked: list[str] = []
        self.path = path

    def wrong(self, key: str, what: str) -> None:
        """Note a mistake at a key of this table."""
        self._mistakes.append(f"{self._at(key)}: {what}")

    def must(self, key: str, form: Form[T]) -> T:
        """Take a value that has to be there."""
        if key not in self._values:
            self._asked.append(key)
            self.wrong(key, f"is missing; expected {form.expected}")
            return form.stand_in
        return self._take(key, form)

    def may(self, key: str, form: Form[T], otherwise: D) -> T | D:
        """Take a value that can be left out."""
        if key not in self._values:
            self._asked.append(key)
            return otherwise
        return self._take(key, form)

    def table(self, key: str) -> "Table":
        """Take the table of this name; an empty one where there is none."""
        self._asked.append(key)
        return self._inner(self._values.get(key, {}), self._at(key), f"[{self._at(key)}]")

    def tables(self, key: str) -> tuple["Table", ...]:
        """Take every table of this name, each with a path that says which one it is."""
        self._asked.append(key)
        found = self._values.get(key, [])
        if not isinstance(found, list):
            self.wrong(key, f"expected tables, written [[{key}]]")
            return ()
        labels = numbered([_label(item) for item in found])
        return tuple(
            self._inner(item, f"{self._at(key)}[{label}]", f"[[{key}]]")
            for label, item in zip(labels, found, strict=True)
        )

    def has(self, key: str) -> bool:
        """Say whether the key is written here."""
        return key in self._values

    def finish(self) -> None:
        """Note every key that nobody asked for, here and in the tables inside."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=1)
                hint = f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(self._asked)}"
                self.wrong(key, f"unknown key; {hint}")
        for table in self._inside:
            table.finish()

    def known(self) -> frozenset[str]:
        """Give every key that was asked for, here and in the tables inside."""
        return frozenset(self._asked).union(*(table.known() for table in self._inside))

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _take(self, key: str, form: Form[T]) -> T:
        self._asked.append(key)
        value = self._values[key]
        try:
            return form.read(value)
        except BadInput as why:
            self.wrong(key, str(why))
        except (ValueError, TypeError):
            self.wrong(key, f"is {_shown(value)}; expected {form.expected}")
        return form.stand_in

    def _inner(self, values: object, path: str, written: str) -> "Table":
        if not isinstance(values, dict):
            self._mistakes.append(f"{path}: expected a table, written {written}")
            values = {}
        table = Table(values, path, self._mistakes)
        self._inside.append(table)
        return table


def numbered(names: list[str]) -> list[str]:
    """Tell things of the same name apart: answer, answer 2, answer 3."""
    before = [names[:place].count(name) for place, name in enumerate(names)]
    return [f"{name} {count + 1}" if count else name for name, count in zip(names, before, strict=True)]


def _label(item: object) -> str:
    """Give the word by which its owner knows a table: its id, its first kind, its clock; "?" where it has none."""
    values = [item.get(key) for key in _LABELS] if isinstance(item, dict) else []
    words = (value[0] if isinstance(value, list) and value else value for value in values)
    return next((word for word in words if isinstance(word, str)), "?")


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
