"""One organisation at work: where it is decides which day it is and which calendar counts."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from cases.office import Office
from cases.term import Basis
from storage.calendars import read_calendars
from tests.builders import a_policy

DANISH = Office(a_policy(addresses=("info@mentorix.dk", "klage@other.example")), read_calendars())
DUTCH = Office(a_policy(country="NL", zone="Europe/Amsterdam"), read_calendars())


def test_its_letters_come_from_the_domain_of_its_first_address() -> None:
    assert DANISH.domain == "mentorix.dk"


def test_its_day_is_the_one_on_its_own_clocks() -> None:
    assert DANISH.zone == ZoneInfo("Europe/Copenhagen")
    assert DANISH.day(datetime(2026, 3, 31, 22, 30, tzinfo=UTC)) == date(2026, 4, 1)


def test_the_calendar_is_that_of_its_country_and_of_the_law_that_binds_it() -> None:
    assert [DUTCH.calendar(basis).id for basis in Basis] == ["NL", "NL-ATW", "NL"]
    assert DANISH.calendar(Basis.EU).id == "DK"


def test_nobody_is_trusted_and_nothing_scanned_unless_the_settings_say_so() -> None:
    assert (DANISH.authserv_id, DANISH.scans, DANISH.desk_url, DANISH.public_url) == (None, False, "", "")
