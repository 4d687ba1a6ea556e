"""A one-time link to the address on file: the least that shows that whoever is there has asked (R-ID-1).

It goes nowhere but to an address that was known before the request, never to one that the request names (R-ID-4). Who
uses it is answered there. What is kept is that it was used, and when (R-ID-2).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.learner import Learner
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus, Outgoing
from cases.staff import Staff, role_of, sees
from intake.approve import Approval, approve
from intake.assign import case_of
from intake.confirm import settle
from intake.identity import LINK
from intake.letter import to_other
from intake.opening import US
from replies.identity_link import Facts
from storage import casebook, history, identity_checks, learners, outbox
from storage.identity_checks import Check
from storage.known import known
from storage.page import Page
from storage.readdress import readdress
from storage.sessions import new_secret

REPLY = "identity_link"

GOOD_FOR = timedelta(hours=48)
"""So long a link can be used."""

_LINK = re.compile(r"(/identity/)[\w-]{20,}")


class LinkState(StrEnum):
    """What can be done with a link: use it, nothing any more, or nothing as it ran out or never was."""

    OPEN = "open"
    USED = "used"
    GONE = "gone"


@dataclass(frozen=True)
class Sending:
    """For which case a link is sent, and to whom on file: their reference, user name, address on file or whole name.

    Where `to` is "", it is whoever the register, or an earlier case, has at the case's own address.
    """

    organisation: str
    case: int
    to: str = ""


@dataclass(frozen=True)
class Opened:
    """A link as the page shows it: nothing about the person. Of one that is GONE, nobody knows whose it was."""

    state: LinkState
    organisation: str = ""
    language: str = ""


def send_link(page: Page, sending: Sending, staff: Staff, office: Office, now: datetime) -> Check:
    """Send a one-time link to the address on file.

    Raises NotAllowed where the person may not, it is confirmed already, nobody could open the link, or nobody is on
    file; AlreadyDone while an earlier one is still good. Nothing is changed then.
    """
    case = case_of(page, sending.organisation, sending.case, staff)
    _check(case, staff, office)
    name, address = _on_file(page, case, sending.to)
    for one in identity_checks.of_case(page, case.organisation, case.id):
        if one.address == address and one.open(now):
            until = one.until.astimezone(office.zone)
            raise AlreadyDone(f"a link is on its way there already; it can be used until {until:%Y-%m-%d %H:%M}")
    secret = new_secret()
    check = identity_checks.begin(page, case, (address, secret), now, now + GOOD_FOR)
    letter = _letter(case, check, (name, secret), office, now)
    id_ = outbox.put(page, letter, office.domain, now)
    approve(page, Approval(case.organisation, id_, 1, letter.subject, letter.body), staff, office.policy, now)
    event = Event(now, "link_sent", f"staff {staff.id}", {"link": check.id})
    history.record(page, case.organisation, case.id, (event,))
    return check


def look_at(page: Page, secret: str, now: datetime) -> Opened:
    """Say what can be done with a link; looking uses nothing up, as programs that read mail open every link."""
    return _opened(page, identity_checks.find(page, secret), now)


def follow(page: Page, secret: str, offices: Mapping[str, Office], now: datetime) -> Opened:
    """Use a link: the person on file has asked. Gives what could be done with it: OPEN where this did it."""
    check = identity_checks.find(page, secret, to_change=True)
    found = _opened(page, check, now)
    if check is None or found.state is not LinkState.OPEN or found.organisation not in offices:
        return found
    case = casebook.find(page, check.organisation, check.case, to_change=True)
    identity_checks.use(page, check, now)
    if case and not case.identity:
        settle(page, _answered_at(page, case, check.address), LINK, US, (offices[case.organisation], now))
    return found


def veiled(text: str) -> str:
    """Give a letter as staff see it: a link in it is for the person alone."""
    return _LINK.sub(r"\1…", text)


def _check(case: Case, staff: Staff, office: Office) -> None:
    if not sees(staff, case, office.policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, office.policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not decide")
    if case.status not in casebook.LIVE:
        raise NotAllowed(f"a case that is {case.status} needs no link")
    if case.identity:
        raise NotAllowed("it is confirmed already who this is")
    if not office.public_url:
        raise NotAllowed("there are no public pages, so nobody could open the link (SVARFRIST_PUBLIC_URL)")


def _on_file(page: Page, case: Case, to: str) -> tuple[str | None, str]:
    """Give the name and the address on file of whoever is meant; raise NotAllowed where that is not one person."""
    if to:
        return _named(learners.find(page, case.organisation, to))
    address = case.requester.address
    about = known(page, case, address)
    if about.learners:
        return _named(about.learners)
    if about.corresponded and not about.register and address:
        return case.requester.name, address.lower()
    raise NotAllowed(
        "a link goes only to an address on file (R-ID-4), and this case's is not; name the person as the register does"
    )


def _named(found: tuple[Learner, ...]) -> tuple[str | None, str]:
    if not found:
        raise NotAllowed("nobody in the register is called that; a link goes only to an address on file (R-ID-4)")
    if len({one.address for one in found}) > 1:
        raise NotAllowed(f"{len(found)} people in the register are called that; name the reference of the one")
    return (found[0].name if len(found) == 1 else None), found[0].address


def _letter(case: Case, check: Check, to: tuple[str | None, str], office: Office, now: datetime) -> Outgoing:
    name, secret = to
    facts = Facts(
        number=case.number,
        organisation=office.policy.name,
        contact=office.policy.contact,
        name=name,
        kind=case.kind,
        received=office.day(case.received_at),
        link=f"{office.public_url}/identity/{secret}",
        until=check.until.astimezone(office.zone),
    )
    letter = to_other(check.address, case, facts, f"link {check.id}", now)
    return replace(letter, automatic=Automatic.GENERATED)


def _opened(page: Page, check: Check | None, now: datetime) -> Opened:
    case = casebook.find(page, check.organisation, check.case) if check else None
    if check is None or case is None or now >= check.until:
        return Opened(LinkState.GONE)
    return Opened(LinkState.USED if check.used_at else LinkState.OPEN, case.organisation, case.language)


def _answered_at(page: Page, case: Case, address: str) -> Case:
    """Let the conversation be answered at the address on file that was just proved, and nowhere else (R-ID-4)."""
    before = case.requester.address
    if (before or "").casefold() == address.casefold():
        return case
    theirs = [
        replace(one, requester=replace(one.requester, address=address))
        for one in casebook.of_thread(page, case.organisation, case.thread, to_change=True)
        if one.requester.address == before
    ]
    for one in theirs:
        casebook.save(page, one)
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        if entry.status is OutboxStatus.DRAFT and entry.outgoing.recipient == before:
            readdress(page, entry, address)
    return next(one for one in theirs if one.id == case.id)
