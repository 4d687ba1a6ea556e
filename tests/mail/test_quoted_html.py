"""Quoted mail in HTML: marked where a mail program quoted, left alone where a person indented."""

import pytest

from mail.hypertext import html_to_text
from reading.quotes import own_words

WROTE = "<div>Den 02.03.2026 kl. 10.12 skrev Mentorix:<br></div>"
CITE = '<blockquote type="cite" cite="mid:abc@mentorix.dk">'
GMAIL = '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">'
ZOHO = '<blockquote style="border-left: 1px solid #cccccc; padding-left: 6px">'


@pytest.mark.parametrize("begins", [CITE, GMAIL, ZOHO])
def test_quoted_lines_are_marked(begins: str) -> None:
    html = f"<p>Ja tak.</p>{WROTE}{begins}<p>Vil du klage?</p><p>Anna</p></blockquote>"
    assert "> Vil du klage?\n>\n> Anna" in html_to_text(html)
    assert own_words(html_to_text(html)) == "Ja tak."


def test_an_answer_below_the_quotation_stays() -> None:
    html = f"<p>Hej</p>{WROTE}{CITE}<p>Gammelt</p></blockquote><p>Her er mit svar.</p>"
    assert own_words(html_to_text(html)).split() == ["Hej", "Her", "er", "mit", "svar."]


def test_answers_between_quoted_lines_stay() -> None:
    html = f"{WROTE}{CITE}Hvilket kursus?</blockquote><p>PRINCE2.</p>{CITE}Hvornår?</blockquote><p>I marts.</p>"
    assert own_words(html_to_text(html)).split() == ["PRINCE2.", "I", "marts."]


def test_an_answer_written_inside_the_quotation_is_not_lost() -> None:
    html = f'<p>Hej Mentorix,</p>{WROTE}{CITE}<p>Hvilket kursus?</p><p style="color:red">PRINCE2</p></blockquote>'
    assert "PRINCE2" in own_words(html_to_text(html))


def test_quotations_in_quotations_are_marked_by_level() -> None:
    assert html_to_text(f"A{CITE}B{CITE}C</blockquote>D</blockquote>E") == "A\n\n> B\n>> C\n> D\n\nE"


@pytest.mark.parametrize(
    "begins",
    ["<blockquote>", '<blockquote class="gmail_quote" style="margin:0 0 0 40px;border:none;padding:0px">'],
)
def test_what_a_person_indented_is_not_marked(begins: str) -> None:
    text = html_to_text(f"<p>Mine krav:</p>{begins}et<br>to<br>tre</blockquote><p>Hilsen Anna</p>")
    assert ">" not in text
    assert own_words(text) == text


def test_blocks_that_do_not_close_are_not_marked() -> None:
    assert ">" not in html_to_text(f"<p>A</p>{CITE}x<p>Jeg vil klage.</p>")


def test_an_empty_quotation_leaves_nothing() -> None:
    assert html_to_text(f"<p>A</p>{CITE}<br></blockquote><p>B</p>").split() == ["A", "B"]


def test_no_sign_stays_in_the_text() -> None:
    text = html_to_text(f"<p>A\ue000</p>{CITE}x\ue001</blockquote>&#xE001;B")
    assert not {"\ue000", "\ue001"} & set(text)


FRA = "Fra: A &lt;a@b.dk&gt;"
LETTERS = {
    "Outlook on the web": f"""<p>Ja tak.</p><div id="appendonsend"></div><hr>
        <div id="divRplyFwdMsg"><b>{FRA}<br><b>Sendt:</b> mandag<br><b>Til:</b> Anna<br>Emne: Kurs</div>Gammelt""",
    "Outlook": f"""<p class=MsoNormal>Ja tak.</p><div style="border-top:solid #E1E1E1 1.0pt"><p>
        <b>{FRA}</b><br><b>Sendt:</b> 2. marts 2026<br><b>Til:</b> Anna<br><b>Emne:</b> Kursus</p></div>Gammelt""",
    "Samsung": f"""<div dir="auto">Ja tak.</div><div id="composer_signature">Sendt fra min Galaxy</div>
        <div>-------- Oprindelig meddelelse --------</div><div>{FRA}</div><div>Dato: 02.03.2026 10.12</div>Gammelt""",
    "Yahoo": """Ja tak.<div class="yahoo_quoted"><div>On Monday, March 2, 2026, 10:12:13 AM CET, A &lt;a@b.dk&gt; wrote:
        </div><div><br></div>Gammelt</div>""",
    "Zoho": f"""Ja tak.<div class="zmail_extra">---- On Mon, 02 Mar 2026 10:12:13 +0100 <b>A &lt;a@b.dk&gt;</b> wrote
        ----        <br>{ZOHO}Gammelt</blockquote></div>""",
}


@pytest.mark.parametrize("html", [pytest.param(html, id=program) for program, html in LETTERS.items()])
def test_a_letter_in_html_alone_is_cut_too(html: str) -> None:
    assert own_words(html_to_text(html)) == "Ja tak."
