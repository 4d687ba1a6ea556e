"""Who judges what is sensitive judges the letters that they may see, and no others (P-MX-14)."""

from dataclasses import replace
from pathlib import Path

import pytest

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.reading import Document, DocumentKind
from cases.redaction import IN_TEXT, Fate, Redaction
from cases.staff import Staff
from cases.task import TaskKind
from intake.certificates import certificates_due
from intake.strike_out import Judging, judge
from storage import casebook, history, messages, redactions, tasks
from storage.ids import new_id
from storage.page import Page
from storage.vault import Vault
from tests.intake.scene import Scene
from tests.intake.striking import FIRST, MOTHER, THERAPY, Conversation, quoted

CERTIFICATE = ("attest.pdf", b"%PDF-1.4 a doctor says so")
APPEAL = f"Jeg appellerer afgoerelsen i min klage, den er forkert. {THERAPY} hver eneste uge nu."


@pytest.fixture
async def talk(scene: Scene, tmp_path: Path) -> Conversation:
    """Give a conversation with one letter: a complaint with a certificate."""
    begun = Conversation(scene, Vault(str(tmp_path)))
    await begun.says(FIRST, files=(CERTIFICATE,))
    return begun


@pytest.fixture
async def handler(talk: Conversation) -> Staff:
    """Give somebody who took part in the complaint and who sees all queues."""
    person = await talk.scene.hire("management")
    assert talk.case
    event = Event(talk.scene.now, "remarked", f"staff {person.id}", {})
    await talk.book.run(history.record, talk.organisation, talk.case.id, (event,))
    await talk.book.run(casebook.save, replace(talk.case, queue="management"))
    return person


async def appealed(talk: Conversation, text: str = APPEAL, quote: str = "") -> Case:
    """Let the appeal come, with the certificate once more."""
    message = await talk.says(text, quote, files=(CERTIFICATE,), kind=Kind.APPEAL)
    assert talk.case
    (appeal,) = [
        one
        for one in await talk.book.read(casebook.of_thread, talk.organisation, talk.case.thread)
        if one.kind is Kind.APPEAL
    ]
    assert appeal.opened_for == message
    return appeal


async def found(talk: Conversation, case: Case, message: int) -> int:
    """Let something be found in a letter; give its id."""
    now = talk.scene.now
    one = Redaction(new_id(now), case.id, message, "health", IN_TEXT, now)
    await talk.book.run(redactions.add, talk.organisation, (one,))
    return one.id


@pytest.mark.parametrize("fate", list(Fate))
async def test_p_mx_14_a_finding_in_the_appeal_is_none_for_who_is_shut_out(
    talk: Conversation, handler: Staff, fate: Fate
) -> None:
    appeal = await appealed(talk)
    assert talk.case
    id_ = await found(talk, appeal, appeal.opened_for)
    judging = Judging(talk.organisation, talk.case.id, fate, (id_,))
    with pytest.raises(NotAllowed, match=f"no finding {id_}"):
        await talk.book.run(judge, judging, handler, talk.office.policy, talk.scene.now)
    (left,) = (await talk.letter(appeal.opened_for)).redactions
    assert left.fate is None


async def test_p_mx_14_words_of_the_appeal_alone_stand_in_no_letter_for_who_is_shut_out(
    talk: Conversation, handler: Staff
) -> None:
    appeal = await appealed(talk)
    with pytest.raises(NotAllowed, match="stands in no letter"):
        await talk.strikes_out(handler, THERAPY)
    assert (await talk.letter(appeal.opened_for)).redactions == ()
    assessor = await talk.scene.hire("appeal_assessor")
    await talk.strikes_out(assessor, THERAPY, case=appeal)
    await talk.struck()
    assert THERAPY not in await talk.everywhere(appeal.opened_for)


async def test_p_mx_14_a_file_of_the_appeal_is_none_for_who_is_shut_out(talk: Conversation, handler: Staff) -> None:
    appeal = await appealed(talk)
    with pytest.raises(NotAllowed, match="no such file"):
        await talk.deletes(handler, appeal.opened_for)
    (file,) = (await talk.letter(appeal.opened_for)).attachments
    assert (file.restricted, file.erased_at) == (False, None)


async def test_p_mx_14_who_became_involved_a_moment_ago_judges_nothing_of_the_appeal(
    talk: Conversation, scene: Scene
) -> None:
    """Nobody has brought the appeal up to date yet: what counts is the log of the complaint as it is by now."""
    appeal = await appealed(talk)
    assert talk.case
    late = await scene.hire("management")
    await talk.book.run(casebook.save, replace(appeal, assigned_to=late.id))
    event = Event(scene.now, "remarked", f"staff {late.id}", {})
    await talk.book.run(history.record, talk.organisation, talk.case.id, (event,))
    with pytest.raises(NotAllowed, match="no such case"):
        await talk.strikes_out(late, THERAPY, case=appeal)


