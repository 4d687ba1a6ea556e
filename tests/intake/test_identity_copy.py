"""A copy of an identity paper that came unasked is deleted by somebody, who says what to cover (R-ID-2)."""

import pytest

from cases.message import Attachment
from cases.reading import Document, DocumentKind
from cases.task import TaskKind
from desk.texts import texts
from storage import tasks
from tests.builders import a_reading
from tests.intake.scene import Scene

PASSPORT = Document(1, DocumentKind.IDENTITY_COPY, 0.9, ("pas.jpg",))


async def given(scene: Scene, *documents: Document) -> list[tuple[TaskKind, str]]:
    files = tuple(Attachment(one.part, "pas.jpg", "image/jpeg", 10, f"d{one.part}") for one in documents)
    case = await scene.opened(a_reading(documents=documents), attachments=files)
    found = await scene.book.read(tasks.of_case, "mentorix", case.id)
    return [(one.kind, one.about) for one in found if one.kind is TaskKind.DELETE_IDENTITY_COPY]


async def test_r_id_2_a_copy_that_came_is_to_be_deleted(scene: Scene) -> None:
    assert await given(scene, PASSPORT, Document(2, DocumentKind.IDENTITY_COPY, 0.8)) == [
        (TaskKind.DELETE_IDENTITY_COPY, "2026-03-02")
    ]


@pytest.mark.parametrize(
    "document", [Document(1), Document(1, DocumentKind.IDENTITY_COPY, 0.3), Document(1, DocumentKind.INVOICE, 0.9)]
)
async def test_what_is_no_copy_is_nobodys_task(scene: Scene, document: Document) -> None:
    assert await given(scene, document) == []


@pytest.mark.parametrize(("language", "word"), [("da", "dækkes"), ("nl", "afdekken"), ("en", "covered")])
def test_r_id_2_the_task_says_what_to_tell_the_person_to_cover(language: str, word: str) -> None:
    assert word in texts(language).name("task", TaskKind.DELETE_IDENTITY_COPY)
