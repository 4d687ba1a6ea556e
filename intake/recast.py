"""A case as a person corrected it: its kind, its person, its requirements. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cases.address import base_address
from cases.case import Case, Requester
from cases.errors import NotAllowed
from cases.kind import Flag, Kind
from cases.office import Office
from cases.organisation import Role
from cases.policy import Policy
from cases.reading import Reading
from intake.opening import AUTHORITIES, requiring
from intake.values import Heard

FIELDS = (
    "name",
    "email",
    "phone",
    "reference",
    "order",
    "invoice",
    "candidate",
    "course",
    "programme",
    "customer",
    "what_is_wrong",
    "proposed_value",
    "target_provider",
)
"""What a person may correct beside a letter's kind, in the order in which it is shown."""

LONGEST = 500
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[\w-]{1,63}\.)+\w{2,63}")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Correction:
    """What a person says of a letter of a case.

    `kind` is (what they saw, what it is) where the case's kind is wrong, `also` the kind of one more matter in the
    letter, `fields` by name (what they saw, what it is), "" for nothing.
    """

    organisation: str
    case: int
    message: int
    kind: tuple[Kind, Kind] | None = None
    also: Kind | None = None
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def becomes(self) -> Kind | None:
        """Give the kind that the case really is; None where that was right."""
        return self.kind[1] if self.kind else None

    @property
    def right(self) -> dict[str, str]:
        """Give the corrected fields as they are."""
        return {name: value for name, (_, value) in self.fields.items()}


def queue_for(kind: Kind, case: Case, policy: Policy) -> str:
    """Give the queue in which a case of a kind begins; what an authority asks for has its own."""
    return AUTHORITIES if Flag.AUTHORITY_REQUEST in case.flags else policy.rules(kind).queue


def value_of(name: str, case: Case, reading: Reading) -> str:
    """Give the value of a field as it counts by now: of a person, the case's; else what was read in the letter."""
    person = case.requester
    known = {"name": person.name, "email": person.address, "phone": person.phone, "customer": case.customer}
    return known.get(name) or reading.fields.get(name, "")


def tidy(written: str) -> str:
    """Give what somebody typed as it is kept: on one line, with nothing unseen in it."""
    return " ".join(_UNSEEN.sub("", written).split())[:LONGEST]


def reread(reading: Reading, fields: Mapping[str, str]) -> Reading:
    """Give a reading with corrected fields; one that is empty now was never there."""
    known = {**reading.fields, **fields}
    return replace(reading, fields={name: value for name, value in known.items() if value})


def with_fields(case: Case, fields: Mapping[str, str], policy: Policy) -> Case:
    """Give the case with what is corrected of its person; whose address changes has to be known anew (R-ID-4).

    Raises NotAllowed for an address that is none, or our own.
    """
    person = case.requester
    address = fields.get("email", person.address)
    if address != person.address:
        _check_address(address or "", policy)
    right = Requester(
        fields.get("name", person.name) or None, address or None, fields.get("phone", person.phone) or None
    )
    customer = fields.get("customer", case.customer) or None
    return replace(
        case,
        requester=right,
        customer=customer if policy.role is Role.PROCESSOR else case.customer,
        identity=case.identity if address == person.address else None,
    )


def _check_address(address: str, policy: Policy) -> None:
    if not _ADDRESS.fullmatch(address):
        raise NotAllowed(f'"{address}" is no e-mail address')
    if base_address(address) in policy.addresses:
        raise NotAllowed(f"{address} is where {policy.name} takes letters in")


def of_kind(case: Case, kind: Kind, office: Office) -> Case:
    """Give the case as one of another kind, in the queue where such cases begin."""
    queue = queue_for(kind, case, office.policy)
    if case.kind is Kind.APPEAL and kind is not Kind.APPEAL:  # nobody is shut out of what is no appeal after all
        return replace(case, kind=kind, queue=queue, appeal_of=None, excluded=frozenset())
    return replace(case, kind=kind, queue=queue)


def required(case: Case, heard: Iterable[Heard], office: Office) -> Case:
    """Give the case with what is fulfilled and missing for its kind, as far as all that was heard shows."""
    fitted = [requiring(case, one, office) for one in heard]
    missing = tuple(name for name in fitted[0].missing if all(name in one.missing for one in fitted))
    return replace(case, met=case.met.union(*(one.met for one in fitted)), missing=missing)
