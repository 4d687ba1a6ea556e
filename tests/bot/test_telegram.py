"""A bot at work: what people write is kept and answered once, whatever Telegram does."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.telegram_files import TRIES
from bot.telegram_pace import BURST
from bot.testing import BotApi, Person
from bot.testing_server import BOUNDLESS, Refusal
from cases.case import Case
from cases.kind import Kind
from cases.message import Channel
from intake.approve import Approval, approve
from storage import chats, messages, outbox
from storage.messages import Told
from tests.at_work import messages_kept
from tests.smtp import until
from tests.telegrams import Telegrams, telegrams

COMPLAINT = "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke."
PDF = b"%PDF-1.7 " + b"x" * 200
PICTURE = b"\xff\xd8\xff\xe0" + b"\0" * 20_000


@pytest.fixture
async def at(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Telegrams]:
    """Run a bot that asks for updates."""
    async with telegrams(sqlite_template, tmp_path) as opened:
        yield opened


@pytest.fixture
async def brought(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Telegrams]:
    """Run a bot that updates are brought to."""
    async with telegrams(sqlite_template, tmp_path, webhook=True) as opened:
        yield opened


async def told(at: Telegrams, person: Person) -> tuple[Told, ...]:
    """Give what was kept of somebody's words."""
    book = at.running.service.book
    chat = await book.read(chats.by_address, "mentorix", Channel.TELEGRAM, str(person.id))
    assert chat
    return await book.read(messages.of_thread, "mentorix", chat.thread)


async def asked(at: Telegrams, person: Person) -> Case:
    """Let somebody ask something and say who they are; give the case."""
    await at.says(person, "Hvornår begynder kurset i projektledelse?", "e-mail")
    await at.says(person, "anna@example.org", "")
    await at.quiet()
    return await at.only_case()


async def answered(at: Telegrams, case: Case) -> int:
    """Let staff answer a question; give the letter's id."""
    draft = await at.running.draft(case, "answer")
    person = await at.running.hire("course_administrator")
    approval = Approval("mentorix", draft.id, draft.version, draft.outgoing.subject, "Det begynder den 4. maj.")
    policy = at.running.service.offices["mentorix"].policy
    await at.running.service.book.run(approve, approval, person, policy, at.running.clock.now)
    return draft.id


async def test_what_telegram_brings_twice_is_kept_and_answered_once(at: Telegrams) -> None:
    anna = at.api.person()
    anna.starts()
    anna.writes(COMPLAINT)
    seen = list(at.api.updates)
    await at.hears(anna, "navn")
    for update in seen:
        at.api.repeats(update)
    await at.quiet()
    assert len(await at.running.service.book.read(messages_kept, "mentorix")) == 1
    assert len(anna.heard) == len(set(anna.heard))
    await at.only_case()


async def test_who_never_pressed_start_is_greeted_before_they_are_answered(at: Telegrams) -> None:
    anna = at.api.person()
    await at.says(anna, COMPLAINT, "navn")
    assert "Du skriver med en automatisk chat" in anna.heard[0]


async def test_the_commands_of_the_menu_do_what_they_say(at: Telegrams) -> None:
    anna = at.api.person()
    anna.starts()
    await at.says(anna, "/help", "med dine egne ord")
    await at.says(anna, COMPLAINT, "navn")
    await at.says(anna, "/stop", "Vi spørger ikke om mere")
    await at.says(anna, "/human", "tager over")
    await at.says(anna, "/start", "automatisk chat")
    menus = [given.get("language_code") for name, given in at.api.asked if name == "setMyCommands"]
    assert {"da", "nl", "en", None} == set(menus)


async def test_a_changed_message_is_a_further_one_and_what_was_said_first_stays(at: Telegrams) -> None:
    anna = at.api.person()
    number = anna.writes(COMPLAINT)
    await at.hears(anna, "navn")
    anna.edits(number, COMPLAINT)
    anna.edits(number, COMPLAINT + " Jeg vil have pengene tilbage.")
    await at.hears(anna, "Du har rettet en besked")
    anna.edits(number, COMPLAINT)
    await at.quiet()
    said = [one.text.strip() for one in await told(at, anna)]
    assert said == [COMPLAINT, COMPLAINT + " Jeg vil have pengene tilbage.", COMPLAINT]
    assert (await at.only_case()).kind is Kind.COMPLAINT


async def test_an_album_is_one_line_however_it_comes(brought: Telegrams) -> None:
    anna = brought.api.person()
    for caption in ("Her er tre billeder af afslaget", "", ""):
        anna.sends_photo(PICTURE + bytes([len(caption)]), caption, album="7")
    await brought.hears(anna, "automatisk")
    await until(lambda: brought.api.is_quiet, "all is taken")
    await brought.quiet()
    (one,) = await told(brought, anna)
    assert [file.media_type for file in one.attachments] == ["image/jpeg"] * 3


