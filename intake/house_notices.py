"""What staff are told about the house itself: a mailbox that is silent, a key that expires. It belongs to no case."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.bot_trouble import BotTrouble
from cases.kind import Kind
from cases.mailbox import Trouble
from cases.office import Office
from cases.organisation import Queue, Sight
from cases.outgoing import Outgoing
from cases.policy import NEEDED_QUEUES, Policy
from cases.term import Basis
from intake.house_letter import HOUSE, LEAVE, To, house_letter, open_house
from intake.notice_hours import next_working_hour
from replies.house_notice import Facts, News
from storage import outbox, staff
from storage.page import Page

REPLY = "house_notice"

AT_ONCE = frozenset({News.MAILBOX_SILENT, News.MAILBOX_BACK, News.BOT_SILENT, News.BOT_BACK, News.LETTERS_NOT_LEAVING})
"""News that waits for nobody's working hours: letters whose time limits run lie where nobody reads or sends them."""


@dataclass(frozen=True)
class HouseNotice:
    """What staff are told, and by what it was caused: the same news of the same cause is told once.

    The rest is as in the reply's facts: a mailbox by its name in the settings, since when, until when, how many, and
    what is wrong with it; an address in letters.
    """

    news: News
    cause: str
    mailbox: str = ""
    since: datetime | None = None
    until: date | None = None
    count: int = 0
    trouble: Trouble | BotTrouble | None = None
    address: str = ""


def tell_house(page: Page, notice: HouseNotice, office: Office, now: datetime) -> int:
    """Write to those who answer for the house; give how many letters that made, none where all were written before.

    The letter names no case and no person. Where the organisation has nobody at the desk and no address for its
    queues, nobody is told: the desk, `/readyz` and `/metrics` say it all the same.
    """
    if not office.policy.leaves_unseen(LEAVE):
        return 0
    at = now if notice.news in AT_ONCE else _working_hour(office, now)
    letters = [_letter(notice, reader, office, at) for reader in readers(page, office)]
    new = [one for one in letters if not outbox.has(page, one.organisation, HOUSE, REPLY, one.cause)]
    if new:
        open_house(page, office.policy.id)
    for letter in new:
        outbox.put(page, letter, office.domain, now)
    return len(new)


def readers(page: Page, office: Office) -> tuple[tuple[str, str], ...]:
    """Give the address and language of whoever is told.

    They are the people of the queue that hears first and of those that every policy has, as far as their role sees
    whole queues; where there is none, everybody whose role does; where there is none, the queues' own addresses.
    """
    policy, first = office.policy, office.policy.languages[0]
    see_all = {role.id for role in policy.roles if role.sight is Sight.CASES}
    answering = {role for queue in _queues(policy) for role in queue.roles} & see_all
    people = staff.of_roles(page, policy.id, answering) or staff.of_roles(page, policy.id, see_all)
    if people:
        return tuple((person.email, person.language or first) for person in people)
    addresses = dict.fromkeys(queue.notify for queue in (*_queues(policy), *policy.queues) if queue.notify)
    return tuple((address, first) for address in addresses)


def _queues(policy: Policy) -> tuple[Queue, ...]:
    names = dict.fromkeys((policy.rules(Kind.OTHER).queue, *NEEDED_QUEUES))
    return tuple(queue for queue in policy.queues if queue.id in names)


def _working_hour(office: Office, now: datetime) -> datetime:
    return next_working_hour(now, office.policy.hours, office.calendar(Basis.PROMISE))


def _letter(notice: HouseNotice, reader: tuple[str, str], office: Office, at: datetime) -> Outgoing:
    address, language = reader
    facts = Facts(
        organisation=office.policy.name,
        news=notice.news,
        link=f"{office.desk_url}/desk/mailboxes",
        mailbox=notice.mailbox,
        since=notice.since.astimezone(office.zone) if notice.since else None,
        until=notice.until,
        count=notice.count,
        trouble=notice.trouble,
        address=notice.address,
    )
    return house_letter(facts, f"{notice.news} {notice.cause} {address}", To(address, language, at), office)
