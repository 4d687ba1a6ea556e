"""The interface for a provider's own form: what is sent becomes a case at once, and its number comes back."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.api.admission import FAILED, RATES
from cases.api_key import Scope
from cases.kind import Kind
from cases.message import Channel
from storage import api_keys, messages
from storage.inbox_tables import ARRIVAL
from storage.page import Page
from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.smtp import a_letter
from tests.web_forms import COMPLAINT, PDF, WEB, Site, a_file, a_key


@pytest.fixture
async def running(service: Opens) -> AsyncIterator[Running]:
    """Run a service with public pages."""
    async with service(**WEB) as opened:
        yield opened


@pytest.fixture
async def site(running: Running) -> Site:
    """Give the server of a provider's site."""
    return Site(running, await a_key(running))


def arrived(page: Page) -> int:
    """Count what came."""
    return int(page.execute(select(func.count()).select_from(ARRIVAL)).scalar_one())


async def test_what_somebody_typed_is_a_case_at_once_and_its_number_and_date_come_back(site: Site) -> None:
    answer = await site.send()
    assert answer.status_code == 202
    told = await site.became(answer)
    (case,) = told["cases"]
    found = await site.running.case(case["number"])
    assert (told["status"], case["kind"], case["status"]) == ("read", "complaint", "open")
    assert case["due"] == "2026-03-20"
    assert not case["late"]
    assert (found.kind, found.requester.name, found.requester.address) == (
        Kind.COMPLAINT,
        "Anna Holm",
        "anna@example.org",
    )


async def test_the_person_is_answered_by_mail(site: Site) -> None:
    case = await site.opened()
    (letter,) = await site.running.catcher.wait_for(1)
    assert letter.recipient == "anna@example.org"
    assert number_in(letter.text) == case["number"]


async def test_files_come_along(site: Site) -> None:
    case = await site.opened(files=[a_file(), a_file("note.txt", "Æblegrød".encode())])
    found = await site.running.case(case["number"])
    (message,) = await site.running.service.book.read(messages.of_thread, "mentorix", found.thread)
    assert [(one.name, one.size) for one in message.attachments] == [("plan.pdf", len(PDF)), ("note.txt", 10)]


async def test_a_form_may_be_sent_on_as_it_came(site: Site) -> None:
    typed = {"text": COMPLAINT, "email": "anna@example.org", "language": ""}
    answer = await site.ask("POST", "/cases", data=typed, files=[("files", ("plan.pdf", PDF))])
    assert answer.status_code == 202, answer.text
    assert (await site.became(answer))["cases"][0]["kind"] == "complaint"


async def test_sent_again_under_the_same_name_it_is_one_case(site: Site) -> None:
    first, again = await site.send("9f0c"), await site.send("9f0c")
    assert await site.became(first) == await site.became(again)
    assert await site.running.service.book.read(arrived) == 1
    assert (await site.send("another")).json()["id"] != first.json()["id"]


async def test_something_else_under_the_same_name_is_refused(site: Site) -> None:
    await site.send("9f0c")
    answer = await site.send("9f0c", text="Noget helt andet om en faktura.")
    assert (answer.status_code, answer.json()["code"]) == (422, "reused")
    assert await site.running.service.book.read(arrived) == 1


async def test_how_it_stands_can_be_asked_and_names_nobody(site: Site) -> None:
    case = await site.opened()
    answer = await site.ask("GET", f"/cases/{case['number'].lower()}")
    assert answer.json() == case
    assert "anna" not in answer.text.lower()


async def test_what_became_of_it_can_be_asked_where_it_says(site: Site) -> None:
    answer = await site.send()
    path = answer.headers["location"].partition("/api/v1")[2]
    became = await site.became(answer)
    assert became["cases"]
    assert (await site.ask("GET", path)).json() == became


async def test_the_time_limit_that_passes_is_told(site: Site) -> None:
    case = await site.opened()
    site.running.clock.now += timedelta(days=60)
    assert (await site.ask("GET", f"/cases/{case['number']}")).json()["late"]


async def test_a_case_of_another_organisation_is_none(site: Site) -> None:
    case = await site.opened()
    other = Site(site.running, await a_key(site.running, organisation="metier"))
    assert (await other.ask("GET", f"/cases/{case['number']}")).json()["code"] == "no_case"


