"""At the desk a letter's own layout stands in a frame that can do nothing, for those who may see the case."""

import pytest
from sqlalchemy import update

from storage.dossier import dossier
from storage.inbox_tables import ARRIVAL
from storage.page import Page
from tests.desk.scene import Scene
from tests.mail.test_laid_out import PNG, letter

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

HTML = '<p>Jeg vil <b>klage</b>, CPR 010190-1234 <img src="cid:one"><script>parent.document.title="x"</script></p>'


async def heard(scene: Scene, html: str = HTML) -> tuple[str, str]:
    """Let a letter with HTML come in; give its case's number and the path of the letter."""
    case = (await scene.hear()).opened[0]

    def laid_out(page: Page) -> None:
        page.execute(update(ARRIVAL).values(raw=letter(html, ("one", "image/png", PNG))))

    await scene.book.run(laid_out)
    there = await scene.book.read(dossier, "mentorix", case.number)
    assert there
    return case.number, f"/desk/cases/{case.number}/messages/{there.told[0].id}"


async def test_the_letter_stands_in_a_frame_of_its_own_that_may_do_nothing(scene: Scene) -> None:
    number, path = await heard(scene)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert f'href="{path}/letter"' in (await browser.get(f"/desk/cases/{number}")).text
    around = await browser.get(f"{path}/letter")
    assert f'sandbox src="{path}/html"' in around.text
    assert "frame-src 'self'" in around.headers["content-security-policy"]
    assert "<b>klage</b>" not in around.text
    inside = await browser.get(f"{path}/html")
    assert "<b>klage</b>, CPR ••••••-••••" in inside.text
    assert "<script" not in inside.text
    assert "data:" not in inside.text
    rules = inside.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "sandbox", "img-src data:", "frame-ancestors 'self'"} <= set(rules)
    assert "unsafe-inline" not in inside.headers["content-security-policy"]
    assert "data:image/png" in (await browser.get(f"{path}/html?pictures=true")).text


async def test_who_may_not_see_the_case_does_not_see_the_letter(scene: Scene) -> None:
    _, path = await heard(scene)
    stranger = await scene.at_desk(await scene.hire("privacy_officer", "jensenskurser"))
    for what in ("letter", "html"):
        assert (await stranger.get(f"{path}/{what}")).status_code == 404
        assert (await scene.browser().get(f"{path}/{what}")).status_code == 303


async def test_a_letter_that_is_none_is_not_there(scene: Scene) -> None:
    number, path = await heard(scene)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert (await browser.get(f"/desk/cases/{number}/messages/1/html")).status_code == 404
    other = (await scene.hear()).opened[0].number
    assert (await browser.get(path.replace(number, other) + "/html")).status_code == 404


async def test_where_nothing_can_be_laid_out_it_is_said(scene: Scene) -> None:
    _, path = await heard(scene, "<p>CPR 010190-<b>1234</b></p>")
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert "kan kun vises som tekst" in (await browser.get(f"{path}/letter")).text
    assert (await browser.get(f"{path}/html")).status_code == 404
