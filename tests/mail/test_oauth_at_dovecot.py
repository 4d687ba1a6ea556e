"""Logging in with tokens at a real mail server, which asks a token endpoint whose each of them is."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from cases.mailbox import MailboxTrouble, Trouble
from mail.imap import Account, close, connect
from mail.oauth import Grant, OAuthLogin, Tokens
from tests.builders import AT
from tests.dovecot import Dovecot, started
from tests.postgres import NotInstalled
from tests.token_endpoint import CLIENT, SECRET, TokenEndpoint, refusal, token_endpoint

NO_PENALTY = "service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}"
"""Dovecot lets whoever failed to log in wait longer and longer; here that only takes time."""

BEARER_ONLY = "auth_mechanisms = oauthbearer"


@dataclass
class Provider:
    """A mail server and the token endpoint it believes."""

    endpoint: TokenEndpoint
    server: Dovecot

    def mailbox(self) -> tuple[Account, OAuthLogin]:
        """Give a new mailbox, with what opens it."""
        self.endpoint.asked.clear()
        self.endpoint.user = self.server.someone()
        tokens = Tokens(Grant(self.endpoint.url, CLIENT, "", lambda: SECRET), lambda: AT)
        return self.server.account(self.endpoint.user), OAuthLogin(self.endpoint.user, tokens)


@pytest.fixture(scope="module", params=["", BEARER_ONLY], ids=["xoauth2", "oauthbearer"])
def provider(request: pytest.FixtureRequest) -> Iterator[Provider]:
    try:
        with token_endpoint() as endpoint, started(f"{NO_PENALTY}\n{request.param}", endpoint.info) as server:
            yield Provider(endpoint, server)
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


def opens(account: Account, login: OAuthLogin) -> bool:
    client = connect(account, login)
    try:
        return b"EXISTS" in client.select_folder("INBOX", readonly=True)
    finally:
        close(client)


def refused(account: Account, login: OAuthLogin) -> MailboxTrouble:
    with pytest.raises(MailboxTrouble) as raised:
        connect(account, login)
    return raised.value


def test_a_token_opens_the_mailbox_and_opens_it_again(provider: Provider) -> None:
    account, login = provider.mailbox()
    assert opens(account, login)
    assert opens(account, login)
    assert len(provider.endpoint.asked) == 1


def test_a_token_that_was_withdrawn_is_replaced_on_the_same_connection(provider: Provider) -> None:
    account, login = provider.mailbox()
    assert opens(account, login)
    provider.endpoint.withdraw()
    assert opens(account, login)
    assert len(provider.endpoint.asked) == 2


def test_a_token_of_somebody_else_opens_nothing_and_is_in_no_word_of_ours(provider: Provider) -> None:
    account, login = provider.mailbox()
    provider.endpoint.user = provider.server.someone()
    with capture_logs() as logged:
        failure = refused(account, login)
    assert failure.trouble is Trouble.LOGIN_REFUSED
    assert len(provider.endpoint.asked) == 2
    assert not any(
        token in f"{failure!r} {failure.__cause__!r} {logged}" for token in (*provider.endpoint.holds, SECRET)
    )


def test_an_expired_secret_is_told_by_its_word(provider: Provider) -> None:
    account, login = provider.mailbox()
    provider.endpoint.answers.append(refusal("invalid_client", "AADSTS7000222: The provided client secret is expired."))
    assert refused(account, login).trouble is Trouble.SECRET_EXPIRED
    assert opens(account, login)


def test_a_server_that_cannot_ask_whose_a_token_is_says_nothing_of_the_token() -> None:
    with token_endpoint() as endpoint:
        with token_endpoint() as gone:
            nobody_there = gone.info
        with started(NO_PENALTY, nobody_there) as server:
            account, login = Provider(endpoint, server).mailbox()
            assert refused(account, login).trouble is Trouble.REFUSED
    assert len(endpoint.asked) == 1
