"""Letters to one of staff about their own log-in. They belong to no case."""

from datetime import datetime

from cases.office import Office
from cases.staff import Staff
from intake.house_letter import To, house_letter, open_house
from intake.staff_pass import plain_address
from replies.staff_letter import Facts, News
from storage import outbox
from storage.ids import new_id
from storage.invitations import Invitation
from storage.page import Page


def tell_invited(page: Page, person: Staff, invitation: Invitation, office: Office, now: datetime) -> bool:
    """Write to a person with the link that lets them in first; False where the policy lets no letter leave unseen."""
    return _send(page, person, _linked(News.INVITED, person, invitation, office), office, now)


def tell_reset(page: Page, person: Staff, invitation: Invitation, office: Office, now: datetime) -> bool:
    """Write to a person with the link for a new password; False where the policy lets no letter leave unseen."""
    return _send(page, person, _linked(News.RESET, person, invitation, office), office, now)


def tell_device(page: Page, person: Staff, device: str, office: Office, now: datetime) -> bool:
    """Tell a person that they were logged in from a browser that they never were in before."""
    at, link = now.astimezone(office.zone), f"{office.desk_url}/desk/you"
    facts = Facts(office.policy.name, News.NEW_DEVICE, person.name, link, device=device, when=at)
    return _send(page, person, facts, office, now)


def _linked(news: News, person: Staff, invitation: Invitation, office: Office) -> Facts:
    until = invitation.expires_at.astimezone(office.zone)
    return Facts(office.policy.name, news, person.name, plain_address(office, invitation), until)


def _send(page: Page, person: Staff, facts: Facts, office: Office, now: datetime) -> bool:
    language = person.language or office.policy.languages[0]
    letter = house_letter(facts, f"{facts.news} {person.id} {new_id(now)}", To(person.email, language, now), office)
    if letter.released:
        open_house(page, office.policy.id)
        outbox.put(page, letter, office.domain, now)
    return letter.released
