"""A mailbox that is opened with tokens: its letters are answered, its silence is told, and what came then counts."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from cases.mailbox import Trouble
from intake.watch import Since, Watched, watch
from storage import mailbox_watch
from storage.mailbox_watch import MailboxState
from tests.at_work import Running
from tests.builders import AT
from tests.conftest import Opens
from tests.dovecot import Dovecot, started
from tests.postgres import NotInstalled
from tests.smtp import Caught, a_letter, until
from tests.token_endpoint import CLIENT, SECRET, TokenEndpoint, refusal, token_endpoint

INFO = Watched("mentorix", "info")
NO_PENALTY = "service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}"
EXPIRED = refusal(
    "invalid_client", "AADSTS7000222: The provided client secret keys are expired.", error_codes=[7000222]
)
ADMINISTRATOR = "course_administrator@mentorix.example"

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Which database it is, is of no matter here; each of these takes seconds."""


@dataclass
class Provider:
    """A mail server, the token endpoint that it believes, and a mailbox there."""

    endpoint: TokenEndpoint
    server: Dovecot
    secret: Path

    @property
    def user(self) -> str:
        return self.endpoint.user

    def opens(self, service: Opens) -> AbstractAsyncContextManager[Running]:
        """Give a service that fetches from the mailbox."""
        oauth = {"token_url": self.endpoint.url, "client_id": CLIENT, "client_secret": f"file:{self.secret}"}
        place = {"host": "127.0.0.1", "port": self.server.imap_port, "tls": "none", "user": self.user, "poll": 1.0}
        mailbox = {**place, "oauth": oauth, "address": "info@mentorix.dk"}
        return service(organisation={"mentorix": {"mailboxes": {"info": mailbox}}}, web="127.0.0.1:0")


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    secret = tmp_path / "client-secret"
    secret.write_text(f"{SECRET}\n")
    try:
        with token_endpoint() as endpoint, started(NO_PENALTY, endpoint.info) as server:
            endpoint.user = server.someone()
            yield Provider(endpoint, server, secret)
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


async def state(running: Running) -> MailboxState | None:
    return next(iter(await running.service.book.read(mailbox_watch.states)), None)


async def is_read(running: Running) -> None:
    """Wait until the mailbox was read at this moment."""

    async def now() -> bool:
        found = await state(running)
        return found is not None and found.polled_at == running.clock.now

    await until(now, "the reading")


async def is_in_trouble(running: Running, trouble: Trouble) -> None:
    async def now() -> bool:
        found = await state(running)
        return found is not None and found.trouble is trouble

    await until(now, f"the trouble {trouble}")


async def look(running: Running) -> list[Caught]:
    """Let the watch look; give what the administrator has been told so far."""
    since = Since(AT - timedelta(days=1), running.clock.now)
    await running.service.book.run(watch, [INFO], running.service.offices, since)
    await running.quiet()
    return running.catcher.to(ADMINISTRATOR)


async def ready(running: Running) -> dict[str, object]:
    async with httpx.AsyncClient() as machine:
        answer: dict[str, object] = (await machine.get(f"http://127.0.0.1:{running.service.web_port}/readyz")).json()
        return answer


async def test_letters_are_answered_the_silence_is_told_once_and_nothing_is_lost(
    provider: Provider, service: Opens
) -> None:
    async with provider.opens(service) as running:
        await running.hire("course_administrator")
        await is_read(running)
        provider.server.put(provider.user, a_letter(), at=running.clock.now)
        await running.catcher.wait_for(1)
        assert await look(running) == []

        provider.server.crash()
        await is_in_trouble(running, Trouble.UNREACHABLE)
        running.clock.now += timedelta(minutes=16)
        (told,) = await look(running)
        assert told["Subject"] == 'Mentorix: postkassen "info" bliver ikke læst'
        assert "siden den 2. marts 2026 kl. 11.00" in told.text
        assert len(await look(running)) == 1
        assert (await ready(running))["status"] == "degraded"

        provider.server.start()
        meanwhile = a_letter(sender="Bo Lund <bo@example.org>", Return_Path="<bo@example.org>")
        provider.server.put(provider.user, meanwhile, at=running.clock.now - timedelta(minutes=5))
        await is_read(running)
        _, back = await look(running)
        assert back["Subject"] == 'Mentorix: postkassen "info" bliver læst igen'
        assert await ready(running) == {"status": "ready"}
        await until(lambda: running.catcher.to("bo@example.org"), "the answer to what came meanwhile")


async def test_a_secret_that_has_expired_is_told_as_what_it_is(provider: Provider, service: Opens) -> None:
    async with provider.opens(service) as running:
        await running.hire("course_administrator")
        await is_read(running)
        provider.endpoint.decide = lambda _form: EXPIRED
        provider.endpoint.withdraw()
        provider.server.kick(provider.user)
        await is_in_trouble(running, Trouble.SECRET_EXPIRED)
        running.clock.now += timedelta(minutes=16)
        (told,) = await look(running)
        assert "Den hemmelige nøgle (client secret), som programmet logger ind med, er udløbet." in told.text
        assert SECRET not in told.raw.decode("ascii", "replace")
