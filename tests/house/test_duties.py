"""Law is cited at the line and listed in one table; both stay honest."""

import re

from tests.house.citations import covers, laws
from tests.house.tree import DATA, FLOORS, ROOT, cells, files, page

ANSWERS = {"yes", "partial", "no"}
PROMISE = re.compile(r"P-[A-Z]{2}-\d{2}")
"""A rule of an organisation's policy: it is shown by a test that bears its name."""


def _cited() -> dict[str, str]:
    """Give every citation of our own with a file that has it; the organisations' own words are not ours."""
    own = [path for path in files(*FLOORS, *DATA) if path.parent.parent != ROOT / "policies" or path.suffix == ".toml"]
    return {law: str(path) for path in own if "migrations" not in path.parts for law in laws(path.read_text("utf-8"))}


def _duties() -> list[tuple[str, ...]]:
    return list(cells(page("duties.md")))


def test_every_law_the_code_cites_is_a_duty_we_list() -> None:
    rows = [duty for duty, *_ in _duties()]
    unlisted = {law: path for law, path in _cited().items() if not any(covers(row, law) for row in rows)}
    assert not unlisted, f"add rows to docs/duties.md: {unlisted}"


def test_every_duty_we_claim_is_cited_somewhere() -> None:
    cited = _cited()
    claimed = [duty for duty, _, kept, _ in _duties() if kept in {"yes", "partial"} and not PROMISE.fullmatch(duty)]
    idle = [duty for duty in claimed if not any(covers(duty, law) for law in cited)]
    assert claimed
    assert not idle, f"docs/duties.md claims what no line of code cites: {idle}"


def test_every_promise_that_is_kept_is_shown_by_a_test_of_its_name() -> None:
    names = {name for path in files("tests") for name in re.findall(r"def (test_p_\w+)", path.read_text("utf-8"))}
    kept = [duty for duty, _, kept, _ in _duties() if kept == "yes" and PROMISE.fullmatch(duty)]
    assert kept
    shown = {duty for duty in kept for name in names if f"_{duty.lower().replace('-', '_')}_" in f"_{name}_"}
    assert shown == {*kept}


def test_a_duty_is_listed_once_with_a_clear_answer_and_a_place_to_look() -> None:
    rows = _duties()
    assert len({duty for duty, *_ in rows}) == len(rows)
    for duty, asks, kept, where in rows:
        assert kept in ANSWERS, f"{duty}: {kept}"
        assert asks, f"{duty} asks nothing"
        assert where, f"{duty}: say where, or why not"


def test_every_place_a_duty_names_is_there() -> None:
    for duty, _, _, where in _duties():
        for place in where.split("`")[1::2]:
            assert (ROOT / place).exists(), f"{duty}: there is no {place}"
