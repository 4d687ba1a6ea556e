"""Letters are fetched in helpings that fit into memory; one that cannot be fetched holds up the others only a while."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cases.mailbox import MailboxTrouble
from mail.fetching import BEGINNING, BYTES, LAST, TRIES, Fetcher, Letter
from mail.imap import Password, close, connect
from mail.imap_folder import Folder
from tests.builders import AT
from tests.odd_imap import HANG_UP, Odd, letters, listening


@contextmanager
def folder_of(odd: Odd) -> Iterator[Folder]:
    """Give the open folder of an odd server."""
    client = connect(odd.account, Password("x", lambda: "y"))
    try:
        folder = Folder(client, "INBOX")
        folder.open(to_write=True)
        yield folder
    finally:
        close(client)


def helpings(odd: Odd, fetcher: Fetcher) -> list[list[Letter]]:
    """Fetch all there is, over as many connections as it takes; give what came together."""
    came: list[list[Letter]] = []
    wanted = sorted(odd.letters)
    with listening(odd):
        for _ in range(10 * len(wanted)):
            try:
                with folder_of(odd) as folder:
                    while wanted:
                        helping = fetcher.fetch(folder, wanted)
                        came.append(list(helping.letters))
                        wanted = [uid for uid in wanted if uid > helping.until]
            except MailboxTrouble:
                continue
            return came
    raise AssertionError(f"it never gets past {wanted}")


def large(size: int) -> bytes:
    """Give a letter of so many bytes."""
    head = b"From: anna@example.org\r\n\r\n"
    return head + b"x" * (size - len(head))


def test_small_letters_come_together_with_the_instant_of_receipt() -> None:
    odd = Odd(letters(1, 2, 5))
    (came,) = helpings(odd, Fetcher(10_000))
    assert came == [Letter(uid, raw, AT) for uid, raw in sorted(odd.letters.items())]


def test_letters_that_are_too_many_bytes_together_come_one_after_the_other() -> None:
    half = BYTES // 2 + 1
    came = helpings(Odd({1: large(half), 2: large(half), 3: large(10)}), Fetcher(2 * BYTES))
    assert [[letter.uid for letter in some] for some in came] == [[1], [2, 3]]


def test_of_a_letter_that_is_too_large_the_beginning_is_taken_and_said_to_be_one() -> None:
    odd = Odd({1: large(BEGINNING + 50), 2: large(100)})
    ((first, second),) = helpings(odd, Fetcher(BEGINNING))
    assert (first.raw, first.cut) == (odd.letters[1][:BEGINNING], True)
    assert (second.raw, second.cut) == (odd.letters[2], False)


def test_a_letter_that_vanished_is_passed_over() -> None:
    with listening(odd := Odd(letters(1, 3))), folder_of(odd) as folder:
        helping = Fetcher(10_000).fetch(folder, [1, 2, 3, 4])
        assert ([letter.uid for letter in helping.letters], helping.until) == ([1, 3], 4)
        assert Fetcher(10_000).fetch(folder, [2]).letters == ()


FAULTS = {
    "refuses": "NO [SERVERBUG] that one not",
    "hangs up": HANG_UP,
    "talks nonsense": "* 2 FETCH (UID 2 BODY[] (\r\nOK fetched",
    "gives nothing": "OK fetched",
}


@pytest.mark.parametrize("answer", FAULTS.values(), ids=FAULTS)
def test_a_letter_the_server_cannot_give_becomes_a_note_and_the_others_come_whole(answer: str) -> None:
    def odd_about_2(command: str) -> str | None:
        uids, _, what = command.removeprefix("UID FETCH ").partition(" ")
        return answer if "2" in uids.split(",") and "BODY" in what else None

    odd = Odd(letters(1, 2, 3), answers={"UID FETCH": odd_about_2})
    came = [letter for some in helpings(odd, Fetcher(10_000)) for letter in some]
    assert [letter.uid for letter in came if not letter.cut] == [1, 3]
    assert [letter.raw for letter in came if not letter.cut] == [odd.letters[1], odd.letters[3]]
    assert [letter.uid for letter in came if letter.cut] == [2]
    whole = [said for said in odd.said("UID FETCH 2 ") if said.endswith("BODY.PEEK[])")]
    assert len(whole) <= TRIES


def test_what_can_be_had_of_such_a_letter_is_had() -> None:
    def only_beginnings(command: str) -> str | None:
        return "NO too hard" if command.endswith("(BODY.PEEK[])") else None

    (some,) = helpings(Odd(odd := letters(1), answers={"UID FETCH": only_beginnings}), Fetcher(10_000))
    assert some == [Letter(1, odd[1], AT, cut=True)]


def test_a_letter_of_which_nothing_can_be_had_is_named_in_its_place() -> None:
    (some,) = helpings(Odd(letters(1), answers={"UID FETCH": "NO never"}), Fetcher(10_000))
    assert [(letter.uid, letter.cut, b"UID 1" in letter.raw) for letter in some] == [(1, True, True)]


def test_a_line_that_breaks_a_few_times_costs_no_letter_a_byte() -> None:
    breaks = [HANG_UP] * (TRIES - 1)

    def broken(command: str) -> str | None:
        return breaks.pop() if "BODY" in command and breaks else None

    odd = Odd(letters(1, 2, 3), answers={"UID FETCH": broken})
    came = [letter for some in helpings(odd, Fetcher(10_000)) for letter in some]
    assert came == [Letter(uid, raw, AT) for uid, raw in sorted(odd.letters.items())]


def test_letters_counted_anew_are_not_blamed_for_the_old_ones() -> None:
    fetcher = Fetcher(10_000)
    with listening(odd := Odd(letters(1), answers={"UID FETCH": "NO never"})), folder_of(odd) as folder:
        for _ in range(LAST):
            with pytest.raises(MailboxTrouble):
                fetcher.fetch(folder, [1])
        fetcher.forget()
        odd.answers.clear()
        assert fetcher.fetch(folder, [1]).letters == (Letter(1, odd.letters[1], AT),)
