"""Which mailboxes are watched, and how long each may be silent: as the settings say, and never hastily."""

from datetime import date, timedelta
from typing import Any

import pytest

from intake.watch import Watched
from service.settings import Settings
from service.watching import read_watched

PLAIN: dict[str, Any] = {"host": "imap.example", "user": "info@mentorix.dk", "password": "env:INFO"}
OAUTH = {"token_url": "https://login.example/token", "client_id": "one", "secret_expires": "2026-04-03"}


def watched(**mailboxes: dict[str, Any]) -> tuple[Watched, ...]:
    return read_watched(Settings.model_validate({"organisation": {"mentorix": {"mailboxes": mailboxes}}}))


def test_without_mailboxes_nothing_is_watched() -> None:
    assert watched() == ()


def test_every_mailbox_is_watched_whatever_parts_this_process_runs() -> None:
    plain = {"roles": "work", "organisation": {"mentorix": {"mailboxes": {"info": PLAIN}}}}
    assert read_watched(Settings.model_validate(plain)) == (Watched("mentorix", "info", timedelta(minutes=15)),)


def test_the_end_of_a_secret_is_known_from_the_settings() -> None:
    (one,) = watched(info={**PLAIN, "password": None, "oauth": OAUTH})
    assert one.secret_until == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("minutes", "poll", "patience"),
    [(15, 60, timedelta(minutes=15)), (1, 60, timedelta(minutes=2)), (15, 1500, timedelta(minutes=50))],
)
def test_one_look_that_failed_is_no_alarm(minutes: int, poll: int, patience: timedelta) -> None:
    (one,) = watched(info={**PLAIN, "silent_minutes": minutes, "poll": poll})
    assert one.patience == patience
