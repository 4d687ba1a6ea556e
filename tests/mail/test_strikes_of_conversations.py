"""Letters of one conversation repeat each other: what was decided about any of them goes out of them all, at once."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.errors import AlreadyDone, TryLater
from cases.kind import Kind
from cases.office import Office
from cases.redaction import Fate
from cases.staff import Staff
from intake.strike_job import job_of
from intake.strike_out import Judging, judge
from intake.struck import Struck, struck
from mail.strikes import Lost
from storage import erasing
from storage.book import Book
from storage.vault import Vault
from tests.intake.at_once import both
from tests.intake.scene import Scene
from tests.intake.striking import FIRST, MOTHER, SECOND, THERAPY, Conversation, quoted


@pytest.fixture
def talk(book: Book, offices: dict[str, Office], tmp_path: Path) -> Conversation:
    """Give a conversation with Mentorix."""
    return Conversation(Scene(book, offices["mentorix"]), Vault(str(tmp_path)))


@pytest.fixture
async def bo(talk: Conversation) -> Staff:
    """Give somebody who decides."""
    return await talk.scene.hire("course_administrator")


async def test_what_stands_behind_a_quote_that_became_shorter_goes_as_well(talk: Conversation, bo: Staff) -> None:
    """Both letters have a passage each; the quote in the second comes first and changes where the other one stands."""
    one = await talk.says(FIRST)
    two = await talk.says(f"Se nederst.\n\n{quoted(FIRST)}\n\n{SECOND}")
    await talk.strikes_out(bo, MOTHER, THERAPY)
    await talk.struck()
    left = f"{await talk.everywhere(one)} {await talk.everywhere(two)}"
    assert [words for words in (MOTHER, THERAPY) if words in left] == []
    assert left.count("Jeg klager over kurset i marts.") == 6
    assert left.count("hver eneste uge nu.") == 3


async def test_the_person_hears_of_each_letter_once(talk: Conversation, bo: Staff) -> None:
    one = await talk.says(FIRST)
    two = await talk.says(SECOND)
    await talk.strikes_out(bo, MOTHER, THERAPY)
    await talk.struck()
    assert talk.case
    events = [event for event in await talk.scene.events(talk.case) if event.verb == "redacted"]
    assert [(event.data["message"], event.data["count"]) for event in events] == [(one, 1), (two, 1)]
    told = [letter for letter in await talk.scene.letters(talk.case) if letter.outgoing.reply == "struck_out"]
    assert len(told) == 2


async def test_what_was_struck_out_of_one_letter_is_not_all_that_was_decided_of_another(
    talk: Conversation, bo: Staff
) -> None:
    """The first look changed the second letter, which said nothing yet of what was decided about that one itself."""
    one = await talk.says(FIRST)
    two = await talk.says(SECOND, quoted(FIRST))
    await talk.strikes_out(bo, MOTHER)
    await talk.struck()
    await talk.strikes_out(bo, THERAPY)
    await talk.struck()
    left = f"{await talk.everywhere(one)} {await talk.everywhere(two)}"
    assert [words for words in (MOTHER, THERAPY) if words in left] == []
    assert [one.struck_at is None for one in (await talk.letter(two)).redactions] == [False, False]


async def test_passages_that_share_words_both_go_whole(talk: Conversation, bo: Staff) -> None:
    one = await talk.says(FIRST)
    await talk.strikes_out(bo, MOTHER, "derhjemme, og underviseren")
    await talk.struck()
    assert "underviseren" not in await talk.everywhere(one)


async def test_words_that_are_also_codes_of_ours_go_and_the_letter_can_still_be_read(
    talk: Conversation, bo: Staff
) -> None:
    one = await talk.says(f"{FIRST} This is my complaint about it.")
    await talk.strikes_out(bo, "complaint")
    await talk.struck()
    assert "complaint" not in await talk.everywhere(one)
    assert [found.kind for found in (await talk.letter(one)).reading.kinds] == [Kind.COMPLAINT]


async def test_a_copy_of_a_quoting_letter_that_comes_afterwards_brings_nothing_back(
    talk: Conversation, bo: Staff
) -> None:
    """Only the bytes of the second letter hold the words: its shown part does not say them."""
    await talk.says(FIRST)
    two = await talk.says(SECOND, files=(("citat.txt", MOTHER.encode()),))
    await talk.strikes_out(bo, MOTHER)
    await talk.struck()
    repeated = await talk.says(SECOND, files=(("citat.txt", MOTHER.encode()),), number=1)
    assert repeated == two
    assert MOTHER not in await talk.everywhere(two)


async def test_more_that_is_decided_while_bytes_are_written_is_not_left_in_them(talk: Conversation, bo: Staff) -> None:
    one = await talk.says(FIRST)
    two = await talk.says(SECOND, quoted(FIRST))
    await talk.strikes_out(bo, MOTHER)
    early = await talk.book.read(job_of, talk.office.policy, one)
    (look,) = await talk.claimed()
    assert early
    raw = await talk.node()._bytes(early, look)
    await talk.strikes_out(bo, THERAPY)
    with pytest.raises(TryLater, match="more was decided"):
        await talk.book.run(struck, Struck(look.message, early.ids, raw), talk.office, talk.scene.now)
    assert MOTHER in (await talk.letter(one)).whole
    await talk.node().take(look)
    left = f"{await talk.everywhere(one)} {await talk.everywhere(two)}"
    assert [words for words in (MOTHER, THERAPY) if words in left] == []


async def test_the_power_fails_between_the_vault_and_the_book_and_more_is_decided_before_it_is_back(
    talk: Conversation, bo: Staff
) -> None:
    one = await talk.says(FIRST)
    two = await talk.says(SECOND, quoted(FIRST))
    keys = [await talk.into_the_vault(message) for message in (one, two)]
    await talk.strikes_out(bo, MOTHER)
    (look,) = await talk.claimed("dead")
    job = await talk.book.read(job_of, talk.office.policy, look.message)
    assert job
    await talk.node("dead")._bytes(job, look)
    assert not any(MOTHER.encode() in talk.vault.get(key) for key in keys)
    await talk.strikes_out(bo, THERAPY)
    talk.scene.later(minutes=12)
    await talk.struck()
    left = f"{await talk.everywhere(one)} {await talk.everywhere(two)}"
    assert [words for words in (MOTHER, THERAPY) if words in left] == []
    assert talk.case
    assert (await talk.scene.verbs(talk.case)).count("redacted") == 2


async def test_a_node_whose_claim_ran_out_brings_nothing_back_into_the_vault(talk: Conversation, bo: Staff) -> None:
    """It knows of less than the node that took over, and wakes up when all is done, or is being done."""
    one = await talk.says(f"{FIRST} {SECOND}")
    key = await talk.into_the_vault(one)
    came = talk.vault.get(key)
    await talk.strikes_out(bo, MOTHER)
    (stale,) = await talk.claimed("slow")
    early = await talk.book.read(job_of, talk.office.policy, one)
    assert early
    await talk.strikes_out(bo, THERAPY)
    talk.scene.later(minutes=12)
    (look,) = await talk.claimed("n")
    with pytest.raises(Lost):
        await talk.node("slow")._bytes(early, stale)
    assert talk.vault.get(key) == came
    await talk.node("slow").take(stale)
    assert await talk.claimed("third") == ()
    await talk.node("n").take(look)
    done = talk.vault.get(key)
    await talk.node("slow").take(stale)
    assert talk.vault.get(key) == done
    assert THERAPY not in await talk.everywhere(one)


async def test_two_nodes_at_the_same_job_at_once_do_it_once(talk: Conversation, bo: Staff) -> None:
    one = await talk.says(FIRST)
    two = await talk.says(SECOND, quoted(FIRST))
    await talk.into_the_vault(two)
    await talk.strikes_out(bo, MOTHER, THERAPY)
    (look,) = await talk.claimed()
    await asyncio.gather(*(talk.node().take(look) for _ in range(6)))
    left = f"{await talk.everywhere(one)} {await talk.everywhere(two)}"
    assert [words for words in (MOTHER, THERAPY) if words in left] == []
    assert talk.case
    assert (await talk.scene.verbs(talk.case)).count("redacted") == 2
    assert await talk.claimed() == ()


class Slow(Vault):
    """A vault that takes so long to write that something else happens meanwhile: once it has the bytes, or before."""

    meanwhile: Callable[[], None] = staticmethod(lambda: None)

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes."""
        self.meanwhile()
        super().put(key, data)


