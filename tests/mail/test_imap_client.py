"""Waiting at a mailbox: nothing that the server says is missed, and nobody waits for a connection that is dead."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cases.mailbox import MailboxTrouble, Trouble
from mail.imap import Password, close, connect, talking
from mail.imap_client import Client
from tests.dovecot import WORD, Dovecot
from tests.odd_imap import HANG_UP, Odd, listening
from tests.smtp import a_letter

LONG = 20.0


@contextmanager
def at(server: Dovecot, user: str) -> Iterator[Client]:
    """Give a connection with the inbox selected."""
    client = connect(server.account(user), Password(user, lambda: WORD))
    try:
        client.select_folder("INBOX", readonly=True)
        yield client
    finally:
        close(client)


@contextmanager
def odd_client(odd: Odd) -> Iterator[Client]:
    """Give a connection to an odd server."""
    with listening(odd):
        client = connect(odd.account, Password("x", lambda: "y"))
        try:
            client.select_folder("INBOX")
            yield client
        finally:
            close(client)


def waited(client: Client, seconds: float) -> float:
    """Wait for news; say how long that took."""
    begun = time.monotonic()
    with talking():
        client.wait_for_news(seconds)
    return time.monotonic() - begun


def test_a_new_letter_ends_the_wait(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    with at(mail_server, user) as client:
        later = threading.Timer(0.1, mail_server.deliver, (user, a_letter()))
        later.start()
        assert waited(client, LONG) < LONG / 2
        later.join()
        assert client.search("ALL") == [1]


def test_where_nothing_comes_it_waits_as_long_as_it_was_told(mail_server: Dovecot) -> None:
    with at(mail_server, mail_server.someone()) as client:
        assert waited(client, 0.2) >= 0.2
        assert client.search("ALL") == []


def test_people_who_read_along_do_not_end_the_wait(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    mail_server.put(user, a_letter())
    with at(mail_server, user) as client, mail_server.human(user) as human:
        human.add_flags([1], [rb"\Seen"])
        assert waited(client, 0.8) >= 0.8


def test_a_kick_is_told_and_not_waited_out(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    with at(mail_server, user) as client:
        later = threading.Timer(0.1, mail_server.kick, (user,))
        later.start()
        with pytest.raises(MailboxTrouble) as kicked:
            waited(client, LONG)
        later.join()
        assert kicked.value.trouble is Trouble.KICKED


def test_a_connection_that_dies_without_a_word_is_dead_and_does_not_spin(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    with at(mail_server, user) as client:
        mail_server.kick(user)
        client.idle_check = lambda _seconds: []  # all that a dead IDLE says, for ever, once its BYE was heard
        with pytest.raises(MailboxTrouble) as dead:
            waited(client, LONG)
        assert dead.value.trouble is Trouble.KICKED


def test_another_thread_can_wake_it(mail_server: Dovecot) -> None:
    with at(mail_server, mail_server.someone()) as client:
        threading.Timer(0.1, client.wake).start()
        begun = time.monotonic()
        with pytest.raises(MailboxTrouble):
            waited(client, LONG)
        assert time.monotonic() - begun < LONG / 2


def test_another_thread_can_wake_it_from_an_answer_that_does_not_come() -> None:
    with odd_client(Odd()) as client:
        threading.Timer(0.1, client.wake).start()
        with pytest.raises(MailboxTrouble) as woken, talking():
            client._imap._get_response()
        assert woken.value.trouble is Trouble.KICKED


@pytest.mark.parametrize(
    "begins",
    [
        "* 5 EXISTS\r\n+ idling\r\n",
        "+ idling\r\n* 5 EXISTS\r\n",
        "* 5 EXISTS\r\n* 2 RECENT\r\n+ idling\r\n* OK still\r\n",
    ],
    ids=["before the plus", "in one piece with it", "before, and more after"],
)
def test_a_letter_that_comes_while_the_wait_begins_is_heard(begins: str) -> None:
    with odd_client(Odd(answers={"IDLE": begins})) as client:
        assert waited(client, LONG) < LONG / 2


def test_a_server_that_refuses_to_idle_is_no_news() -> None:
    with odd_client(Odd(answers={"IDLE": "NO not now"})) as client, pytest.raises(MailboxTrouble) as refused:
        waited(client, LONG)
    assert refused.value.trouble is Trouble.REFUSED


def test_a_farewell_while_the_wait_begins_is_heard() -> None:
    with odd_client(Odd(answers={"IDLE": "+ idling\r\n* BYE maintenance\r\n"})) as client:
        with pytest.raises(MailboxTrouble) as kicked:
            waited(client, LONG)
        assert kicked.value.trouble is Trouble.KICKED


def test_a_server_that_hangs_up_instead_of_idling_is_dead() -> None:
    with odd_client(Odd(answers={"IDLE": HANG_UP})) as client, pytest.raises(MailboxTrouble) as dead:
        waited(client, LONG)
    assert dead.value.trouble is Trouble.KICKED
