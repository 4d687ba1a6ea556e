"""The organisations at work: their policies, with what the settings add to each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from cases.errors import BadInput
from cases.office import Office
from cases.organisation import Customer
from cases.term import Term
from service.settings import OrganisationSettings, Settings
from storage.calendars import read_calendars
from storage.policies import SHIPPED, read_policies


def read_offices(settings: Settings) -> dict[str, Office]:
    """Read policies and calendars; raise PolicyError or BadInput that names what is wrong."""
    policies = read_policies(settings.policies or SHIPPED)
    unknown = sorted(settings.organisation.keys() - policies.keys())
    if unknown:
        raise BadInput(f"[organisation.{unknown[0]}]: there is no such policy; expected one of {', '.join(policies)}")
    calendars = read_calendars()
    own = {id_: settings.organisation.get(id_, OrganisationSettings()) for id_ in policies}
    return {
        id_: Office(
            policy=replace(policy, customers=(*policy.customers, *_customers(own[id_]))),
            calendars=calendars,
            desk_url=settings.desk_address,
            public_url=settings.public_address,
            authserv_id=own[id_].authserv_id,
            scans=bool(settings.scanner),
            domain_cap=own[id_].domain_cap,
            announces=own[id_].webhook is not None,
            chat_quiet=timedelta(minutes=own[id_].chat_quiet_minutes),
            undo=timedelta(seconds=own[id_].undo_seconds),
            together=timedelta(minutes=own[id_].notice_minutes),
        )
        for id_, policy in policies.items()
    }


def addresses(offices: Mapping[str, Office]) -> dict[str, str]:
    """Map every address of every organisation to its id."""
    return {address: id_ for id_, office in offices.items() for address in office.policy.addresses}


def _customers(settings: OrganisationSettings) -> tuple[Customer, ...]:
    return tuple(
        Customer(
            subdomain=one.subdomain,
            name=one.name,
            contact=one.contact,
            ended=one.ended,
            accounts=Term.parse(one.accounts) if one.accounts else None,
        )
        for one in settings.customers
    )


def of_number(offices: Mapping[str, Office], number: str) -> Office:
    """Give the organisation that a case number belongs to, by its letters; raise BadInput where there is none."""
    letters = number.partition("-")[0]
    for office in offices.values():
        if office.policy.letters == letters:
            return office
    raise BadInput(f'"{number}" is no case number of an organisation; expected for example MX-26-481903')
