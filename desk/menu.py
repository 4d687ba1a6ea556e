"""The pages that the bar at the top leads to, and who is led there."""

from dataclasses import dataclass

from cases.organisation import Sight, StaffRole


@dataclass(frozen=True)
class Door:
    """A page with its name in the texts. `all_cases`: for those alone who see the cases of a queue."""

    path: str
    name: str
    all_cases: bool = False


DOORS = (
    Door("/desk/", "nav.queue"),
    Door("/desk/held", "nav.held"),
    Door("/desk/outbox", "nav.outbox"),
    Door("/desk/filed", "nav.filed", all_cases=True),
    Door("/desk/mailboxes", "nav.mailboxes"),
    Door("/desk/register", "nav.register", all_cases=True),
    Door("/desk/improvements", "nav.improvements", all_cases=True),
)


def doors(role: StaffRole) -> tuple[Door, ...]:
    """Give the pages for a role, in their order; none for one that sees numbers alone."""
    if role.sight is Sight.NUMBERS:
        return ()
    return tuple(door for door in DOORS if role.sight is Sight.CASES or not door.all_cases)
