"""Restrictions are lifted after the person was told, data go when something ends, and go along with whoever asks."""

import csv
import io
import json
from datetime import date, timedelta

import pytest

from cases.case import Case
from cases.decision import Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address
from cases.office import Office
from cases.staff import Staff
from cases.task import TaskKind
from intake.lifting import REPLY, Lifting, announce_lifting
from intake.occurrence import Occurrence, note_occurrence
from intake.pack import FIELDS, pack
from intake.port import Porting, Target, port
from replies.lifting_notice import Reason
from storage.book import Book
from tests.builders import AT, a_reading
from tests.intake.rights import asked, decided, let_go, open_tasks, to_do
from tests.intake.scene import Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

LATER = (AT + timedelta(days=14)).date()


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of Jensens Kurser with nothing in it."""
    return Scene(book, offices["jensenskurser"])


@pytest.fixture
async def officer(scene: Scene) -> Staff:
    """Give somebody who decides about privacy."""
    return await scene.hire("privacy_officer")


async def lifting(scene: Scene, case: Case, by: Staff, lifted: date = LATER) -> None:
    """Prepare to lift a restriction."""
    what = Lifting(case.organisation, case.id, Reason.ACCURACY_CHECKED, lifted)
    await scene.book.run(announce_lifting, what, (by, scene.office), scene.now)


async def test_the_person_is_told_before_a_restriction_is_lifted(scene: Scene, officer: Staff) -> None:
    """GDPR Art. 18(3), R-18-1: lifting is nobody's task before the letter has left."""
    case = await asked(scene, Kind.RESTRICTION)
    with pytest.raises(NotAllowed, match="nothing is restricted"):
        await lifting(scene, case, officer)
    await decided(scene, case, officer, Ruling.GRANTED)
    with pytest.raises(NotAllowed, match=r"GDPR Art. 18\(3\)"):
        await lifting(scene, case, officer, AT.date())
    await lifting(scene, case, officer)
    assert TaskKind.LIFT_RESTRICTION not in {kind for kind, _ in await open_tasks(scene, case)}
    await let_go(scene, case, REPLY, officer)
    (task,) = [one for one in await to_do(scene, case) if one.kind is TaskKind.LIFT_RESTRICTION]
    assert task.due_at is not None
    assert task.due_at.astimezone(scene.office.zone).date() == LATER
    assert "Den 16. marts 2026 ophæver vi begrænsningen" in (await scene.letter(case, REPLY)).outgoing.body


async def test_a_restriction_is_lifted_once(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.RESTRICTION)
    await decided(scene, case, officer, Ruling.GRANTED)
    await lifting(scene, case, officer)
    with pytest.raises(AlreadyDone):
        await lifting(scene, case, officer)


async def occurred(scene: Scene, case: Case, event: str, by: Staff) -> None:
    """Note that something happened today."""
    what = Occurrence(case.organisation, case.id, event, AT.date())
    await scene.book.run(note_occurrence, what, (by, scene.office), scene.now)


@pytest.mark.parametrize(
    ("event", "goes"),
    [
        ("consent_withdrawal", "oplysninger givet med samtykke"),
        ("service_ended", "oplysninger til en tjeneste, der ikke udbydes længere"),
    ],
)
async def test_p_jk_09_consent_data_go_when_the_consent_or_the_service_ends(
    scene: Scene, officer: Staff, event: str, goes: str
) -> None:
    case = await asked(scene, Kind.OTHER)
    await occurred(scene, case, event, officer)
    (task,) = await to_do(scene, case)
    assert (task.kind, task.about) == (TaskKind.ERASE_DATA, goes)
    assert (await scene.events(case))[-2].data == {"occurrence": event, "day": "2026-03-02"}


async def test_p_jk_09_data_that_belong_to_nobody_known_go_only_after_somebody_was_asked(
    scene: Scene, officer: Staff
) -> None:
    complete = await asked(scene, Kind.COMPLAINT)
    with pytest.raises(NotAllowed, match="P-JK-09"):
        await occurred(scene, complete, "clarification_failed", officer)
    scene.later(hours=1)
    nameless = a_reading(Kind.COMPLAINT, fields={}, text="Noget helt andet er forkert hos jer.")
    unclear = await scene.opened(nameless, sender=Address("", "x@example.org"))
    await occurred(scene, unclear, "clarification_failed", officer)
    assert await open_tasks(scene, unclear) == [(TaskKind.ERASE_DATA, "oplysninger, der ikke kan henføres til nogen")]


