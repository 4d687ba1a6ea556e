"""The service put together: what runs, what is checked before anything opens, and how it ends."""

import asyncio
import os
import stat
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.throttle import MOST
from cases.errors import BadInput, IntakeError
from cases.message import Channel
from service.assemble import running
from service.keys import KEY_BYTES, secret
from service.settings import Settings
from storage import arrivals
from storage.book import Book
from storage.claims import new_node
from tests.at_work import Running, nothing_waits
from tests.builders import AT
from tests.conftest import Opens
from tests.smtp import PAPER, Catcher, a_letter, deliver, until
from tests.storage.written import write_arrival


def settings_in(folder: Path, **given: Any) -> Settings:  # noqa: ANN401 - any setting
    plain = {
        "database": f"sqlite:///{folder / 'book.db'}",
        "vault": str(folder / "vault"),
        "secret_file": folder / "secret",
        "smtp": "127.0.0.1:0",
        "web": "",
        "desk": "",
    }
    return Settings.model_validate(plain | given)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"outgoing": "mail.example.org"}, "SVARFRIST_OUTGOING is no mail server"),
        ({"scanner": "localhost:3310"}, 'SVARFRIST_SCANNER "localhost:3310" is no scanner; expected unix:/path'),
        ({"database": "mysql://localhost/x"}, "mysql is not supported"),
        ({"database": "sqlite:///{folder}/file/book.db"}, "SVARFRIST_DATABASE"),
        ({"vault": "gs://bucket"}, "SVARFRIST_VAULT"),
        ({"vault": "{folder}/file/vault"}, "SVARFRIST_VAULT"),
        ({"secret_file": "{folder}/file/secret"}, "SVARFRIST_SECRET_FILE"),
        ({"secret_file": "{folder}/file"}, "holds no key; expected at least 32 bytes"),
        ({"policies": "{folder}/nowhere"}, "nowhere"),
        ({"smtp_certificate": "{folder}/file", "smtp_key": "{folder}/file"}, "certificate"),
        ({"organisation": {"nobody": {}}}, "there is no such policy"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_wrong_is_told_in_one_line_and_nothing_stays_open(
    tmp_path: Path, wrong: dict[str, Any], says: str
) -> None:
    (tmp_path / "file").write_text("x")
    placed = {key: value.format(folder=tmp_path) if isinstance(value, str) else value for key, value in wrong.items()}
    with pytest.raises(IntakeError) as told:
        async with running(settings_in(tmp_path, roles="smtp", **placed)):
            pass
    assert says in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("which", ["smtp", "web", "desk"])
async def test_a_taken_port_is_told_with_its_setting(tmp_path: Path, catcher: Catcher, which: str) -> None:
    taken = f"127.0.0.1:{catcher.port}"
    with pytest.raises(BadInput, match=f"SVARFRIST_{which.upper()} {taken} is taken by another program"):
        async with running(settings_in(tmp_path, roles=which, **{which: taken})):
            pass


async def test_the_public_port_and_the_staff_port_are_separate(service: Opens) -> None:
    async with service(web="127.0.0.1:0", desk="localhost:0", roles="web,desk") as opened:
        public, staff = opened.service.web_port, opened.service.desk_port
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(f"http://127.0.0.1:{public}/healthz")).json() == {"status": "alive"}
            assert (await browser.get(f"http://127.0.0.1:{public}/readyz")).json() == {"status": "ready"}
            assert (await browser.get(f"http://127.0.0.1:{public}/desk/login")).status_code == 404
            assert (await browser.get(f"http://127.0.0.1:{staff}/desk/login")).status_code == 200


async def test_machines_can_count_what_waits(service: Opens) -> None:
    async with service(web="127.0.0.1:0", roles="web,smtp") as opened:
        await opened.letter(a_letter())
        async with httpx.AsyncClient() as browser:
            metrics = (await browser.get(f"http://127.0.0.1:{opened.service.web_port}/metrics")).text
    assert "svarfrist_arrivals_waiting 1.0" in metrics
    assert "anna" not in metrics


async def test_without_outgoing_mail_letters_wait_and_leave_once_there_is_some(
    service: Opens, catcher: Catcher
) -> None:
    async with service(outgoing=None) as opened:
        await opened.letter(a_letter(files=[PAPER]))

        async def is_understood() -> bool:
            return await opened.service.book.read(arrivals.waiting_count) == 0

        await until(is_understood)
        assert not await opened.service.book.read(nothing_waits, opened.clock.now)
    assert catcher.seen == []
    async with service():
        assert len(await catcher.wait_for(1)) == 1