async def test_what_another_key_sent_is_not_for_a_key_that_may_only_open(site: Site) -> None:
    answer = await site.send()
    path = answer.headers["location"].partition("/api/v1")[2]
    other = Site(site.running, await a_key(site.running, Scope.OPEN))
    assert (await other.ask("GET", path)).json()["code"] == "no_submission"


@pytest.mark.parametrize(("scope", "method", "path"), [("read", "POST", "/cases"), ("open", "GET", "/cases/MX-26-1")])
async def test_a_key_is_good_for_what_it_was_made_for(running: Running, scope: str, method: str, path: str) -> None:
    site = Site(running, await a_key(running, Scope(scope)))
    answer = await site.ask(method, path)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope")


async def test_who_has_no_key_or_one_that_is_over_is_told_so(running: Running) -> None:
    over = await a_key(running, expires_at=running.clock.now - timedelta(minutes=1))
    revoked = await a_key(running)
    await running.service.book.run(api_keys.revoke, "mentorix", revoked[:12], running.clock.now)
    told = [(await Site(running, key).send()) for key in ("", "svf_guessed", over, revoked)]
    assert [one.json()["code"] for one in told] == ["no_key", "bad_key", "expired", "revoked"]
    assert {one.status_code for one in told} == {401}
    assert all(one.headers["www-authenticate"].startswith("Bearer") for one in told)
    assert await running.service.book.read(arrived) == 0


async def test_the_key_itself_is_stored_nowhere_and_its_last_use_is_noted(site: Site) -> None:
    await site.opened()
    (key,) = await site.running.service.book.read(api_keys.listed, "mentorix")
    assert key.used_at == site.running.clock.now
    assert site.key.startswith(key.prefix)
    assert site.key not in repr(key)


async def test_too_many_requests_of_a_key_wait_and_are_told_how_long(site: Site) -> None:
    for _ in range(RATES[Scope.OPEN]):
        assert (await site.send(text=" ")).status_code == 422
    site.running.clock.now += timedelta(seconds=20)
    answer = await site.send()
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (429, "slow", "40")
    site.running.clock.now += timedelta(seconds=40)
    assert (await site.send()).status_code == 202


async def test_guessing_at_keys_is_slow(running: Running) -> None:
    told = [(await Site(running, f"svf_{guess}").ask("GET", "/cases/MX-26-100000")) for guess in range(FAILED + 1)]
    assert [one.status_code for one in told] == [401] * FAILED + [429]


async def test_an_address_that_is_typed_again_and_again_gets_no_letter_after_letter(site: Site) -> None:
    for number in range(7):
        await site.opened(text=f"{COMPLAINT} Det er nummer {number} af mine klager.")
    await site.running.quiet()
    assert len(site.running.catcher.letters) == 5


async def test_it_is_kept_though_nobody_reads_it_now(service: Opens) -> None:
    async with service(**WEB, roles="web") as running:
        site = Site(running, await a_key(running))
        answer = await site.send()
    assert (answer.status_code, answer.json()["status"], answer.json()["cases"]) == (202, "waiting", [])


async def test_no_page_on_another_site_may_read_an_answer(site: Site) -> None:
    answer = await site.ask("GET", "/cases/MX-26-100000", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert (await site.ask("OPTIONS", "/cases")).status_code == 405


async def test_what_came_is_of_a_form_and_goes_on_by_mail(site: Site) -> None:
    case = await site.opened()
    assert (await site.running.case(case["number"])).channel is Channel.MAIL


async def test_whoever_has_the_receipt_goes_on_by_mail_with_the_number_and_nobody_else(site: Site) -> None:
    case = await site.opened()
    found = await site.running.case(case["number"])
    for sender in ("anna@example.org", "mallory@example.org"):
        text = f"Det gælder min sag {case['number']}. Her er mere om kurset, som jeg klager over."
        raw = a_letter(text, to="info@mentorix.dk", sender=sender)
        await site.running.letter(raw, "info@mentorix.dk", sender=sender)
    await site.running.quiet()
    heard = await site.running.service.book.read(messages.of_thread, "mentorix", found.thread)
    assert len(heard) == 2
