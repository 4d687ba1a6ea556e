"""Letters as PDF at the desk: for whoever may see the case, with a window for the post, and the voluntary form."""

import pypdfium2
from httpx import Response

from cases.kind import Kind
from tests.builders import a_reading
from tests.desk.scene import Scene, fields


def text_of(answer: Response) -> str:
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    return "\n".join(pages[number].get_textpage().get_text_range() for number in range(len(pages)))


async def test_a_letter_is_printed_with_an_address_that_is_not_kept(scene: Scene) -> None:
    heard = await scene.hear()
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    case = heard.opened[0]
    letter = next(one for one in await scene.letters(case.number) if one.outgoing.reply == "acknowledgement")
    address = f"/desk/letters/{letter.id}.pdf"
    page = await browser.get(f"/desk/cases/{case.number}")
    assert f'href="{address}"' in page.text
    plain = text_of(await browser.get(address))
    assert letter.outgoing.body.splitlines()[0] in plain
    assert "anna@example.org" in plain
    typed = {"address": "Anna Holm\nÅboulevarden 12\n8000 Aarhus C"}
    posted = text_of(await browser.post(address, data={**fields(page, address), **typed}))
    assert "Åboulevarden 12" in posted
    assert (await browser.post(address, data=typed)).status_code == 403


async def test_who_does_not_see_the_case_gets_no_letter(scene: Scene) -> None:
    heard = await scene.hear(reading=a_reading(Kind.ACCESS))
    letter = (await scene.letters(heard.opened[0].number))[0]
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert (await browser.get(f"/desk/letters/{letter.id}.pdf")).status_code == 404
    assert (await browser.get("/desk/letters/1.pdf")).status_code == 404


async def test_p_al_04_the_prefilled_form_stands_on_the_page_of_a_request_for_access(scene: Scene) -> None:
    heard = await scene.hear(reading=a_reading(Kind.ACCESS), organisation="alottbetter")
    number = heard.opened[0].number
    browser = await scene.at_desk(await scene.hire("privacy_officer", "alottbetter", language="en"))
    page = (await browser.get(f"/desk/cases/{number}")).text
    assert f'href="/desk/cases/{number}/form.pdf"' in page
    form = text_of(await browser.get(f"/desk/cases/{number}/form.pdf"))
    assert "ANNA HOLM" in form
    assert "Anmodning om persondataudtræk" in form
    other = await scene.hear(reading=a_reading(Kind.ACCESS))
    officer = await scene.at_desk(await scene.hire("privacy_officer"))
    assert "form.pdf" not in (await officer.get(f"/desk/cases/{other.opened[0].number}")).text
