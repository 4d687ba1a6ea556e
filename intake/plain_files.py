"""Data as files that people and programs read: JSON, and tables for a spreadsheet (R-20-1). Pure."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping

_NOT_IN_NAMES = re.compile(r"[^\w.+ -]+")


def json_file(data: object) -> bytes:
    """Give data as JSON, indented, in UTF-8."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def csv_file(header: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Give a table as spreadsheets read it: UTF-8, commas, the names of the fields in the first line."""
    written = io.StringIO()
    writer = csv.DictWriter(written, header, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _no_formula(row[name]) for name in header} for row in rows)
    return written.getvalue().encode()


def safe_name(name: str) -> str:
    """Give a file's name without what leads out of a folder; its end, which says what it is, stays."""
    return _NOT_IN_NAMES.sub("_", name).strip(". ")[-100:] or "file"


def _no_formula(value: str) -> str:
    """Give a value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
