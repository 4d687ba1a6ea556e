"""JSON on standard output: UTF-8 whatever the terminal speaks, and at once, so that whoever reads along can."""

import json

import typer


def print_json(value: object, *, indent: int | None = None) -> None:
    """Write one JSON value and the end of its line."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    stream = typer.get_binary_stream("stdout")
    # Half a surrogate pair cannot be UTF-8; escaped by a backslash, it is what JSON itself would write.
    stream.write(text.encode("utf-8", "backslashreplace") + b"\n")
    stream.flush()


def counted(count: int, one: str) -> str:
    """Write "1 case", "2 cases"."""
    return f"{count} {one}{'' if count == 1 else 's'}"
