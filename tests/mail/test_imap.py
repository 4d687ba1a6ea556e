"""A connection to a mailbox is safe or is none, and what is wrong is told in a word and a line with the setting."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from cases.errors import BadInput
from cases.mailbox import MailboxTrouble, Trouble
from mail.imap import Account, Password, close, connect
from tests.dovecot import WORD, Dovecot
from tests.odd_imap import HANG_UP, Odd, listening


def opened(account: Account, word: str = WORD) -> str:
    """Open a connection and close it; say which state it was in."""
    client = connect(account, Password(account.user, lambda: word))
    try:
        return str(client._imap.state)
    finally:
        close(client)


def trouble(account: Account, word: str = WORD) -> MailboxTrouble:
    """Give the trouble there is with opening a connection."""
    with pytest.raises(MailboxTrouble) as raised:
        opened(account, word)
    return raised.value


def test_a_mailbox_opens_with_tls_from_the_start_and_with_starttls(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    safe = mail_server.account(user, tls="starttls", ca_file=mail_server.authority)
    assert opened(safe) == "AUTH"
    assert opened(replace(safe, tls="tls", port=mail_server.imaps_port)) == "AUTH"


def test_a_server_that_nobody_vouches_for_is_told_no_password(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    for account in (
        mail_server.account(user, tls="starttls"),
        mail_server.account(user, tls="tls", port=mail_server.imaps_port),
    ):
        found = trouble(account)
        assert found.trouble is Trouble.INSECURE
        assert "certificate" in str(found)


def test_a_certificate_for_another_name_does_not_hold(mail_server: Dovecot) -> None:
    account = mail_server.account(
        mail_server.someone(), host="localhost", tls="tls", port=mail_server.imaps_port, ca_file=mail_server.authority
    )
    assert trouble(account).trouble is Trouble.INSECURE


def test_tls_where_there_is_none_is_told_from_a_server_that_is_away(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    assert trouble(mail_server.account(user, tls="tls")).trouble is Trouble.INSECURE
    away = trouble(mail_server.account(user, port=1))
    assert away.trouble is Trouble.UNREACHABLE
    assert str(away).startswith("host, port: ")


def test_a_server_without_starttls_gets_no_password() -> None:
    with listening(Odd()) as odd:
        assert trouble(replace(odd.account, tls="starttls")).trouble is Trouble.INSECURE
        assert not odd.said("AUTH") + odd.said("LOGIN")


def test_a_server_that_wants_no_open_password_gets_none() -> None:
    with listening(Odd(capabilities="LOGINDISABLED AUTH=PLAIN")) as odd:
        assert trouble(odd.account).trouble is Trouble.INSECURE
        assert not odd.said("AUTH") + odd.said("LOGIN")


def test_a_file_of_authorities_that_is_none_is_named(mail_server: Dovecot, tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate")
    assert str(trouble(mail_server.account("a@lab.test", tls="tls", ca_file=broken))).startswith("ca_file: ")


def test_a_wrong_password_is_told_and_never_repeated(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    found = trouble(mail_server.account(user), "forkert")
    assert found.trouble is Trouble.WRONG_PASSWORD
    assert "forkert" not in str(found)
    assert user not in str(found)


@pytest.mark.parametrize("word", ["blåbærgrød", 'citat"tegn\\', "med mellemrum"])
def test_a_password_may_be_of_any_letters(mail_server: Dovecot, word: str) -> None:
    user = mail_server.someone()
    mail_server.let_in(user, word)
    assert opened(mail_server.account(user), word) == "AUTH"


def test_a_new_password_counts_at_the_next_log_in(mail_server: Dovecot) -> None:
    user, words = mail_server.someone(), ["forkert", WORD]
    password = Password(user, lambda: words.pop(0))
    with pytest.raises(MailboxTrouble):
        connect(mail_server.account(user), password)
    close(connect(mail_server.account(user), password))


def test_a_password_that_cannot_be_read_just_now_is_trouble_that_names_the_setting(mail_server: Dovecot) -> None:
    def gone() -> str:
        raise BadInput("[organisation.mentorix.mailboxes.info] password: /run/secret cannot be read")

    with pytest.raises(MailboxTrouble, match=r"mailboxes\.info\] password"):
        connect(mail_server.account(mail_server.someone()), Password("x", gone))


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("NO [UNAVAILABLE] Temporary authentication failure", Trouble.REFUSED),
        ("NO Too many simultaneous connections", Trouble.REFUSED),
        ("NO [AUTHENTICATIONFAILED] Authentication failed", Trouble.WRONG_PASSWORD),
        ("NO LOGIN failed.", Trouble.WRONG_PASSWORD),
        (HANG_UP, Trouble.KICKED),
    ],
)
def test_a_server_that_is_busy_is_told_from_a_password_that_is_wrong(answer: str, word: Trouble) -> None:
    with listening(Odd(answers={"AUTHENTICATE": answer})) as odd:
        assert trouble(odd.account).trouble is word


def test_a_server_without_sasl_is_logged_in_to_all_the_same() -> None:
    with listening(Odd(capabilities="IDLE")) as odd:
        assert opened(odd.account) == "AUTH"
        assert odd.said("LOGIN")
        assert trouble(odd.account, "blåbær").trouble is Trouble.WRONG_PASSWORD


def test_a_server_that_takes_the_connection_and_says_nothing_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        account = Account("127.0.0.1", "info@mentorix.dk", port, "none", patience=(0.2, 0.2))
        assert trouble(account).trouble is Trouble.UNREACHABLE
