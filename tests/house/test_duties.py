"""Law is cited at the line and listed in one table; both stay honest."""

from tests.house.citations import covers, laws
from tests.house.tree import DATA, FLOORS, ROOT, cells, files, page

ANSWERS = {"yes", "partial", "no"}


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
    claimed = [duty for duty, _, kept, _ in _duties() if kept in {"yes", "partial"}]
    idle = [duty for duty in claimed if not any(covers(duty, law) for law in cited)]
    assert claimed
    assert not idle, f"docs/duties.md claims what no line of code cites: {idle}"


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
