"""What opens the page where a person sets a password: made of the service's key, so that it is kept nowhere.

A letter in the outbox holds the page's plain address with the invitation's number. What opens it is put in as the
letter leaves, the same at every attempt; the book has its digest alone.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import replace

from cases.office import Office
from storage import invitations
from storage.invitations import Invitation
from storage.outbox import Entry
from storage.page import Page

REPLY = "staff_letter"

_PLAIN = re.compile(r"/desk/invitation/(\d{1,19})\b")


def plain_address(office: Office, invitation: Invitation) -> str:
    """Give the page of an invitation as a letter names it before it leaves."""
    return f"{office.desk_url}/desk/invitation/{invitation.id}"


def opening_address(page: Page, key: bytes, office: Office, invitation: Invitation) -> str:
    """Let an invitation be opened, and give the address that opens it: for the person alone."""
    secret = _secret(key, invitation.organisation, invitation.id)
    invitations.give(page, invitation.organisation, invitation.id, secret)
    return f"{office.desk_url}/desk/invitation/{secret}"


def with_pass(page: Page, entry: Entry, key: bytes) -> Entry:
    """Give a letter to one of staff as it leaves: what opens the page stands in it."""
    letter = entry.outgoing
    named = _PLAIN.search(letter.body)
    if not named:
        return entry
    secret = _secret(key, letter.organisation, int(named[1]))
    invitations.give(page, letter.organisation, int(named[1]), secret)
    body = letter.body.replace(named[0], f"/desk/invitation/{secret}")
    return replace(entry, outgoing=replace(letter, body=body))


def _secret(key: bytes, organisation: str, id_: int) -> str:
    keyed = hmac.digest(key, f"invitation\x00{organisation}\x00{id_}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(keyed).decode("ascii").rstrip("=")
