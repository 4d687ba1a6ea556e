"""What an update says, as the real library reads what the Bot API sends."""

from typing import Any

import pytest
from telegram import Bot, Update

from bot.telegram_reading import LARGEST, Posted, came_or_went, company, merged, name_of, posted, without_repeats
from bot.testing import BotApi, Person
from tests.builders import AT

KEY = b"a key that stands nowhere"
BOT = Bot("123456789:AAfake-token")


@pytest.fixture
def anna() -> Person:
    """Give somebody at a server of the Bot API."""
    api = BotApi()
    api.clock = AT.timestamp
    return api.person("da-DK")


def last(person: Person) -> Update:
    update = Update.de_json(person.server.updates[-1], BOT)
    assert update
    return update


def read(person: Person) -> Posted:
    found = posted(last(person))
    assert found
    return found


def test_a_message_is_words_in_a_chat_in_the_language_of_the_profile(anna: Person) -> None:
    anna.writes("Jeg vil klage")
    assert read(anna) == Posted(str(anna.id), 1, "da", AT, "Jeg vil klage")


def test_a_document_brings_its_caption_and_what_it_says_it_is(anna: Person) -> None:
    anna.sends_document(b"%PDF-1.7", "afslag.pdf", "Her er afslaget", mime_type="application/pdf")
    one = read(anna)
    assert (one.text, one.takes_all) == ("Her er afslaget", True)
    assert [(file.name, file.media_type, file.size) for file in one.files] == [("afslag.pdf", "application/pdf", 8)]


def test_of_a_photo_the_largest_size_is_wanted_that_can_be_fetched(anna: Person) -> None:
    sizes = [(90, 67, 900), (1280, 960, 90_000), (9000, 9000, LARGEST + 1)]
    anna.sends(
        photo=[
            {"file_id": str(w), "file_unique_id": str(w), "width": w, "height": h, "file_size": size}
            for w, h, size in sizes
        ]
    )
    assert [file.id for file in read(anna).files] == ["1280"]


@pytest.mark.parametrize(
    "sent",
    [
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 4}},
        {"location": {"latitude": 55.6, "longitude": 12.5}},
        {"contact": {"phone_number": "+4522415587", "first_name": "Anna"}},
        {"video": {"file_id": "f", "file_unique_id": "f", "duration": 4, "width": 9, "height": 9}},
        {
            "sticker": {
                "file_id": "s",
                "file_unique_id": "s",
                "type": "regular",
                "width": 9,
                "height": 9,
                "is_animated": False,
                "is_video": False,
            }
        },
    ],
    ids=lambda sent: next(iter(sent)),
)
def test_what_is_no_words_and_no_paper_is_not_taken(anna: Person, sent: dict[str, Any]) -> None:
    anna.sends(**sent)
    one = read(anna)
    assert (one.takes_all, one.files, one.is_nothing) == (False, (), False)


def test_a_moving_picture_is_not_taken_though_telegram_calls_it_a_document_too(anna: Person) -> None:
    film = anna.server.keeps(b"film", "film.mp4")
    anna.sends(animation={**film, "duration": 2, "width": 9, "height": 9}, document=film)
    assert (read(anna).takes_all, read(anna).files) == (False, ())


def test_what_the_service_itself_tells_is_nothing(anna: Person) -> None:
    anna.sends(new_chat_title="Os to")
    assert read(anna).is_nothing


def test_a_robot_says_nothing_to_us(anna: Person) -> None:
    anna.sends(text="hej", **{"from": {"id": 9, "is_bot": True, "first_name": "Robot"}})
    assert posted(last(anna)) is None


def test_a_forwarded_message_is_what_whoever_forwards_it_sends(anna: Person) -> None:
    other = {"type": "hidden_user", "date": int(AT.timestamp()) - 900, "sender_user_name": "Bo"}
    anna.sends(text="Vi kan ikke betale tilbage", forward_origin=other)
    assert read(anna) == Posted(str(anna.id), 1, "da", AT, "Vi kan ikke betale tilbage")


def test_of_a_reply_only_its_own_words_are_taken_and_not_what_it_quotes(anna: Person) -> None:
    ours = {"message_id": 9, "date": 1, "chat": {"id": anna.id, "type": "private"}, "text": "Hvad er din e-mail?"}
    anna.sends(text="anna@example.org", reply_to_message=ours, quote={"text": "din e-mail", "position": 8})
    assert read(anna).text == "anna@example.org"


