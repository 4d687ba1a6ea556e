"""Where to look around once the story is told: addresses, and who can log in."""

import re
from collections.abc import Iterator
from itertools import groupby

from cases.staff import Staff
from service.settings import Settings
from service.trying.people import People
from service.trying.words import Fact


def facts(settings: Settings, people: People, first: Staff) -> Iterator[Fact]:
    """Give the addresses of the desk, the chat and the door, one person to log in as, and everybody else."""
    yield "Desk", f"{settings.desk_address}/desk/"
    yield "Log in", f"as {first.email}"
    yield "Password", people.password
    yield "Others", "have the same password, and each sees what the role may see:"
    for organisation, group in groupby(people.everybody, lambda person: person.organisation):
        yield "", f"{', '.join(person.email.partition('@')[0] for person in group)} at {organisation}.example"
    yield "Outbox", f"{settings.desk_address}/desk/outbox, what was sent in the cases that the role sees"
    yield "Chat", f"{settings.public_address}/chat/{first.organisation}/, as a person sees it; the others have one too"
    yield "Health", f"http://{settings.web}/readyz"
    yield "Write to it", f"by SMTP at {settings.smtp}, for example to info@mentorix.dk"


def page_in(text: str, settings: Settings) -> str:
    """Give the address of a case's own page that a letter names, "" where it names none."""
    found = re.search(re.escape(f"{settings.public_address}/case/") + r"[\w-]+", text)
    return found[0] if found else ""
