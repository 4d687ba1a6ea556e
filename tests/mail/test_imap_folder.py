"""Asking a folder what lies in it, by UID alone, whatever servers make of the question."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from cases.mailbox import MailboxTrouble, Trouble
from mail.imap import Password, close, connect
from mail.imap_folder import SPAN, WIDEST, Folder
from tests.dovecot import WORD, Dovecot
from tests.odd_imap import Odd, letters, listening
from tests.smtp import a_letter

AT = datetime(2026, 3, 1, 8, 15, 30, tzinfo=UTC)


@contextmanager
def folder_of(odd: Odd, name: str = "INBOX") -> Iterator[Folder]:
    """Give a folder of an odd server."""
    with listening(odd):
        client = connect(odd.account, Password("x", lambda: "y"))
        try:
            yield Folder(client, name)
        finally:
            close(client)


@contextmanager
def inbox(server: Dovecot, user: str, name: str = "INBOX") -> Iterator[Folder]:
    """Give a folder of a real server."""
    client = connect(server.account(user), Password(user, lambda: WORD))
    try:
        yield Folder(client, name)
    finally:
        close(client)


def test_a_letter_is_read_and_nothing_in_the_mailbox_changes(mail_server: Dovecot) -> None:
    user, letter = mail_server.someone(), a_letter()
    mail_server.put(user, letter, at=AT)
    with inbox(mail_server, user) as folder:
        opened = folder.open(to_write=False)
        assert (opened.top, opened.told, opened.writable) == (1, True, False)
        assert folder.after(0, opened.top, 10) == [1]
        assert folder.lying([1])[1].received_at == AT
        assert folder.lying([1])[1].size == len(letter)
        assert folder.letters([1]) == {1: letter}
        assert folder.beginning(1, 20) == letter[:20]
    assert mail_server.holds(user) == {1: frozenset()}


def test_letters_that_are_gone_are_not_among_those_fetched(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    mail_server.put(user, a_letter(), a_letter())
    with inbox(mail_server, user) as folder:
        folder.open(to_write=False)
        assert folder.after(0, 2, 10) == [1, 2]
        with mail_server.human(user) as human:
            human.delete_messages([1])
            human.expunge()
        assert set(folder.lying([1, 2])) <= {1, 2}
        assert set(folder.letters([1, 2])) == {2}
        assert folder.beginning(1, 20) is None


def test_a_folder_that_is_not_there_is_told_by_its_setting(mail_server: Dovecot) -> None:
    with inbox(mail_server, mail_server.someone(), "Klager") as folder:
        with pytest.raises(MailboxTrouble, match=r"^folder: ") as missing:
            folder.open(to_write=True)
        assert missing.value.trouble is Trouble.FOLDER_MISSING


def test_a_folder_may_have_any_name(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    with mail_server.human(user) as human:
        human.create_folder('Klager/Æbler & "grød"')
    with inbox(mail_server, user, 'Klager/Æbler & "grød"') as folder:
        assert folder.open(to_write=True).writable


def test_a_folder_that_cannot_be_opened_now_is_not_missing() -> None:
    with folder_of(Odd(answers={"SELECT": "NO [SERVERBUG] User is authenticated but not connected."})) as folder:
        with pytest.raises(MailboxTrouble) as refused:
            folder.open(to_write=True)
        assert refused.value.trouble is Trouble.REFUSED


def test_a_folder_that_may_only_be_read_is_read() -> None:
    answer = "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 1] next\r\nOK [READ-ONLY] selected"
    with folder_of(Odd(answers={"SELECT": answer, "EXAMINE": answer})) as folder:
        assert not folder.open(to_write=True).writable
        assert folder.after(0, 0, 10) == []


@pytest.mark.parametrize(("there", "top"), [((3, 9), 9), ((), 0)])
def test_a_server_that_does_not_name_the_next_uid_is_asked_for_the_last(there: tuple[int, ...], top: int) -> None:
    answer = f"* {len(there)} EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\nOK [READ-WRITE] selected"
    with folder_of(Odd(letters(*there), answers={"SELECT": answer})) as folder:
        opened = folder.open(to_write=True)
        assert (opened.top, opened.told) == (top, False)


def test_the_last_letter_is_not_new_though_servers_find_it_above_any_uid() -> None:
    with folder_of(Odd(letters(3))) as folder:
        folder.open(to_write=True)
        assert folder.after(3, 3, 10) == []
        assert folder.after(2, 3, 10) == [3]


def test_letters_that_came_since_the_folder_was_opened_are_found() -> None:
    with folder_of(odd := Odd(letters(3))) as folder:
        top = folder.open(to_write=True).top
        odd.letters.update(letters(4))
        assert folder.after(3, top, 10) == [4]


def test_many_uids_are_asked_for_in_parts_that_stay_small() -> None:
    high = 3 * WIDEST
    with folder_of(odd := Odd(letters(5, high))) as folder:
        folder.open(to_write=True)
        assert folder.between(0, high, 10) == [5]
        assert folder.after(5, high, 10) == [high]
        spans = [said.rpartition(" ")[2].split(":") for said in odd.said("UID SEARCH")]
        assert all(int(last) - int(first) < WIDEST for first, last in spans)
        assert len(spans) < 12


def test_no_more_uids_are_given_than_wished_for_the_lowest_first() -> None:
    with folder_of(Odd(letters(*range(1, SPAN)))) as folder:
        folder.open(to_write=True)
        assert folder.after(2, SPAN, 3) == [3, 4, 5]
        assert folder.between(2, 4, 3) == [3, 4]


def test_an_answer_that_nobody_can_take_apart_is_trouble_and_no_crash() -> None:
    with folder_of(Odd(letters(1), answers={"UID FETCH": "* 1 FETCH (UID 1 BODY[] (\r\nOK fetched"})) as folder:
        folder.open(to_write=True)
        with pytest.raises(MailboxTrouble) as refused:
            folder.letters([1])
        assert refused.value.trouble is Trouble.REFUSED


def test_a_date_that_is_none_is_no_time_of_receipt() -> None:
    said = '* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE "never")\r\nOK fetched'
    with folder_of(Odd(letters(1), answers={"UID FETCH": said})) as folder:
        folder.open(to_write=True)
        assert folder.lying([1])[1].received_at is None