async def test_a_process_that_only_takes_in_leaves_the_work_to_others(service: Opens, catcher: Catcher) -> None:
    async with service(roles="smtp") as door:
        await door.letter(a_letter())
        assert await door.service.book.read(arrivals.waiting_count) == 1
    async with service(roles="work", smtp="127.0.0.1:0"):
        assert len(await catcher.wait_for(1)) == 1


async def test_when_it_stops_it_frees_what_it_had_claimed(service: Opens, database: str) -> None:
    async with service(roles="smtp") as opened:
        node = opened.service.node
        await opened.service.book.run(write_arrival)
        assert await opened.service.book.run(arrivals.claim, Channel.MAIL, (node.name, AT), 9)
    async with Book(database) as book:
        assert await book.run(arrivals.claim, Channel.MAIL, (new_node(), AT), 9)


async def test_two_services_at_once_on_one_machine_do_not_free_each_others_claims(service: Opens) -> None:
    async with service(roles="smtp") as first:
        await first.service.book.run(write_arrival)
        other_process = f"elsewhere:{os.getppid()}:word"
        assert await first.service.book.run(arrivals.claim, Channel.MAIL, (other_process, AT), 9)
        async with service(roles="smtp") as second:
            mine = (second.service.node.name, AT)
            assert await second.service.book.run(arrivals.claim, Channel.MAIL, mine, 9) == ()


async def test_the_received_time_is_the_services_clock_and_never_the_senders(running: Running) -> None:
    await running.answered(a_letter(files=[PAPER], Date="Thu, 01 Jan 1970 00:00:00 +0000"))
    (case,) = await running.cases()
    assert case.received_at == AT


async def test_letters_in_flight_are_kept_when_it_stops(service: Opens, database: str) -> None:
    """Whoever heard 250 finds the letter in the book, however soon after it the service ended."""
    async with service(roles="smtp") as opened:
        port = opened.service.smtp_port
        letters = [asyncio.create_task(deliver(port, a_letter())) for _ in range(20)]
        await until(lambda: any(letter.done() for letter in letters))
    told = [one for one in await asyncio.gather(*letters, return_exceptions=True) if isinstance(one, str)]
    async with Book(database) as book:
        assert await book.read(arrivals.waiting_count) >= len(told) >= 1


def test_the_secret_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret"
    first = secret(path)
    assert len(first) == KEY_BYTES
    assert secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret(tmp_path / "another") != first


def test_a_secret_that_is_too_short_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x" * (KEY_BYTES - 1))
    with pytest.raises(BadInput, match="holds no key"):
        secret(tmp_path / "secret")


async def test_a_virus_scanner_that_is_away_does_not_keep_the_service_from_its_work(
    service: Opens, tmp_path: Path
) -> None:
    async with service(scanner=f"unix:{tmp_path}/nobody") as opened:
        await opened.answered(a_letter(files=[PAPER]))
        (case,) = await opened.cases()
        (told,) = (await opened.dossier(case.number)).told
        assert [file.verdict for file in told.attachments] == [None]
        assert (await opened.dossier(case.number)).waiting == {told.id: AT}


async def test_an_empty_setting_means_no_virus_scanner(service: Opens) -> None:
    async with service(scanner="") as opened:
        await opened.answered(a_letter(files=[PAPER]))
        (case,) = await opened.cases()
        assert (await opened.dossier(case.number)).waiting == {}


@pytest.mark.parametrize(
    ("proxies", "then"), [("127.0.0.1", 410), ("192.0.2.7", 429)], ids=["a proxy that is named", "one that is not"]
)
async def test_behind_a_named_proxy_one_visitor_does_not_use_up_the_pages_of_another(
    service: Opens, proxies: str, then: int
) -> None:
    async with service(web="127.0.0.1:0", roles="web", proxies=proxies) as opened:
        link = f"http://127.0.0.1:{opened.service.web_port}/identity/guessed"
        async with httpx.AsyncClient() as proxy:
            every = [await proxy.get(link, headers={"X-Forwarded-For": "203.0.113.1"}) for _ in range(MOST + 1)]
            other = await proxy.get(link, headers={"X-Forwarded-For": "203.0.113.2"})
    assert (every[-1].status_code, other.status_code) == (429, then)
