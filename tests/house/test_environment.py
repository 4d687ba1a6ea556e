"""Only service/ reads the environment; everybody else is told."""

import ast
from pathlib import Path

from tests.house.tree import FLOORS, imports, modules, shown, tree

READS = {"os.environ", "os.environb", "os.getenv", "os.putenv"}


def test_only_the_service_reads_the_environment() -> None:
    reading = {shown(path): read for path in modules(*FLOORS[:-1]) if (read := _reads(path))}
    assert not reading, f"be told by service/ instead: {reading}"


def test_the_service_does_read_it() -> None:
    assert any(_reads(path) for path in modules("service")), "the finder has gone blind"


def _reads(path: Path) -> set[str]:
    said = {ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    settings = {name for name in imports(path) if name.startswith("pydantic_settings")}
    return READS & (said | set(imports(path))) | settings
