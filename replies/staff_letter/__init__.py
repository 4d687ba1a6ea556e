"""To one of staff, about their own log-in: the link with which they set a password, or a log-in from a new browser."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class News(StrEnum):
    """What somebody is told of their log-in."""

    INVITED = "invited"
    RESET = "reset"
    NEW_DEVICE = "new_device"


@dataclass(frozen=True)
class Facts:
    """What the letter says; what a piece of news does not need stays empty.

    `link` is where a password is set until `until` (local), and works once; of a log-in, it leads to the person's own
    sessions, `device` is what the browser calls itself and `when` it was (local).
    """

    organisation: str
    news: News
    name: str
    link: str
    until: datetime | None = None
    device: str = ""
    when: datetime | None = None


_AT = datetime(2026, 3, 20, 8, 45)  # noqa: DTZ001 - local, as it is told
_LINK = "https://desk.example/desk/invitation/Zm9yIG9uZSBwZXJzb24gYWxvbmU"

SAMPLES = (
    Facts("Mentorix", News.INVITED, "Bo Lund", _LINK, _AT),
    Facts("Mentorix", News.RESET, "Bo Lund", _LINK, _AT),
    Facts("Mentorix", News.NEW_DEVICE, "Bo Lund", "https://desk.example/desk/you", device="Firefox, Windows", when=_AT),
    Facts("Mentorix", News.NEW_DEVICE, "Bo Lund", "https://desk.example/desk/you", when=_AT),
)
"""One of each variant, for the house's tests and for previews."""
