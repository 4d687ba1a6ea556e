"""What stands in a form, as far as it can be understood."""

import pytest

from desk.forms import whole


@pytest.mark.parametrize("id_", [1, 42, 9_223_372_036_854_775_807])
def test_an_id_is_read_as_it_was_written(id_: int) -> None:
    assert whole(str(id_)) == id_


@pytest.mark.parametrize("written", [None, "", "-1", "1.5", "x", "٤٢", "²", " 7", "9" * 5000])
def test_nonsense_is_no_number_and_no_error(written: str | None) -> None:
    assert whole(written) == 0
