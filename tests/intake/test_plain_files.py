"""Files that are handed out begin nothing in a spreadsheet and lead nowhere."""

import pytest

from intake.plain_files import csv_file, safe_name


def test_a_table_begins_no_formula_in_a_spreadsheet() -> None:
    assert (
        csv_file(("a",), [{"a": "=HYPERLINK(1)"}, {"a": 'say "hej"'}]) == b'a\r\n\'=HYPERLINK(1)\r\n"say ""hej"""\r\n'
    )


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../x", "_x"), ("a/b\\c", "a_b_c"), ("", "file"), ("..", "file"), ("blå øl.pdf", "blå øl.pdf"), ("a\nb", "a_b")],
)
def test_a_name_leads_out_of_no_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe
