"""Three whole conversations on Telegram, with the real library on our side and a server of the Bot API beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cases.kind import Kind
from cases.message import Channel
from cases.policy import ClockName
from tests.smtp import PAPER
from tests.telegrams import Telegrams, telegrams


@pytest.fixture(params=[False, True], ids=["asked for", "brought"])
async def mentorix(sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Telegrams]:
    """Run Mentorix with a bot, whose updates are asked for, or brought."""
    async with telegrams(sqlite_template, tmp_path, webhook=request.param) as opened:
        yield opened


@pytest.fixture
async def mentor(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Telegrams]:
    """Run Mentor with a bot."""
    async with telegrams(sqlite_template, tmp_path, "mentor") as opened:
        yield opened


async def test_a_danish_complaint_with_a_file_on_telegram(mentorix: Telegrams) -> None:
    anna = mentorix.api.person("da")
    anna.starts()
    await mentorix.hears(anna, "Du skriver med en automatisk chat")
    await mentorix.says(
        anna, "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke.", "20. marts 2026"
    )
    await mentorix.hears(anna, "navn")
    await mentorix.says(anna, "Anna Holm", "e-mail")
    await mentorix.says(anna, "anna@example.org, og mit CPR-nummer er 010190-1234", "Vi har skjult det")
    name, media_type, content = PAPER
    anna.sends_document(content, name, mime_type=media_type)
    heard = await mentorix.hears(anna, "Det her har vi noteret")
    assert "010190" not in heard
    case = await mentorix.only_case()
    assert (case.kind, case.missing, case.channel) == (Kind.COMPLAINT, (), Channel.TELEGRAM)
    assert (case.requester.name, case.requester.address) == ("Anna Holm", "anna@example.org")
    assert ClockName.ANSWER in await mentorix.running.ticking(case)
    assert case.number in heard
    assert heard.count("Du skriver med en automatisk chat") == 1


async def test_a_dutch_request_for_erasure_on_telegram(mentor: Telegrams) -> None:
    jan = mentor.api.person("nl-NL", "Jan")
    jan.starts()
    await mentor.says(jan, "Ik wil dat u al mijn gegevens verwijdert.", "uiterlijk op 2 april 2026 (tot en met)")
    await mentor.hears(jan, "Wat is uw volledige naam?")
    await mentor.says(jan, "Jan de Vries", "e-mailadres")
    await mentor.says(jan, "jan@example.nl", "organisatie")
    case = await mentor.only_case("mentor")
    assert (case.kind, case.language) == (Kind.ERASURE, "nl")
    assert (case.requester.name, case.requester.address) == ("Jan de Vries", "jan@example.nl")
    assert {ClockName.ANSWER, ClockName.REFERRAL} <= (await mentor.running.ticking(case)).keys()
    assert case.number in "\n".join(jan.heard)


async def test_an_english_request_for_access_changes_its_mind_on_telegram(mentorix: Telegrams) -> None:
    sam = mentorix.api.person("en-GB", "Sam")
    sam.starts()
    await mentorix.says(sam, "I would like a copy of all the data you hold about me.", "by 7 April 2026 at the latest")
    await mentorix.hears(sam, "What is your full name?")
    await mentorix.says(sam, "Sam Carter", "e-mail address")
    await mentorix.says(sam, "Actually, please erase all my data instead.", "your request for erasure")
    access, erasure = await mentorix.running.cases()
    assert (access.kind, erasure.kind) == (Kind.ACCESS, Kind.ERASURE)
    assert access.thread == erasure.thread
    await mentorix.quiet()
    for case in (access, erasure):
        assert case.requester.name == "Sam Carter"
        assert ClockName.ANSWER in await mentorix.running.ticking(case)
        assert ClockName.ACKNOWLEDGEMENT not in await mentorix.running.ticking(case)
