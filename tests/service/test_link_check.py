"""A link that letters carry to people and that leads nowhere is told to staff, once a week; no test asks the net."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from cases.office import Office
from cases.organisation import ExternalBody
from service.link_check import dead, link_check, links_of, look_at_links
from storage.book import Book
from storage.claims import Node
from storage.outbox_table import OUTBOX
from storage.page import Page
from tests.at_work import MovedClock
from tests.builders import a_policy

TERMS = "https://peoplecert.example/terms"
RULES = "https://peoplecert.example/rules"


@pytest.fixture
def house(offices: dict[str, Office]) -> dict[str, Office]:
    """Give one organisation with two links and an address for its notices."""
    office = offices["mentorix"]
    queues = tuple(replace(queue, notify="desk@mentorix.example") for queue in office.policy.queues)
    return {"mentorix": replace(office, policy=replace(office.policy, links={"a": TERMS, "b": RULES}, queues=queues))}


class Net:
    """What each address answers; who asks for another has made a mistake."""

    def __init__(self, **answers: int | None) -> None:
        """Keep the answers of both links."""
        self.answers = {TERMS: answers["terms"], RULES: answers["rules"]}
        self.asked: list[str] = []

    async def __call__(self, url: str) -> int | None:
        """Answer."""
        self.asked.append(url)
        return self.answers[url]


def notices(page: Page) -> list[str]:
    """Give what staff are told."""
    return [row.body for row in page.all(select(OUTBOX.c.body).where(OUTBOX.c.reply == "house_notice"))]


async def test_p_mx_11_staff_hear_of_a_link_that_leads_nowhere_and_of_no_other(
    book: Book, house: dict[str, Office]
) -> None:
    net = Net(terms=404, rules=200)
    assert await look_at_links(book, house, Node("node", MovedClock()), net) == 1
    (notice,) = await book.read(notices)
    assert TERMS in notice
    assert RULES not in notice
    assert net.asked == [TERMS, RULES]


async def test_the_same_week_tells_it_once_and_the_next_week_again(book: Book, house: dict[str, Office]) -> None:
    clock, net = MovedClock(), Net(terms=None, rules=200)
    told = [await look_at_links(book, house, Node("node", clock), net) for _ in range(2)]
    clock.now = clock.now.replace(day=9)
    told.append(await look_at_links(book, house, Node("other", clock), net))
    assert told == [1, 0, 1]


@pytest.mark.parametrize(
    ("status", "is_dead"),
    [(None, True), (404, True), (410, True), (500, True), (503, True), (200, False), (403, False), (429, False)],
)
def test_what_is_closed_to_programs_is_not_dead(status: int | None, *, is_dead: bool) -> None:
    assert dead(status) is is_dead


def test_every_address_of_a_policy_is_looked_at_once() -> None:
    body = ExternalBody("Nævnenes Hus", RULES)
    assert links_of(a_policy(links={"a": TERMS, "b": RULES}, external_body=body)) == (TERMS, RULES)
    assert links_of(a_policy()) == ()


async def test_it_is_done_every_monday(book: Book, house: dict[str, Office]) -> None:
    job = link_check(book, house, Node("node", MovedClock()), Net(terms=200, rules=200)).get_job("links")
    assert "day_of_week='mon'" in str(job.trigger)
