"""Tokens: asked for once, kept while they last, fetched anew when refused; nothing secret is ever said."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from imapclient.exceptions import LoginError
from structlog.testing import capture_logs

from cases.errors import BadInput
from cases.mailbox import MailboxTrouble, Trouble
from mail.oauth import Grant, OAuthLogin, Tokens
from mail.refresh_tokens import TokenFile
from tests.builders import AT
from tests.token_endpoint import CLIENT, SECRET, TokenEndpoint, refusal, token_endpoint

SCOPE = "https://outlook.office365.com/.default"


class Now:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def endpoint() -> Iterator[TokenEndpoint]:
    with token_endpoint() as opened:
        yield opened


@pytest.fixture
def now() -> Now:
    return Now()


def with_secret(endpoint: TokenEndpoint, **changed: Any) -> Grant:  # noqa: ANN401 - fields of the grant
    """Give what Microsoft 365 wants: the client's own credentials."""
    return replace(Grant(endpoint.url, CLIENT, SCOPE, lambda: SECRET), **changed)


def with_refresh_token(endpoint: TokenEndpoint, first: str = "first") -> Grant:
    """Give what Google wants: a token for more tokens."""
    return with_secret(endpoint, scope="", refresh_token=lambda: first)


def trouble(tokens: Tokens) -> MailboxTrouble:
    with pytest.raises(MailboxTrouble) as raised:
        tokens.get()
    return raised.value


def test_the_client_shows_its_own_credentials_and_the_scope(endpoint: TokenEndpoint, now: Now) -> None:
    assert Tokens(with_secret(endpoint), now).get() == "access-1"
    assert endpoint.asked == [
        {"grant_type": "client_credentials", "scope": SCOPE, "client_id": CLIENT, "client_secret": SECRET}
    ]


def test_a_refresh_token_is_shown_where_there_is_one(endpoint: TokenEndpoint, now: Now) -> None:
    assert Tokens(with_refresh_token(endpoint), now).get() == "access-1"
    assert endpoint.asked == [
        {"grant_type": "refresh_token", "refresh_token": "first", "client_id": CLIENT, "client_secret": SECRET}
    ]


def test_a_public_client_shows_no_secret(endpoint: TokenEndpoint, now: Now) -> None:
    Tokens(replace(with_refresh_token(endpoint), secret=None), now).get()
    assert endpoint.asked[0].keys() == {"grant_type", "refresh_token", "client_id"}


@pytest.mark.parametrize(
    ("lasts", "still_good", "too_old"),
    [
        (3600, 3539, 3540),
        ("3599", 3538, 3539),  # a number in quotes, as some give it
        (None, 239, 240),  # nothing said of its end
        ("soon", 239, 240),
        (10**12, 86339, 86340),
    ],
)
def test_a_token_is_used_until_a_minute_before_its_end(
    endpoint: TokenEndpoint, now: Now, lasts: object, still_good: int, too_old: int
) -> None:
    endpoint.lasts = lasts
    tokens = Tokens(with_secret(endpoint), now)
    assert tokens.get() == "access-1"
    now.now = AT + timedelta(seconds=still_good)
    assert tokens.get() == "access-1"
    now.now = AT + timedelta(seconds=too_old)
    assert tokens.get() == "access-2"


