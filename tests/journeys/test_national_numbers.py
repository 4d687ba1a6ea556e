"""A letter full of national numbers: it is worked on like any other, and nobody is shown a digit of them.

What comes out is looked through: letters, what staff see at the desk, events, and everything the program says.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from cases.policy import Policy
from storage import outbox, sessions
from storage.page import Page
from storage.tables import EVENT
from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.smtp import PAPER, a_letter

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What has nothing to do with the database is tried with one."""

CPR, BSN = "1203851234", "123456782"
ANYHOW = re.compile("|".join(r"(?:\D|&[#\w]+;){0,6}".join(number) for number in (CPR, BSN)))

KLAGE = f"""Hej

Jeg klager over kurset den 4. februar, fordi underviseren aldrig kom. Jeg vil have mine penge tilbage.
Mit cpr-nummer er 120385-1234. Det står også som {CPR} på ordren og som 12.03.85-
1234 på listen. Mit hollandske BSN er {BSN}.

Med venlig hilsen
Anna Holm
CPR 120385 1234
BSN 123 456 782

Den 1. marts 2026 skrev Kursus <info@mentorix.dk>:
> CPR: 120385-1234
> BSN: 1234.56.782
"""
INZAGE = f"""Geachte heer, mevrouw,

Graag ontvang ik op grond van artikel 15 AVG een overzicht van alle gegevens die u van mij verwerkt. Mijn BSN is {BSN}.
Op uw formulier stond 1234.56.782, mijn Deense CPR-nummer is 120385-1234.

Met vriendelijke groet,
Jan de Vries
BSN 123456782

Op 1 maart 2026 schreef Mentor <info@mentor.example>:
> BSN 123 456 782, CPR {CPR}
"""
ANNA = "Anna Holm 120385-1234 <anna@example.org>"
FILES = (
    ("cpr_120385-1234.pdf", "application/pdf", PAPER[2]),
    (f"{BSN}.pdf", "application/pdf", PAPER[2]),
    (f"scan {CPR}.pdf", "application/pdf", PAPER[2]),
)


@asynccontextmanager
async def at_the_desk(running: Running, role: str, policy: Policy) -> AsyncIterator[AsyncClient]:
    """Open a browser in which somebody is logged in."""
    person, secret = await running.hire(role, policy.id), sessions.new_secret()
    await running.service.book.run(sessions.begin, person, secret, running.clock.now)
    address = f"http://127.0.0.1:{running.service.desk_port}"
    speaks = {"Accept-Language": policy.languages[0]}
    async with AsyncClient(base_url=address, cookies={"svarfrist": secret}, headers=speaks) as browser:
        yield browser


async def pages_of(browser: AsyncClient, number: str) -> str:
    """Give every page of the desk on which a letter could leave a trace, and the names under which files are saved."""
    case = (await browser.get(f"/desk/cases/{number}")).text
    assert number in case
    lists = [(await browser.get(f"/desk/{one}")).text for one in ("", "held", "outbox", "filed", "mailboxes")]
    files = [
        await browser.get(path) for path in sorted(set(re.findall(r'href="(/desk/cases/[^"]+/attachments/\d+)"', case)))
    ]
    assert len(files) == len(FILES)
    return "\n".join([case, *lists, *(file.headers["Content-Disposition"] for file in files)])


def events_of(page: Page) -> str:
    """Give the data of every event of every organisation."""
    return "\n".join(f"{row.verb} {row.data}" for row in page.all(select(EVENT)))


def letters_of(page: Page, organisation: str, thread: int) -> str:
    """Give every letter of ours, drafts as well."""
    letters = outbox.of_thread(page, organisation, thread)
    assert letters
    return "\n".join(f"{one.outgoing.subject}\n{one.outgoing.body}\n{one.outgoing.cause}" for one in letters)


def letter(text: str, policy: Policy, sender: str, **headers: str) -> bytes:
    """Give a letter with the numbers in its subject, its text, the names of its files and perhaps its sender's."""
    subject = f"CPR 120385-1234, BSN {BSN}: klage"
    return a_letter(text, subject=subject, to=policy.addresses[0], sender=sender, files=FILES, **headers)


@ON_SQLITE
@pytest.mark.parametrize(
    ("organisation", "text", "warns"),
    [("mentorix", KLAGE, "Nummeret er skjult overalt"), ("mentor", INZAGE, "Het nummer is overal")],
    ids=["da", "nl"],
)
async def test_no_digit_of_them_comes_out(
    service: Opens, capfd: pytest.CaptureFixture[str], organisation: str, text: str, warns: str
) -> None:
    async with service(desk="127.0.0.1:0") as running:
        policy = running.service.offices[organisation].policy
        answer = await running.answered(letter(text, policy, ANNA), policy.addresses[0])
        await running.letter(
            letter(text, policy, "Anna <fri@example.org>", Auto_Submitted="auto-replied"), policy.addresses[0]
        )
        number = number_in(answer["Subject"])
        await running.later(days=25)
        await running.letter(letter(text, policy, ANNA), policy.addresses[0])
        await running.quiet()
        case = await running.case(number, organisation)
        async with at_the_desk(running, policy.queue(case.queue).roles[0], policy) as browser:
            pages = await pages_of(browser, number)
        read = running.service.book.read
        came_out = {
            "caught": "\n".join(f"{one['Subject']}\n{one.text}" for one in running.catcher.letters),
            "desk": pages,
            "events": await read(events_of),
            "letters": await read(letters_of, organisation, case.thread),
            "name": case.requester.name or "",
        }
        verbs = await running.verbs(case)
    said = capfd.readouterr()
    came_out |= {"stdout": said.out, "stderr": said.err}
    assert {where: found[0] for where, words in came_out.items() if (found := ANYHOW.search(words))} == {}
    assert warns in pages
    assert "••••••-••••" in pages
    assert "masked" in verbs
