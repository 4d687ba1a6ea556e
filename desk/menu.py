"""The pages that the bar at the top leads to, and who is led there."""

from dataclasses import dataclass

from cases.organisation import Sight, StaffRole


@dataclass(frozen=True)
class Door:
    """A page with its name in the texts.

    `all_cases`: for those alone who see the cases of a queue; `administers`: for those who let colleagues in. `rare`:
    it stands behind "more".
    """

    path: str
    name: str
    all_cases: bool = False
    administers: bool = False
    rare: bool = False


DOORS = (
    Door("/desk/", "nav.queue"),
    Door("/desk/outbox", "nav.outbox"),
    Door("/desk/filed", "nav.filed", all_cases=True, rare=True),
    Door("/desk/mailboxes", "nav.mailboxes", rare=True),
    Door("/desk/register", "nav.register", all_cases=True),
    Door("/desk/improvements", "nav.improvements", all_cases=True, rare=True),
    Door("/desk/reports", "reports.nav", all_cases=True),
    Door("/desk/admin", "admin.nav", administers=True, rare=True),
)


def doors(role: StaffRole) -> tuple[Door, ...]:
    """Give the pages for a role, in their order; none for one that sees numbers alone."""
    if role.sight is Sight.NUMBERS:
        return ()
    mine = (door for door in DOORS if role.administers or not door.administers)
    return tuple(door for door in mine if role.sight is Sight.CASES or not door.all_cases)