async def test_a_letter_that_is_erased_while_its_bytes_are_written_leaves_nothing_in_the_vault(
    talk: Conversation, bo: Staff, tmp_path: Path
) -> None:
    one = await talk.says(FIRST)
    key = await talk.into_the_vault(one)
    await talk.strikes_out(bo, MOTHER)
    case, loop, vault = talk.case, asyncio.get_running_loop(), Slow(str(tmp_path))
    assert case

    async def erased() -> None:
        await talk.book.run(erasing.erase_case, talk.organisation, case.id, case.number)
        for id_, left in await talk.book.read(erasing.vault_left, talk.organisation, 9):
            vault.delete(left)
            await talk.book.run(erasing.vault_cleared, talk.organisation, [id_])

    vault.meanwhile = lambda: asyncio.run_coroutine_threadsafe(erased(), loop).result()
    talk.vault = vault
    await talk.struck()
    with pytest.raises(TryLater, match="does not give"):
        vault.get(key)


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_what_is_decided_while_the_book_is_written_is_not_lost(talk: Conversation, bo: Staff) -> None:
    """The passage is counted in a text that is just being shortened, and its look is just being taken away."""
    two = await talk.says(f"Se nederst.\n\n{quoted(FIRST)}\n\n{SECOND}")
    await talk.strikes_out(bo, MOTHER)
    (look,) = await talk.claimed()
    job = await talk.book.read(job_of, talk.office.policy, two)
    assert job
    assert talk.case
    done = Struck(two, job.ids, await talk.node()._bytes(job, look))
    more = Judging(talk.organisation, talk.case.id, Fate.STRIKE_OUT, (), (THERAPY,))
    judged, refused = await both(
        talk.book,
        lambda page: judge(page, more, bo, talk.office.policy, talk.scene.now),
        lambda page: struck(page, done, talk.office, talk.scene.now),
    )
    assert judged is None
    assert isinstance(refused, TryLater)
    await talk.node().take(look)
    left = await talk.everywhere(two)
    assert [words for words in (MOTHER, THERAPY) if words in left] == []


async def test_a_file_goes_once_however_often_it_is_asked_for_and_on_however_many_nodes(
    talk: Conversation, bo: Staff
) -> None:
    one = await talk.says(FIRST, files=(("attest.pdf", b"%PDF-1.4 a doctor says so"),))
    key = await talk.into_the_vault(one)
    orders = (talk.deletes(bo, one) for _ in range(4))
    refused = [done for done in await asyncio.gather(*orders, return_exceptions=True) if done is not None]
    assert [type(one) for one in refused] == [AlreadyDone] * 3
    (look,) = await talk.claimed()
    await asyncio.gather(*(talk.node().take(look) for _ in range(3)))
    assert b"a doctor says so" not in talk.vault.get(key)
    assert "a doctor says so" not in await talk.everywhere(one)
    assert talk.case
    assert (await talk.scene.verbs(talk.case)).count("redacted") == 1
    with pytest.raises(AlreadyDone):
        await talk.deletes(bo, one)
