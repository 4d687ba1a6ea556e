"""A referral that waited for the virus scanner leaves once nothing was found in what it carries (P-MB-04)."""

from dataclasses import replace
from datetime import datetime

from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus
from intake.referral import REFERRAL, WAITS_FOR_SCANNER
from storage import attachments, looks, outbox
from storage.outbox import Entry
from storage.page import Page


def pass_on(page: Page, thread: int, office: Office, now: datetime) -> None:
    """Let the referrals of a conversation leave that only waited for the scanner; twice has no effect.

    One that a person has worked on meanwhile, or that carries something in which a virus was found, stays a draft.
    """
    organisation = office.policy.id
    for entry in outbox.of_thread(page, organisation, thread):
        if _only_waited(entry) and _is_clean(page, entry):
            outbox.edit(page, organisation, entry.id, status=OutboxStatus.DROPPED)
            letter = replace(
                entry.outgoing,
                cause=f"scanned {entry.id}",
                released=office.policy.leaves_unseen(REFERRAL),
                automatic=Automatic.GENERATED,
                not_before=now,
                note=None,
            )
            outbox.put(page, letter, office.domain, now)


def _only_waited(entry: Entry) -> bool:
    waited = entry.outgoing.reply == REFERRAL and entry.outgoing.note == WAITS_FOR_SCANNER
    return waited and entry.status is OutboxStatus.DRAFT and entry.version == 1


def _is_clean(page: Page, entry: Entry) -> bool:
    organisation, carried = entry.outgoing.organisation, entry.outgoing.attach
    return not looks.waiting(page, organisation, carried) and not attachments.quarantined(page, organisation, carried)