async def test_a_part_of_an_album_that_comes_late_is_a_further_line_of_the_same_case(brought: Telegrams) -> None:
    anna = brought.api.person()
    await brought.says(anna, COMPLAINT, "navn")
    anna.sends_photo(PICTURE, "Her er to billeder", album="7")
    await until(lambda: brought.api.is_quiet, "the first is kept")
    anna.sends_photo(PICTURE + b"2", album="7")
    await until(lambda: brought.api.is_quiet, "the second is kept")
    await brought.quiet()
    assert [len(one.attachments) for one in await told(brought, anna)] == [0, 1, 1]
    await brought.only_case()


async def test_what_is_changed_after_the_case_was_closed_is_kept_and_a_person_sees_it(at: Telegrams) -> None:
    anna = at.api.person()
    number = anna.writes("Hvornår begynder kurset i projektledelse?")
    await at.hears(anna, "e-mail")
    await at.says(anna, "anna@example.org", "")
    await at.quiet()
    await answered(at, await at.only_case())
    await at.hears(anna, "Det begynder den 4. maj.")
    anna.edits(number, "Hvornår begynder kurset i regnskab?")
    await at.hears(anna, "Du har rettet en besked")
    await at.quiet()
    assert [one.text.strip() for one in await told(at, anna)][-1] == "Hvornår begynder kurset i regnskab?"


async def test_what_cannot_be_read_is_answered_by_a_clear_sentence(at: Telegrams) -> None:
    anna = at.api.person()
    anna.sends(voice={"file_id": "v", "file_unique_id": "v", "duration": 4})
    await at.hears(anna, "kun læse tekst, billeder og dokumenter")
    anna.sends(video={"file_id": "f", "file_unique_id": "f", "duration": 4, "width": 9, "height": 9}, caption=COMPLAINT)
    await at.hears(anna, "navn")
    (one,) = await told(at, anna)
    assert one.text.strip() == COMPLAINT


