"""The form by which a person corrects what was understood of a letter: what it shows, and what was typed into it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cases.case import Case
from cases.kind import Kind
from cases.organisation import Role
from cases.staff import sees
from desk.forms import whole
from desk.visitor import Visitor
from intake.hiding import Hide
from intake.recast import FIELDS, Correction, queue_for, tidy, value_of
from storage.casebook import LIVE
from storage.messages import Told

ALWAYS = ("name", "email", "phone")
"""Fields that every letter may have, whatever was read in it."""

OFTEN = (Kind.COMPLAINT, Kind.ACCESS, Kind.ERASURE, Kind.OTHER)
CHIPS = 3
"""So many kinds are offered to be pressed at once."""

SAW, TYPED = "saw.", "field."
"""How the names of inputs begin: what the person saw in a field, and what it is."""


@dataclass(frozen=True)
class Correctable:
    """What may be corrected of one letter of a case.

    `kinds` are those that the case may become, its own first, () where another letter opened the case. `also` are
    kinds of a matter that may have been overlooked, `fields` what stands in each field, national numbers masked.
    `elsewhere`: other kinds are in queues that this person sees only with a case that they have taken.
    `common` are a few of `kinds` that it most likely is instead: one press corrects it.
    """

    message: int
    kinds: tuple[Kind, ...]
    also: tuple[Kind, ...]
    fields: Mapping[str, str]
    elsewhere: bool
    common: tuple[Kind, ...] = ()


def correctable(told: Told, case: Case, me: Visitor, hide: Hide) -> Correctable | None:
    """Give what a person may correct of a letter; None where the case is over or the role does not decide.

    `hide` masks the national numbers of the conversation.
    """
    if not me.role.approves or case.status not in LIVE:
        return None
    others = tuple(kind for kind in Kind if kind is not case.kind)
    mine = tuple(kind for kind in others if _may_see(kind, case, me))
    opened = told.id == case.opened_for
    return Correctable(
        message=told.id,
        kinds=(case.kind, *mine) if opened else (),
        also=tuple(kind for kind in (*mine, *(() if opened else (case.kind,))) if kind is not Kind.OTHER),
        fields={name: hide(value_of(name, case, told.reading)) for name in _shown(told, case, me)},
        elsewhere=len(mine) < len(others),
        common=_likely(told, mine) if opened else (),
    )


def typed(form: Mapping[str, str], case: Case) -> Correction:
    """Give what was typed: only what is another than what the person saw. Nonsense corrects nothing."""
    saw, becomes = _kind(form.get("saw")), _kind(form.get("kind"))
    return Correction(
        organisation=case.organisation,
        case=case.id,
        message=whole(form.get("message")),
        kind=(saw, becomes) if saw and becomes and saw is not becomes else None,
        also=_kind(form.get("also")),
        fields=_changed(form),
    )


def _likely(told: Told, mine: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Give what was seen in the letter too, then what comes most often."""
    seen = (found.kind for found in told.reading.kinds)
    return tuple(kind for kind in dict.fromkeys((*seen, *OFTEN)) if kind in mine)[:CHIPS]


def _may_see(kind: Kind, case: Case, me: Visitor) -> bool:
    return sees(me.staff, replace(case, queue=queue_for(kind, case, me.policy)), me.policy)


def _shown(told: Told, case: Case, me: Visitor) -> list[str]:
    known = {*ALWAYS, *told.reading.fields, *case.missing}
    if me.policy.role is Role.PROCESSOR:
        known.add("customer")
    return [name for name in FIELDS if name in known]


def _changed(form: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    pairs = {name: (form.get(f"{SAW}{name}"), form.get(f"{TYPED}{name}")) for name in FIELDS}
    both = {name: (saw, tidy(is_)) for name, (saw, is_) in pairs.items() if saw is not None and is_ is not None}
    return {name: (saw, is_) for name, (saw, is_) in both.items() if is_ != tidy(saw)}


def _kind(written: str | None) -> Kind | None:
    return next((kind for kind in Kind if kind == written), None)
