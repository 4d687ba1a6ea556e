"""Letters to one of staff about their own log-in. They belong to no case."""

from datetime import datetime

from cases.message import Channel
from cases.office import Office
from cases.outgoing import Automatic, Outgoing
from cases.staff import Staff
from intake.house_notices import HOUSE, LEAVE, open_house
from intake.staff_pass import REPLY, plain_address
from replies.render import render
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
    words = render(facts, language)
    letter = Outgoing(
        organisation=office.policy.id,
        case=HOUSE,
        thread=HOUSE,
        reply=REPLY,
        cause=f"{facts.news} {person.id} {new_id(now)}",
        channel=Channel.MAIL,
        recipient=person.email,
        language=language,
        subject=words.subject,
        body=words.body,
        released=office.policy.leaves_unseen(LEAVE),
        not_before=now,
        automatic=Automatic.GENERATED,
    )
    if letter.released:
        open_house(page, office.policy.id)
        outbox.put(page, letter, office.domain, now)
    return letter.released