def test_a_changed_caption_is_a_changed_message(anna: Person) -> None:
    anna.sends_document(b"%PDF-1.7", "afslag.pdf", "Her er afslaget")
    before = read(anna)
    anna.sends(
        edit_date=int(AT.timestamp()) + 9, document=anna.server.keeps(b"%PDF-1.7", "afslag.pdf"), caption="Afslag"
    )
    after = read(anna)
    new = without_repeats(after, name_of(after, "77", KEY), name_of(before, "77", KEY))
    assert new
    assert (new.text, new.files) == ("Afslag", ())


@pytest.mark.parametrize(
    "update",
    [
        {"callback_query": {"id": "1", "from": {"id": 5, "is_bot": False, "first_name": "A"}, "chat_instance": "1"}},
        {"something_that_telegram_thought_of_later": {"id": 1}},
    ],
)
def test_updates_that_nobody_asked_for_say_nothing(update: dict[str, Any]) -> None:
    told = Update.de_json({"update_id": 1, **update}, BOT)
    assert told
    assert (posted(told), company(told), came_or_went(told)) == (None, None, None)


def test_an_anonymous_administrator_writes_in_a_group_which_is_company(anna: Person) -> None:
    group = {"id": -100, "type": "supergroup", "title": "Holdet"}
    robot = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    anna.sends(text="hej", chat=group, sender_chat=group, **{"from": robot})
    assert posted(last(anna)) is None
    assert company(last(anna)) is not None


def test_a_group_is_company_and_nobodys_own_chat(anna: Person) -> None:
    anna.sends(text="hej", chat={"id": -100, "type": "supergroup", "title": "Holdet"})
    found = company(last(anna))
    assert found
    assert found.id == -100
    assert posted(last(anna)) is None


def test_who_blocks_and_who_comes_back_is_told_apart(anna: Person) -> None:
    anna.blocks()
    assert came_or_went(last(anna)) == (str(anna.id), False)
    anna.unblocks()
    assert came_or_went(last(anna)) == (str(anna.id), True)
    anna.writes("hej")
    assert came_or_went(last(anna)) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", "start"),
        ("/start fra-hjemmesiden", "start"),
        ("/Help@svar_bot", "help"),
        ("/stop", "stop"),
        ("/stop med at bruge mine data", ""),
        ("stop", ""),
        ("", ""),
    ],
)
def test_a_command_stands_alone(text: str, command: str) -> None:
    assert Posted("1", 1, "da", AT, text).command == command


def test_an_album_is_one_message_with_its_pictures_in_order() -> None:
    parts = [Posted("1", number, "da", AT, "Se her" if number == 3 else "", album="a") for number in (3, 2, 4)]
    whole = merged(parts)
    assert (whole.number, whole.text) == (2, "Se her")


def test_a_name_is_the_same_each_time_and_tells_nobody_without_the_key_what_was_said() -> None:
    one = Posted("1", 5, "da", AT, "010190-1234")
    assert name_of(one, "77", KEY) == name_of(one, "77", KEY)
    assert name_of(one, "77", KEY) != name_of(one, "77", b"another")
    assert name_of(one, "77", KEY) != name_of(Posted("1", 5, "da", AT, "010190-1235"), "77", KEY)
    assert name_of(one, "77", KEY) != name_of(one, "78", KEY)
    assert name_of(one, "77", KEY).startswith("77-5-")


def test_what_was_changed_is_new_only_where_its_words_are_others(anna: Person) -> None:
    number = anna.sends_document(b"%PDF-1.7", "a.pdf", "Afslag")
    before = name_of(read(anna), "77", KEY)
    document = anna.server.updates[-1]["message"]["document"]
    anna.edits(number, "", caption="Afslag", document=document)
    assert without_repeats(read(anna), name_of(read(anna), "77", KEY), before) is None
    anna.edits(number, "", caption="Afslaget af 3. marts", document=document)
    again = without_repeats(read(anna), name_of(read(anna), "77", KEY), before)
    assert again
    assert (again.text, again.files) == ("Afslaget af 3. marts", ())
