"""What one organisation's work is done by: its policy, the calendars that bind it, and where its staff work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.calendar import Calendar, calendar_id
from cases.clock import Clock, start_clock
from cases.policy import ClockRule, Policy
from cases.term import Basis

DOMAIN_CAP = 2000
"""Letters without a person to one domain in an hour: more than many people of one provider write, less than a loop."""


CHAT_QUIET = timedelta(minutes=15)
"""After so long without a line by whoever took a conversation over, the program goes on with it."""


@dataclass(frozen=True)
class Office:
    """One organisation at work.

    `desk_url` is where its staff log in, `public_url` where people find the public pages, "" where there are none; both
    without a slash at the end. `authserv_id` names the front mail server whose Authentication-Results are trusted
    (RFC 8601); None: nobody's are. `domain_cap` is how many letters without a person leave for one domain in an hour at
    the most (R-EM-11). `scans`: files wait for a virus scanner. `announces`: a system of its own is told of
    what happens to its cases. `undo` is how long an approved letter may be taken back before it leaves. `chat_quiet` is
    how long somebody who took a conversation over may leave it unanswered. `together` is for how long notices to one of
    staff are gathered before they leave as one.
    """

    policy: Policy
    calendars: Mapping[str, Calendar]
    desk_url: str = ""
    public_url: str = ""
    authserv_id: str | None = None
    domain_cap: int = DOMAIN_CAP
    scans: bool = False
    announces: bool = False
    chat_quiet: timedelta = CHAT_QUIET
    undo: timedelta = timedelta(0)
    together: timedelta = timedelta(0)

    @property
    def zone(self) -> ZoneInfo:
        """Give the organisation's time zone."""
        return ZoneInfo(self.policy.zone)

    @property
    def domain(self) -> str:
        """Give the domain of its letters."""
        return self.policy.addresses[0].rpartition("@")[2]

    def calendar(self, basis: Basis) -> Calendar:
        """Give the calendar that counts for a basis in the organisation's country (Reg. 1182/71 Art. 2(1))."""
        return self.calendars[calendar_id(self.policy.country, basis)]

    def start(self, rule: ClockRule, at: datetime) -> Clock:
        """Start a clock of the policy."""
        return start_clock(rule, at, self.calendar(rule.basis))

    def day(self, at: datetime) -> date:
        """Give the date that an instant has where the organisation is."""
        return at.astimezone(self.zone).date()