async def test_files_that_are_not_taken_are_told_and_the_words_beside_them_kept(at: Telegrams) -> None:
    anna = at.api.person()
    anna.sends_document(PDF, "film.pdf", COMPLAINT, file_size=21 * 1024 * 1024)
    await at.hears(anna, "op til 20 MB", "navn")
    assert "getFile" not in [name for name, _ in at.api.asked]
    anna.sends_document(b"MZ" + bytes(100), "afslag.pdf")
    await at.hears(anna, "Den slags fil kan vi ikke tage imod")
    at.api.fails("getFile", Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"))
    anna.sends_document(PDF, "afslag.pdf")
    await at.hears(anna, "Filen nåede ikke frem")
    await at.quiet()
    (one,) = await told(at, anna)
    assert (one.text.strip(), one.attachments) == (COMPLAINT, ())


async def test_a_file_that_cannot_be_fetched_now_is_fetched_later(at: Telegrams) -> None:
    anna = at.api.person()
    at.api.fails("file", Refusal(502, "Bad Gateway"))
    anna.sends_document(PDF, "afslag.pdf", COMPLAINT, mime_type="application/pdf")
    await at.hears(anna, "navn")
    (one,) = await told(at, anna)
    assert [file.name for file in one.attachments] == ["afslag.pdf"]


async def test_after_some_tries_the_words_are_kept_without_the_file(brought: Telegrams) -> None:
    anna = brought.api.person()
    brought.api.fails("file", *[Refusal(502, "Bad Gateway")] * TRIES)
    anna.sends_document(PDF, "afslag.pdf", COMPLAINT, mime_type="application/pdf")
    await brought.hears(anna, "Filen nåede ikke frem", "navn")


async def test_a_group_is_declined_and_left(at: Telegrams) -> None:
    anna = at.api.person()
    at.api.met.add(-100)
    group = {"id": -100, "type": "supergroup", "title": "Holdet"}
    anna.sends(text="@svar_bot hjælp", chat=group)
    await until(lambda: at.api.left == [-100], "it left")
    assert [one.text for one in at.api.sent if one.chat == -100 and "alene" in one.text]
    assert await at.running.service.book.read(messages_kept, "mentorix") == []


async def test_what_is_said_comes_in_order_whatever_goes_wrong(at: Telegrams) -> None:
    anna = at.api.person()
    at.api.fails("sendMessage", Refusal(429, "Too Many Requests: retry after 1", 1), Refusal(502, "Bad Gateway"))
    anna.starts()
    await at.hears(anna, "automatisk")
    await at.says(anna, COMPLAINT, "navn")
    assert ["automatisk" in anna.heard[0], "navn" in anna.heard[-1]] == [True, True]
    assert len(anna.heard) == len(set(anna.heard))


async def test_r_cpr_1_a_national_number_is_taken_out_of_the_chat_at_telegram_once_it_is_kept(at: Telegrams) -> None:
    anna = at.api.person()
    await at.says(anna, COMPLAINT, "navn")
    number = anna.writes("Anna Holm, mit CPR-nummer er 010190-1234")
    await at.hears(anna, "Vi har også slettet beskeden her i chatten")
    assert (anna.id, number) not in at.api.standing
    assert (anna.id, number - 1) in at.api.standing
    assert len(await told(at, anna)) == 2


async def test_where_telegram_does_not_let_us_take_it_out_the_person_is_told_how(at: Telegrams) -> None:
    anna = at.api.person()
    await at.says(anna, COMPLAINT, "navn")
    at.api.fails("deleteMessage", Refusal(400, "Bad Request: message can't be deleted"))
    anna.writes("Anna Holm, mit CPR-nummer er 010190-1234")
    await at.hears(anna, "Slet også selv beskeden")


async def test_a_message_that_is_gone_already_is_gone_and_one_with_a_file_stays(at: Telegrams) -> None:
    anna = at.api.person()
    await at.says(anna, COMPLAINT, "navn")
    at.api.fails("deleteMessage", Refusal(400, "Bad Request: message to delete not found"))
    await at.says(anna, "Anna Holm, mit CPR-nummer er 010190-1234", "Vi har også slettet")
    number = anna.sends_document(PDF, "kvittering.pdf", "mit CPR-nummer er 010190-1234", mime_type="application/pdf")
    await at.hears(anna, "Slet også selv beskeden")
    assert (anna.id, number) in at.api.standing


async def test_telegrams_own_limits_are_never_run_into(sqlite_template: Path, tmp_path: Path) -> None:
    api = BotApi()
    anna = api.person()
    async with telegrams(sqlite_template, tmp_path, api=api) as at:
        await at.says(anna, COMPLAINT, "navn")
        for _ in range(3):
            anna.writes("/help")
        await until(lambda: sum("med dine egne ord" in one for one in anna.heard) == 3, "she is helped")
    assert api.flooded == 0
    assert len(anna.heard) > BURST


async def test_an_answer_of_staff_comes_to_the_chat(at: Telegrams) -> None:
    anna = at.api.person()
    draft = await answered(at, await asked(at, anna))
    await at.hears(anna, "Det begynder den 4. maj.")
    await at.quiet()
    found = await at.running.service.book.read(outbox.find, "mentorix", draft)
    assert found
    assert found.outgoing.channel is Channel.TELEGRAM


async def test_to_whoever_blocked_the_bot_the_answer_goes_by_mail_and_comes_back_to_the_chat_with_them(
    at: Telegrams,
) -> None:
    anna = at.api.person()
    case = await asked(at, anna)
    at.api.blocked.add(anna.id)  # Telegram says so only once somebody is written to
    before = len(anna.heard)
    await answered(at, case)
    (letter,) = await at.running.catcher.wait_for(1)
    assert "Det begynder den 4. maj." in letter.text
    await at.quiet()
    assert len(anna.heard) == before
    anna.unblocks()
    await at.says(anna, "Tak for svaret", "")


async def test_after_a_restart_nothing_is_missing_and_nothing_is_said_twice(
    sqlite_template: Path, tmp_path: Path
) -> None:
    api = BotApi(limits=BOUNDLESS)
    anna = api.person()
    async with telegrams(sqlite_template, tmp_path, api=api) as at:
        anna.starts()
        await at.says(anna, COMPLAINT, "navn")
        await at.quiet()
    anna.writes("Anna Holm")
    async with telegrams(sqlite_template, tmp_path, api=api) as at:
        await at.hears(anna, "e-mail")
        await at.quiet()
        case = await at.only_case()
    assert case.requester.name == "Anna Holm"
    assert len(anna.heard) == len(set(anna.heard))


async def test_a_clock_runs_from_when_telegram_received_the_message(at: Telegrams) -> None:
    now = at.running.clock.now
    at.api.clock = (now - timedelta(hours=5)).timestamp
    anna = at.api.person()
    await at.says(anna, COMPLAINT, "navn")
    case = await at.only_case()
    assert case.received_at == now - timedelta(hours=5)


async def test_a_telephone_whose_message_is_of_tomorrow_gains_no_day(at: Telegrams) -> None:
    now = at.running.clock.now
    at.api.clock = (now + timedelta(days=1)).timestamp
    anna = at.api.person()
    await at.says(anna, COMPLAINT, "navn")
    assert (await at.only_case()).received_at == now


async def test_only_telegram_brings_updates(brought: Telegrams) -> None:
    await until(lambda: brought.api.webhook["url"], "Telegram was told where to bring them")
    url, secret = brought.api.webhook["url"], brought.api.webhook["secret_token"]
    header = "X-Telegram-Bot-Api-Secret-Token"
    update = {"update_id": 1}
    async with httpx.AsyncClient() as client:
        asked = [
            await client.post(url, json=update),
            await client.post(url, json=update, headers={header: secret[:-1] + "x"}),
            await client.post(url.replace("mentorix", "mentor"), json=update, headers={header: secret}),
            await client.post(url, content=b"{", headers={header: secret}),
            await client.post(url, content=b"[1]", headers={header: secret}),
            await client.post(url, content=b"x" * 2_000_000, headers={header: secret}),
            await client.post(url, json=update, headers={header: secret}),
        ]
    assert [one.status_code for one in asked] == [403, 403, 404, 400, 400, 413, 200]
