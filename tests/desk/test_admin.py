"""Those who look after the installation see how it is, in words; for others there are no such pages."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from httpx import AsyncClient

from cases.conflicts import conflicts
from cases.kind import Kind
from cases.message import Channel, Envelope
from cases.quote import quotes_of
from desk.house import House
from desk.texts import LANGUAGES
from replies.render import FOLDER
from replies.words import LANGUAGES as WRITTEN
from storage import arrivals, mailbox_watch, outbox
from storage.page import Page
from storage.policies import SHIPPED, digest, read_texts
from tests.desk.scene import POLICIES, START, Scene

PAGES = (
    "/desk/admin",
    "/desk/admin/policy",
    "/desk/admin/templates",
    "/desk/admin/templates/acknowledgement",
    "/desk/admin/retention",
    "/desk/admin/access",
    "/desk/outbox?which=stuck",
)


ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def shown(browser: AsyncClient, path: str, status: int = 200) -> str:
    """Give what somebody sees."""
    answer = await browser.get(path)
    assert answer.status_code == status, path
    return " ".join(unescape(answer.text).split())


async def a_director(scene: Scene, organisation: str = "mentorix", language: str = "en") -> AsyncClient:
    """Give a browser of somebody who administers."""
    role = next(one.id for one in POLICIES[organisation].roles if one.administers)
    return await scene.at_desk(await scene.hire(role, organisation, language=language))


@ON_SQLITE
@pytest.mark.parametrize("role", ["course_administrator", "privacy_officer", "external_assessor"])
async def test_for_other_roles_there_are_no_such_pages(scene: Scene, role: str) -> None:
    browser = await scene.at_desk(await scene.hire(role))
    assert {path: (await browser.get(path)).status_code for path in PAGES} == dict.fromkeys(PAGES, 404)


@ON_SQLITE
@pytest.mark.parametrize(
    ("organisation", "language"),
    [*zip(POLICIES, (*LANGUAGES, *LANGUAGES), strict=False), ("mentorix", "da"), ("mentorix", "nl"), ("mentor", "en")],
)
async def test_each_page_is_there_in_each_language_for_each_organisation(
    scene: Scene, organisation: str, language: str
) -> None:
    browser = await a_director(scene, organisation, language)
    for path in PAGES:
        page = await shown(browser, path)
        assert f'<html lang="{language}">' in page
        assert len(page) < 100_000, path


async def test_where_all_is_well_that_is_said(scene: Scene) -> None:
    page = await shown(await a_director(scene), "/desk/admin")
    for words in ("No mailbox is fetched from.", "No letters are on their way.", "Everything can be found."):
        assert words in page
    assert ">Wrong</b>" not in page


async def test_what_is_wrong_is_said_in_numbers_and_names_nobody(scene: Scene) -> None:
    (case,) = (await scene.hear()).opened
    draft = await scene.draft(case.number)
    await scene.book.run(outbox.mark_failed, "mentorix", draft.id, "returned 5.1.1")
    await scene.book.run(write_mailbox)
    await scene.book.run(arrivals.keep, ("mentorix",), Channel.MAIL, Envelope("", ()), (b"unread", scene.now))
    scene.later(minutes=11)
    page = await shown(await a_director(scene), "/desk/admin")
    for words in (
        "Something is wrong with 1 of them.",
        "1 letter could not be delivered.",
        "1 message waits to be read in.",
        "The oldest has waited since 2 March 2026 at 11:00.",
    ):
        assert words in page
    assert case.number not in page
    assert "anna" not in page.lower()


async def test_of_another_organisation_nothing_is_counted(scene: Scene) -> None:
    (case,) = (await scene.hear(organisation="metier")).opened
    draft = await scene.draft(case.number, "metier")
    await scene.book.run(outbox.mark_failed, "metier", draft.id, "returned 5.1.1")
    page = await shown(await a_director(scene), "/desk/admin")
    for words in ("No letters are on their way.", "No draft waits.", "No case is held."):
        assert words in page
    assert "could not be delivered" not in page


def write_mailbox(page: Page) -> None:
    assert mailbox_watch.held(page, "mentorix", "info")
    mailbox_watch.note(page, "mentorix", "info", begun_at=START, polled_at=START, silent_since=START)


@ON_SQLITE
async def test_a_policy_is_read_aloud_with_its_conflicts_and_the_words_it_comes_from(scene: Scene) -> None:
    page = await shown(await a_director(scene, "metier"), "/desk/admin/policy")
    for conflict in conflicts(POLICIES["metier"], "\n".join(read_texts(SHIPPED, "metier").values())):
        assert f"<b>{conflict.rule}</b>" in page
        assert f">{conflict.says}</q>" in page or not conflict.says
    for quote in quotes_of(POLICIES["metier"]):
        assert quote.words.split("\n")[0] in page
    assert "hours: On duty Monday, Tuesday, Wednesday, Thursday and Friday, 08:00 to 16:00 is assumed" in page
    assert "1 January 2027" in page, "the holidays of the next year stand there"


@ON_SQLITE
async def test_a_policy_that_was_changed_since_says_so(scene: Scene, tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(SHIPPED, folder)
    scene.house = House(folder, {"mentorix": digest(folder, "mentorix")}, START)
    browser = await a_director(scene)
    said = "The files have changed since the system was started."
    page = await shown(browser, "/desk/admin/policy")
    assert said not in page
    assert scene.house.digests["mentorix"][:12] in page
    assert "At work since 2 March 2026 at 11:00." in page
    with (folder / "mentorix" / "policy.toml").open("a", encoding="utf-8") as file:
        file.write("# a word\n")
    for path in ("/desk/admin/policy", "/desk/admin"):
        assert said in await shown(browser, path)


@ON_SQLITE
async def test_each_template_is_shown_in_each_language_with_every_sample(scene: Scene) -> None:
    browser = await a_director(scene)
    names = re.findall(r'href="/desk/admin/templates/([a-z_]+)"', (await browser.get("/desk/admin/templates")).text)
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert set(names) == folders
    assert len(names) == len(folders)
    for name in names:
        for language in WRITTEN:
            page = await shown(browser, f"/desk/admin/templates/{name}?lang={language}")
            assert f'<div class="text" lang="{language}">' in page, name


@ON_SQLITE
async def test_what_is_the_organisations_own_is_marked(scene: Scene) -> None:
    policy = POLICIES["mentorix"]
    own = policy.statements[policy.rules(Kind.COMPLAINT).statements[0]].texts["da"]
    page = await shown(await a_director(scene), "/desk/admin/templates/answer_complaint?lang=da")
    assert f"<mark>{' '.join(own.split())}</mark>" in page
    assert "<mark>" not in await shown(await a_director_again(scene), "/desk/admin/templates/acknowledgement")


async def a_director_again(scene: Scene) -> AsyncClient:
    return await scene.at_desk(await scene.hire("managing_director", email="again@mentorix.example"))


@ON_SQLITE
async def test_a_template_has_its_paper_and_none_is_none(scene: Scene) -> None:
    browser = await a_director(scene)
    paper = await browser.get("/desk/admin/templates/acknowledgement/da.pdf?of=1")
    assert paper.content.startswith(b"%PDF")
    for path in ("/nothing", "/acknowledgement/xx.pdf", "/acknowledgement/da.pdf?of=99"):
        assert (await browser.get(f"/desk/admin/templates{path}")).status_code == 404
