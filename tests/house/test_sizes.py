"""Modules and functions stay small enough to be read at once; how deep they branch is ruff's business."""

import ast
from pathlib import Path
from statistics import median

from tests.house.tree import FLOORS, functions, modules, shown

MODULE, MODULE_MEDIAN = 300, 120
FUNCTION, FUNCTION_MEDIAN = 40, 12


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring: a rule's docstring may be its table."""
    first = function.body[0]
    said = first if ast.get_docstring(function) is not None else None
    told = (said.end_lineno or said.lineno) - said.lineno + 1 if said else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - told


def test_a_module_fits_its_limit() -> None:
    long = {shown(path): _lines(path) for path in modules(*FLOORS, "docs") if _lines(path) > MODULE}
    assert not long, f"more than {MODULE} lines; what two things is each about? {long}"


def test_a_function_fits_on_a_screen() -> None:
    every = ((path, one) for path in modules(*FLOORS, "docs", "tests") for one in functions(path))
    long = {f"{shown(path)}: {one.name}": _length(one) for path, one in every if _length(one) > FUNCTION}
    assert not long, f"more than {FUNCTION} lines: {long}"


def test_most_modules_and_functions_are_far_below_their_limits() -> None:
    assert median(map(_lines, modules(*FLOORS))) < MODULE_MEDIAN
    assert median(_length(one) for path in modules(*FLOORS) for one in functions(path)) < FUNCTION_MEDIAN