async def test_an_event_that_ends_nothing_is_refused(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.OTHER)
    with pytest.raises(NotAllowed, match="expected one of clarification_failed, consent_withdrawal, service_ended"):
        await occurred(scene, case, "full_moon", officer)


async def test_p_me_09_both_mails_are_deleted_when_staff_note_the_end_of_the_course(
    book: Book, offices: dict[str, Office]
) -> None:
    scene = Scene(book, offices["metier"])
    officer = await scene.hire("privacy_officer")
    case = await asked(scene, Kind.OTHER)
    what = Occurrence(case.organisation, case.id, "course_end", LATER)
    await scene.book.run(note_occurrence, what, (officer, scene.office), scene.now)
    (task,) = await to_do(scene, case)
    assert task.kind is TaskKind.DELETE_INVIGILATOR_MAILS
    assert task.due_at is not None
    assert task.due_at.astimezone(scene.office.zone).date() == LATER


async def ported(scene: Scene, case: Case, target: Target, provider: str, by: Staff) -> None:
    """Note who gets the data."""
    what = Porting(case.organisation, case.id, target, provider)
    await scene.book.run(port, what, by, scene.office.policy, scene.now)


async def test_p_jk_05_data_go_to_the_person_or_to_another_provider(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.PORTABILITY)
    with pytest.raises(NotAllowed, match="name the provider"):
        await ported(scene, case, Target.PROVIDER, " ", officer)
    await ported(scene, case, Target.PERSON, "", officer)
    await ported(scene, case, Target.PROVIDER, "Lærerhuset", officer)
    assert await open_tasks(scene, case) == [(TaskKind.HAND_OVER_DATA, "Lærerhuset")]
    await decided(scene, case, officer, Ruling.GRANTED)
    assert await open_tasks(scene, case) == [(TaskKind.HAND_OVER_DATA, "Lærerhuset")]


async def test_p_jk_05_without_another_provider_the_person_gets_the_data(scene: Scene, officer: Staff) -> None:
    case = await asked(scene, Kind.PORTABILITY)
    await decided(scene, case, officer, Ruling.GRANTED)
    assert await open_tasks(scene, case) == [(TaskKind.HAND_OVER_DATA, "")]


async def test_what_a_person_gave_us_is_packed_for_machines_with_every_field_explained(scene: Scene) -> None:
    """R-20-1: JSON and CSV, UTF-8, documented fields; nobody else's words."""
    case = await asked(scene, Kind.PORTABILITY, 'Jeg vil gerne have mine data med: æøå, "citat".\n=SUM(1)')
    await scene.opened(a_reading(text="Noget andet."), sender=Address("Bo", "bo@example.org"))
    packed = await scene.book.read(pack, case.organisation, "ANNA@example.org")
    data = json.loads(packed.files["data.json"].decode())
    assert [one["number"] for one in data["cases"]] == [case.number]
    assert [one["text"] for one in data["messages"]] == ['Jeg vil gerne have mine data med: æøå, "citat".\n=SUM(1) (1)']
    assert data["fields"] == {table: dict(fields) for table, fields in FIELDS.items()}
    for table, fields in FIELDS.items():
        rows = list(csv.DictReader(io.StringIO(packed.files[f"{table}.csv"].decode())))
        assert [list(row) for row in rows] == [list(fields)]
        assert rows == data[table]
    meanings = list(csv.DictReader(io.StringIO(packed.files["fields.csv"].decode())))
    assert {(row["table"], row["field"]) for row in meanings} == {(t, f) for t, every in FIELDS.items() for f in every}


async def test_a_table_holds_no_formula(scene: Scene) -> None:
    await asked(scene, Kind.OTHER, "=HYPERLINK(1)")
    packed = await scene.book.read(pack, "jensenskurser", "anna@example.org")
    (row,) = csv.DictReader(io.StringIO(packed.files["messages.csv"].decode()))
    assert row["text"] == "'=HYPERLINK(1) (1)"
