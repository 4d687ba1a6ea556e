"""A case put together as files: for its person, and for the authority."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from cases.case import Case
from cases.errors import BadInput
from cases.message import Address, Attachment
from cases.office import Office
from intake.assign import assign
from intake.export import SAID, Export, export
from intake.exported import Audience
from replies.words import LANGUAGES
from storage import casebook, history, outbox
from storage.page import Page
from tests.builders import a_reading
from tests.intake.scene import Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""The rules are the same on both engines; what the databases do is tested on both in tests/storage and the journeys."""

CPR = "010190-1234"
PAPER = Attachment(1, "../../kvittering.pdf", "application/pdf", 9, "d", inline=False)
SICK = Attachment(2, "virus.exe", "application/x-msdownload", 9, "e", inline=False, verdict="Eicar")


async def _case(scene: Scene, **given: Any) -> Case:  # noqa: ANN401 - fields of the message
    text = f"Jeg vil gerne klage. Mit CPR-nummer er {CPR}."
    return await scene.opened(a_reading(text=text), text=text, attachments=(PAPER, SICK), **given)


async def _export(scene: Scene, case: Case, audience: Audience = Audience.PERSON) -> Export:
    return await scene.book.read(export, scene.office, case.number, audience, scene.now)


def _text(made: Export, name: str) -> str:
    return made.files[name].decode()


def _rows(made: Export, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(made, name), newline="")))


async def test_the_persons_copy_holds_the_letters_both_ways_and_the_case(scene: Scene) -> None:
    case = await _case(scene)
    await scene.send(await scene.letter(case, "acknowledgement"))
    made = await _export(scene, case)
    assert sorted(made.files) == [
        "README.txt",
        "case.csv",
        "case.json",
        "fields.csv",
        "letters.csv",
        "letters/001-2026-03-02-in.txt",
        "letters/002-2026-03-02-out.txt",
    ]
    assert [(row["direction"], row["file"]) for row in _rows(made, "letters.csv")] == [
        ("in", "letters/001-2026-03-02-in.txt"),
        ("out", "letters/002-2026-03-02-out.txt"),
    ]
    assert case.number in _text(made, "letters/002-2026-03-02-out.txt")
    told = json.loads(made.files["case.json"])
    assert (told["number"], told["kind"], told["name"]) == (case.number, "complaint", "Anna Holm")
    assert told["read"][0]["kinds"] == [["complaint", 0.95]], "our classification is about the person, too"


@pytest.mark.parametrize("audience", Audience)
async def test_national_numbers_are_hidden_in_every_text(scene: Scene, audience: Audience) -> None:
    made = await _export(scene, await _case(scene), audience)
    assert not [name for name, data in made.files.items() if CPR.encode() in data]


async def test_every_field_that_the_files_have_is_explained(scene: Scene) -> None:
    made = await _export(scene, await _case(scene))
    explained = {row["field"] for row in _rows(made, "fields.csv") if row["meaning"]}
    assert {row["field"] for row in _rows(made, "case.csv")} | {*_rows(made, "letters.csv")[0], *SAID} == explained


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_beside_it_speaks_the_persons_language(scene: Scene, language: str) -> None:
    case = await _case(scene)
    await scene.book.run(_speak, replace(case, language=language))
    said = _text(await _export(scene, case), "README.txt")
    assert {"da": "Din sag", "nl": "Uw zaak", "en": "Your case"}[language] in said
    assert {"da": "2. marts 2026", "nl": "2 maart 2026", "en": "2 March 2026"}[language] in said
    assert "info@mentorix.dk" in said
    assert "{" not in said


def _speak(page: Page, case: Case) -> None:
    casebook.save(page, case)


async def test_the_person_is_not_told_who_of_the_staff_did_what(scene: Scene) -> None:
    bo = await scene.hire("course_administrator")
    case = await _case(scene)
    await scene.book.run(assign, case.id, bo, scene.office.policy, scene.now)
    mine, whole = await _export(scene, case), await _export(scene, case, Audience.AUTHORITY)
    assert not [name for name, data in mine.files.items() if str(bo.id).encode() in data or b"staff_notice" in data]
    assert str(bo.id).encode() in whole.files["events.json"]


async def test_drafts_and_notices_to_staff_are_for_the_authority_alone(scene: Scene) -> None:
    await scene.hire("course_administrator")
    case = await _case(scene)
    letters = await scene.book.read(outbox.of_thread, case.organisation, case.thread)
    whole = await _export(scene, case, Audience.AUTHORITY)
    assert len([name for name in whole.files if name.endswith("out.txt")]) == len(letters)
    assert len([name for name in (await _export(scene, case)).files if name.endswith("out.txt")]) < len(letters)


async def test_files_go_along_under_names_that_lead_nowhere_and_none_with_a_virus(scene: Scene) -> None:
    made = await _export(scene, await _case(scene))
    assert [(name, one.part) for name, one in made.originals.items()] == [("files/001-01-_.._kvittering.pdf", 1)]


async def test_the_authority_gets_the_letters_as_they_came_and_the_chain(scene: Scene) -> None:
    case = await _case(scene)
    made = await _export(scene, case, Audience.AUTHORITY)
    assert "originals/001.eml" in made.originals
    chain = json.loads(made.files["events.json"])
    linked = await scene.book.read(history.linked, case.organisation, case.id)
    assert [one["hash"] for one in chain] == [digest for _, digest in linked]
    assert made.check == {}


async def test_what_may_tell_of_other_people_is_named_for_somebody_to_look_at(scene: Scene) -> None:
    """GDPR Art. 15(4), R-15-3."""
    case = await _case(scene)
    await scene.send(await scene.letter(case, "acknowledgement"))
    scene.later(hours=1)
    sent = await scene.letter(case, "acknowledgement")
    await scene.hear(sender=Address("Carl", "carl@example.net"), references=(sent.message_id,))
    assert (await _export(scene, case)).check == {
        "letters/003-2026-03-02-in.txt": "written by somebody else than the requester",
        "files/001-01-_.._kvittering.pdf": "files are not looked into: other people, national numbers?",
    }


async def test_a_case_that_is_not_there_is_said_plainly(scene: Scene, offices: Mapping[str, Office]) -> None:
    with pytest.raises(BadInput, match="Mentorix has no case MX-26-999999"):
        await scene.book.read(export, offices["mentorix"], "MX-26-999999", Audience.PERSON, scene.now)
