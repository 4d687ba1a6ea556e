"""Where to look around once the story is told: addresses, and who can log in."""

from collections.abc import Iterator
from itertools import groupby

from cases.staff import Staff
from service.settings import Settings
from service.trying.people import People
from service.trying.words import Fact


def facts(settings: Settings, people: People, first: Staff) -> Iterator[Fact]:
    """Give the addresses of the desk and of the door, one person to log in as, and everybody else."""
    yield "Desk", f"{settings.desk_address}/desk/"
    yield "Log in", f"as {first.email}"
    yield "Password", people.password
    yield "Others", "have the same password, and each sees what the role may see:"
    for organisation, group in groupby(people.everybody, lambda person: person.organisation):
        yield "", f"{', '.join(person.email.partition('@')[0] for person in group)} at {organisation}.example"
    yield "Outbox", f"{settings.desk_address}/desk/outbox, what was sent in the cases that the role sees"
    yield "Health", f"http://{settings.web}/readyz"
    yield "Write to it", f"by SMTP at {settings.smtp}, for example to info@mentorix.dk"