async def test_a_quote_in_the_appeal_goes_with_the_letter_it_quotes_and_its_reader_judges_nothing_there(
    talk: Conversation, handler: Staff
) -> None:
    """GDPR Art. 5(1)(e): mail programs copy; what may not be kept is not kept in a copy either."""
    appeal = await appealed(talk, quote=quoted(FIRST))
    await talk.strikes_out(handler, MOTHER)
    assert (await talk.letter(appeal.opened_for)).redactions == ()
    await talk.struck()
    left = await talk.everywhere(appeal.opened_for)
    assert MOTHER not in left
    assert THERAPY in left
    assert "redacted" not in await talk.scene.verbs(appeal)


async def test_con_6_what_the_appeal_says_in_its_own_words_is_for_its_own_people_to_judge(
    talk: Conversation, handler: Staff
) -> None:
    own = f"Jeg appellerer, for I har ikke laest, hvad jeg skrev om det: {MOTHER} siden jul."
    appeal = await appealed(talk, own, quoted(FIRST))
    await talk.strikes_out(handler, MOTHER)
    await talk.struck()
    assert MOTHER not in await talk.everywhere(talk.told[0])
    assert MOTHER in (await talk.letter(appeal.opened_for)).text
    await talk.strikes_out(await talk.scene.hire("appeal_assessor"), MOTHER, case=appeal)
    await talk.struck()
    assert MOTHER not in await talk.everywhere(appeal.opened_for)


async def test_con_6_a_file_that_was_sent_again_with_the_appeal_stays_there(talk: Conversation, handler: Staff) -> None:
    appeal = await appealed(talk)
    await talk.deletes(handler, talk.told[0])
    await talk.struck()
    (gone,) = (await talk.letter(talk.told[0])).attachments
    (left,) = (await talk.letter(appeal.opened_for)).attachments
    assert gone.erased_at is not None
    assert left.erased_at is None
    assert "a doctor says so" in await talk.everywhere(appeal.opened_for)
    await talk.deletes(await talk.scene.hire("appeal_assessor"), appeal.opened_for, case=appeal)
    await talk.struck()
    assert "a doctor says so" not in await talk.everywhere(appeal.opened_for)


async def test_p_mx_21_a_certificate_in_the_appeal_keeps_no_task_of_the_complaint_open(
    talk: Conversation, handler: Staff
) -> None:
    """Who handles the complaint can never delete it, and the appeal has a task of its own once it is decided."""
    await talk.book.run(_called_a_certificate, talk.told[0])
    assert talk.case
    await talk.book.run(certificates_due, talk.case, talk.scene.now)
    appeal = await appealed(talk)
    await talk.book.run(_called_a_certificate, appeal.opened_for)
    await talk.deletes(handler, talk.told[0])
    await talk.struck()
    (task,) = await talk.book.read(tasks.of_case, talk.organisation, talk.case.id)
    assert (task.kind, task.open) == (TaskKind.DELETE_CERTIFICATE, False)


def _called_a_certificate(page: Page, message: int) -> None:
    told = messages.find(page, "mentorix", message)
    assert told
    (file,) = told.attachments
    document = Document(file.part, DocumentKind.MEDICAL_CERTIFICATE, 0.95, (), read=True)
    messages.reread(page, "mentorix", message, replace(told.reading, documents=(document,)))


async def test_con_6_what_was_kept_for_a_claim_in_one_letter_stays_there_though_another_loses_it(
    talk: Conversation, handler: Staff
) -> None:
    said = "Jeg har haft en depression siden jul, og det skrev jeg ogsaa til jer i min klage over kurset."
    one = await talk.says(f"{said} Jeg vil have pengene tilbage.")
    two = await talk.says(f"{said} Jeg skriver igen, for der er gaaet en uge.")
    assert talk.case
    first, second = await found(talk, talk.case, one), await found(talk, talk.case, two)
    for id_, fate in ((second, Fate.KEEP), (first, Fate.STRIKE_OUT)):
        judging = Judging(talk.organisation, talk.case.id, fate, (id_,))
        await talk.book.run(judge, judging, handler, talk.office.policy, talk.scene.now)
    await talk.struck()
    assert "depression" not in await talk.everywhere(one)
    assert "haft en depression siden jul" in await talk.everywhere(two)


async def test_twice_the_same_click_is_one_order(talk: Conversation, handler: Staff) -> None:
    await talk.strikes_out(handler, MOTHER)
    with pytest.raises(AlreadyDone):
        await talk.strikes_out(handler, MOTHER)
    await talk.deletes(handler, talk.told[0])
    with pytest.raises(AlreadyDone):
        await talk.deletes(handler, talk.told[0])
    assert len(await talk.claimed()) == 1
    assert len((await talk.letter(talk.told[0])).redactions) == 2


async def test_who_decides_more_of_the_conversation_meanwhile_need_not_wait(talk: Conversation, handler: Staff) -> None:
    two = await talk.says(f"Se nederst.\n\n{quoted(FIRST)}\n\nJeg venter stadig paa svar. {THERAPY} hver uge.")
    await talk.strikes_out(handler, MOTHER)
    await talk.strikes_out(handler, THERAPY)
    await talk.struck()
    left = await talk.everywhere(two)
    assert [words for words in (MOTHER, THERAPY) if words in left] == []