def test_many_who_ask_at_once_share_one_token(endpoint: TokenEndpoint, now: Now) -> None:
    tokens, got = Tokens(with_secret(endpoint), now), []
    threads = [threading.Thread(target=lambda: got.append(tokens.get())) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert got == ["access-1"] * 8
    assert len(endpoint.asked) == 1


def test_only_the_token_that_was_refused_is_forgotten(endpoint: TokenEndpoint, now: Now) -> None:
    tokens = Tokens(with_secret(endpoint), now)
    first = tokens.get()
    tokens.forget(first)
    second = tokens.get()
    tokens.forget(first)
    assert tokens.get() == second == "access-2"


MICROSOFT_EXPIRED = refusal(
    "invalid_client",
    "AADSTS7000222: The provided client secret keys for app 'f1' are expired. Visit the Azure portal …",
    error_codes=[7000222],
)
GOOGLE_REVOKED = refusal("invalid_grant", "Token has been expired or revoked.")


@pytest.mark.parametrize(
    ("answer", "word", "said"),
    [
        (MICROSOFT_EXPIRED, Trouble.SECRET_EXPIRED, "invalid_client AADSTS7000222"),
        (refusal("invalid_client", "", error_codes=[7000222]), Trouble.SECRET_EXPIRED, "AADSTS7000222"),
        (
            refusal("invalid_client", "AADSTS7000215: Invalid client secret provided."),
            Trouble.TOKEN_REFUSED,
            "AADSTS7000215",
        ),
        (GOOGLE_REVOKED, Trouble.TOKEN_REFUSED, "invalid_grant"),
        (refusal("unauthorized_client"), Trouble.TOKEN_REFUSED, "unauthorized_client"),
        (refusal(f"what {SECRET} is", SECRET), Trouble.TOKEN_REFUSED, "(error)"),
        (refusal("temporarily_unavailable"), Trouble.TOKEN_ENDPOINT_AWAY, "status 400"),
        ((429, {"error": "too_many_requests"}), Trouble.TOKEN_ENDPOINT_AWAY, "status 429"),
        ((500, {"error": "invalid_grant"}), Trouble.TOKEN_ENDPOINT_AWAY, "status 500"),
        ((503, b"<html>Down for maintenance"), Trouble.TOKEN_ENDPOINT_AWAY, "status 503"),
        ((200, b"<html>Please log in to this network"), Trouble.TOKEN_ENDPOINT_AWAY, "status 200"),
        ((200, b"[" * 20000), Trouble.TOKEN_ENDPOINT_AWAY, "status 200"),
        ((200, ["access_token"]), Trouble.TOKEN_ENDPOINT_AWAY, "status 200"),
        ((200, {"token_type": "Bearer"}), Trouble.TOKEN_ENDPOINT_AWAY, "status 200"),
        ((200, {"access_token": "two\r\na1 LOGOUT"}), Trouble.TOKEN_ENDPOINT_AWAY, "no token"),
        ((302, {}), Trouble.TOKEN_ENDPOINT_AWAY, "status 302"),
    ],
)
def test_each_refusal_has_its_word(
    endpoint: TokenEndpoint, now: Now, answer: tuple[int, object], word: Trouble, said: str
) -> None:
    endpoint.answers.append(answer)
    failure = trouble(Tokens(with_secret(endpoint), now))
    assert failure.trouble is word
    assert said in str(failure)
    assert SECRET not in str(failure)


def test_an_endpoint_that_nobody_answers_at_is_away(now: Now) -> None:
    with token_endpoint() as gone:
        grant = with_secret(gone)
    assert trouble(Tokens(grant, now)).trouble is Trouble.TOKEN_ENDPOINT_AWAY


def test_what_was_refused_once_is_asked_again(endpoint: TokenEndpoint, now: Now) -> None:
    endpoint.answers.append(MICROSOFT_EXPIRED)
    tokens = Tokens(with_secret(endpoint), now)
    trouble(tokens)
    assert tokens.get() == "access-1"


def test_a_new_secret_counts_without_a_restart(endpoint: TokenEndpoint, now: Now, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    tokens = Tokens(with_secret(endpoint, secret=file.read_text), now)
    for secret in ("old", "new"):
        file.write_text(secret)
        tokens.forget(tokens.get())
    assert [form["client_secret"] for form in endpoint.asked] == ["old", "new"]


def test_a_secret_that_is_gone_is_a_trouble_that_names_the_setting(endpoint: TokenEndpoint, now: Now) -> None:
    def gone() -> str:
        raise BadInput("oauth.secret: /run/secrets/m365 cannot be read")

    failure = trouble(Tokens(with_secret(endpoint, secret=gone), now))
    assert (failure.trouble, str(failure)[:12]) == (Trouble.TOKEN_ENDPOINT_AWAY, "oauth.secret")


@pytest.mark.parametrize(
    "url", ["http://login.example/token", "login.example/token", "", "https://", "ftp://127.0.0.1/t"]
)
def test_a_secret_travels_under_tls_or_not_at_all(url: str) -> None:
    with pytest.raises(BadInput, match="https://"):
        Grant(url, CLIENT)


def rotates(endpoint: TokenEndpoint) -> None:
    """Let each refresh token hold once: it is replaced by the next ("first", "r1", "r2")."""
    valid = ["first"]

    def decide(form: dict[str, str]) -> tuple[int, object]:
        if form["refresh_token"] != valid[-1]:
            return GOOGLE_REVOKED
        valid.append(f"r{len(valid)}")
        return 200, endpoint.token(refresh_token=valid[-1])

    endpoint.decide = decide


def test_a_replaced_refresh_token_outlives_the_process(endpoint: TokenEndpoint, now: Now, tmp_path: Path) -> None:
    rotates(endpoint)
    path = tmp_path / "tokens" / "mentorix.info.token"
    for number in (1, 2, 3):
        assert Tokens(with_refresh_token(endpoint), now, TokenFile(path)).get() == f"access-{number}"
    assert [form["refresh_token"] for form in endpoint.asked] == ["first", "r1", "r2"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_new_refresh_token_in_the_settings_wins(endpoint: TokenEndpoint, now: Now, tmp_path: Path) -> None:
    rotates(endpoint)
    path = tmp_path / "one.token"
    Tokens(with_refresh_token(endpoint), now, TokenFile(path)).get()
    endpoint.decide = lambda form: None if form["refresh_token"] == "from anew" else GOOGLE_REVOKED
    assert Tokens(with_refresh_token(endpoint, "from anew"), now, TokenFile(path)).get() == "access-2"


def test_a_kept_token_that_no_longer_holds_gives_way_to_the_one_in_the_settings(
    endpoint: TokenEndpoint, now: Now, tmp_path: Path
) -> None:
    kept = TokenFile(tmp_path / "one.token")
    kept.keep("first", "stale")
    rotates(endpoint)
    assert Tokens(with_refresh_token(endpoint), now, kept).get() == "access-1"
    assert [form["refresh_token"] for form in endpoint.asked] == ["stale", "first"]
    assert kept.newest("first") == "r1"


def test_a_refusal_is_told_after_both_were_tried(endpoint: TokenEndpoint, now: Now, tmp_path: Path) -> None:
    kept = TokenFile(tmp_path / "one.token")
    kept.keep("first", "stale")
    endpoint.decide = lambda _form: GOOGLE_REVOKED
    assert trouble(Tokens(with_refresh_token(endpoint), now, kept)).trouble is Trouble.TOKEN_REFUSED
    assert len(endpoint.asked) == 2


def test_where_the_file_cannot_be_written_the_token_lasts_as_long_as_the_process(
    endpoint: TokenEndpoint, now: Now, tmp_path: Path
) -> None:
    (tmp_path / "tokens").write_text("no folder")
    rotates(endpoint)
    tokens = Tokens(with_refresh_token(endpoint), now, TokenFile(tmp_path / "tokens" / "one.token"))
    with capture_logs() as logged:
        tokens.forget(tokens.get())
        assert tokens.get() == "access-2"
    assert {one["event"] for one in logged} >= {"a refresh token cannot be kept"}
    assert not any(secret in str(logged) for secret in ("r1", "r2", "first", SECRET))


@pytest.mark.parametrize("written", [b"", b"no json", b"[]", b'{"of": 1}', b'{"of": "x", "token": 1}', b"\xff"])
def test_a_broken_file_is_as_none(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "one.token"
    path.write_bytes(written)
    assert TokenFile(path).newest("first") == "first"


def test_nothing_secret_is_shown(endpoint: TokenEndpoint, now: Now) -> None:
    grant = with_refresh_token(endpoint, "a refresh token")
    tokens = Tokens(grant, now)
    tokens.get()
    shown = f"{grant!r} {tokens!r} {tokens.__dict__!r} {OAuthLogin('me', tokens)!r}"
    assert not any(secret in shown for secret in (SECRET, "access-1", "a refresh token"))


class Server:
    """A mail server as far as logging in goes: takes some tokens, answers the rest as it was told."""

    def __init__(self, *answers: str, offers: str = "AUTH=XOAUTH2 AUTH=OAUTHBEARER") -> None:
        self.answers = list(answers)
        self.offers = offers
        self.tried: list[tuple[str, str, str]] = []

    def capabilities(self) -> tuple[bytes, ...]:
        return (b"IMAP4REV1", *self.offers.encode().split())

    def oauth2_login(self, user: str, token: str) -> None:
        self._log_in("XOAUTH2", user, token)

    def oauthbearer_login(self, user: str, token: str) -> None:
        self._log_in("OAUTHBEARER", user, token)

    def _log_in(self, mechanism: str, user: str, token: str) -> None:
        self.tried.append((mechanism, user, token))
        if self.answers:
            raise LoginError(self.answers.pop(0))


@pytest.mark.parametrize(
    ("offers", "mechanism"),
    [
        ("AUTH=XOAUTH2 AUTH=OAUTHBEARER", "XOAUTH2"),
        ("AUTH=OAUTHBEARER AUTH=PLAIN", "OAUTHBEARER"),
        ("auth=oauthbearer", "OAUTHBEARER"),
        ("", "XOAUTH2"),  # some say what they can only when they are asked for it
    ],
)
def test_the_mechanism_is_one_that_is_offered(endpoint: TokenEndpoint, now: Now, offers: str, mechanism: str) -> None:
    server = Server(offers=offers)
    OAuthLogin("info", Tokens(with_secret(endpoint), now)).log_in(server)
    assert server.tried == [(mechanism, "info", "access-1")]


def test_a_token_that_is_refused_is_fetched_anew_once(endpoint: TokenEndpoint, now: Now) -> None:
    login = OAuthLogin("info", Tokens(with_secret(endpoint), now))
    login.log_in(Server())
    server = Server("AUTHENTICATE failed.")
    login.log_in(server)
    assert [token for _, _, token in server.tried] == ["access-1", "access-2"]
    server = Server("AUTHENTICATE failed.", "AUTHENTICATE failed.", "never reached")
    with pytest.raises(MailboxTrouble) as refused:
        login.log_in(server)
    assert refused.value.trouble is Trouble.LOGIN_REFUSED
    assert len(server.tried) == 2


def test_a_server_that_is_busy_is_not_asked_twice_and_the_token_is_kept(endpoint: TokenEndpoint, now: Now) -> None:
    tokens = Tokens(with_secret(endpoint), now)
    server = Server("[UNAVAILABLE] Temporary authentication failure.")
    with pytest.raises(MailboxTrouble) as refused:
        OAuthLogin("info", tokens).log_in(server)
    assert refused.value.trouble is Trouble.REFUSED
    assert len(server.tried) == 1
    assert tokens.get() == "access-1"
