"""A person corrects what was understood of a letter: its kind, a matter that was overlooked, a field."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.policy import Policy
from cases.staff import Staff, role_of, sees
from intake.assign import case_of
from intake.correcting import Believed, change, open_also
from intake.correction_letters import Desk, Letters
from intake.counting import counted
from intake.examples import corrected_by, example_of, right_kinds, wrong_fields
from intake.hiding import hiding
from intake.recast import Correction, queue_for, reread, value_of
from intake.retold import retold
from storage import casebook, corrections, messages
from storage.corrections import Example
from storage.ids import new_id
from storage.messages import Told
from storage.page import Page


def correct(page: Page, correction: Correction, staff: Staff, office: Office, now: datetime) -> None:
    """Let a case be what a person says it is, from the instant it was received, and keep the letter as an example.

    Raises AlreadyDone where somebody else changed meanwhile what this person saw. Raises NotAllowed where the case is
    over or its answer on its way, the role does not decide, the person may not see what the case becomes, or nothing
    is corrected. Nothing is changed then.
    """
    case = case_of(page, correction.organisation, correction.case, staff)
    _check_person(case, correction, staff, office.policy)
    every = messages.of_thread(page, case.organisation, case.thread)
    told = _letter(every, case, correction)
    believed = _believed(page, every, case, correction)
    believed.letters.check_open(case)
    _check_seen(every, told, case, correction)
    _check_others(page, case, told, correction)
    desk = Desk(office, staff, now, f"correction {new_id(now)}")
    example = _example(page, case, told, correction)
    opened = open_also(page, believed, correction, desk)
    change(page, believed, correction, opened, desk)
    corrections.keep(page, corrected_by(example, staff.role, now))


def _check_person(case: Case, correction: Correction, staff: Staff, policy: Policy) -> None:
    if case.status not in casebook.LIVE:
        raise NotAllowed(f"a case that is {case.status} stays as it was; nothing is corrected any more")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role of {staff.role} prepares and does not decide")
    becomes = tuple(kind for kind in (correction.becomes, correction.also) if kind)
    queues = (case.queue, *(queue_for(kind, case, policy) for kind in becomes))
    if not all(sees(staff, replace(case, queue=queue), policy) for queue in queues):
        raise NotAllowed("such cases are in a queue that is not yours; take this case first")
    if not becomes and not correction.fields:
        raise NotAllowed("nothing is different from what was understood")


def _letter(every: Sequence[Told], case: Case, correction: Correction) -> Told:
    told = next((one for one in every if one.id == correction.message), None)
    if told is None or (correction.kind and told.id != case.opened_for):
        raise NotAllowed("this case did not begin with that letter")
    return told


def _believed(page: Page, every: Sequence[Told], case: Case, correction: Correction) -> Believed:
    """Give all that was heard of the case, the letter in question as it reads now."""
    heard, ours = {}, {one.id for one in counted(page, case, every)}
    for told in every:
        if told.id == correction.message or told.id in ours:
            right = correction.right if told.id == correction.message else {}
            known = replace(told, reading=reread(told.reading, right))
            heard[told.id] = retold(known, case, messages.rfc_id(page, case.organisation, told.id))
    return Believed(case, correction.message, heard, Letters.about(page, case))


def _check_seen(every: Sequence[Told], told: Told, case: Case, correction: Correction) -> None:
    """Raise AlreadyDone where what the person saw, national numbers masked, is no longer so."""
    hide, reading = hiding(*every), told.reading
    is_kind = correction.kind is None or correction.kind[0] is case.kind
    if not is_kind or any(hide(value_of(name, case, reading)) != saw for name, (saw, _) in correction.fields.items()):
        raise AlreadyDone("somebody else has corrected this case since you opened it")


def _check_others(page: Page, case: Case, told: Told, correction: Correction) -> None:
    """Raise where the letter has a case of such a kind already: each matter of it is one case."""
    cases = casebook.of_thread(page, case.organisation, case.thread, to_change=True)
    others = {one.kind for one in cases if one.opened_for == told.id and one.id != case.id}
    own = {correction.becomes or case.kind} if case.opened_for == told.id else set[Kind]()
    if correction.becomes in others:
        raise NotAllowed(f"the letter has a case that is {correction.becomes} already; close this one as a duplicate")
    if correction.also in others | own:
        raise AlreadyDone(f"the letter has a case that is {correction.also} already")


def _example(page: Page, case: Case, told: Told, correction: Correction) -> Example:
    earlier = corrections.find(page, case.organisation, told.id)
    believed = earlier.kinds if earlier else tuple(found.kind for found in told.reading.kinds)
    right = right_kinds(believed, correction.kind, correction.also)
    before = earlier.fields if earlier else {}
    return example_of(case, told, right, {**wrong_fields(correction.fields), **before}, correction.right)
