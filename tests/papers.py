"""Papers as people attach them, made here: PDF with words, scans without, pictures, documents; and broken ones."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

MEDICAL = """Lægehuset Nørrebro
Ydernr. 012345

LÆGEERKLÆRING

Patient: Anna Holm
Det attesteres hermed, at ovennævnte har været uarbejdsdygtig
fra 2. til 9. marts 2026 og er under behandling her i klinikken.
Diagnose: influenza

Dato: 10. marts 2026
Læge Ole Krogh"""

INVOICE = """Metier Academy B.V.
FACTUUR

Factuurnummer: 2026-00417
Factuurdatum: 3 februari 2026     Vervaldatum: 3 maart 2026

Cursus Projectmanagement            1.250,00
BTW 21%                               262,50
Totaal te betalen  EUR 1.512,50
IBAN NL91ABNA0417164300"""

RESULT = """Examination Score Report

Candidate name: Sam Reed
Candidate number: PR2P-77120
Exam date: 12 January 2026
Your score: 31/60 points
Result: FAILED     Pass mark: 33"""

CONSENT = """FULDMAGT

Undertegnede Karen Holm giver hermed min datter Anna Holm fuldmagt til
at handle på mine vegne over for Mentorix i sagen om mit kursus.

Aarhus, den 1. marts 2026
Karen Holm"""

PASSPORT = """KONINKRIJK DER NEDERLANDEN
PASPOORT  PASSPORT  PASSEPORT
Nationality Nederlandse
Surname De Bruijn
Date of birth 10 MAR 1985
P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<
SPECI20142NLD6503101F2403096999999990<<<<<84"""

CERTIFICATE = """CERTIFICATE OF COMPLETION

This is to certify that Sam Reed
has successfully completed the course PRINCE2 Foundation
Date of issue: 4 May 2025"""

LETTER = """Kære Mentorix

Hermed klager jeg over undervisningen i uge 9. Underviseren kom to timer
for sent hver dag, og vi fik aldrig det materiale, som vi var lovet.

Med venlig hilsen
Anna Holm
(underskrift)"""

A4 = (595, 842)


def a_pdf(*pages: str, size: int = 14) -> bytes:
    """Write a PDF with these pages of text."""
    return _pdf([_page_of_text(page, size) for page in pages])


def a_scan(text: str, size: int = 14) -> bytes:
    """Write a PDF with one page that is only a picture of a text."""
    picture = drawn(a_pdf(text, size=size), 200)
    return _pdf([_page_of_picture(picture)])


def a_photo(text: str, size: int = 14, dpi: int = 150) -> bytes:
    """Draw a text as a PNG."""
    picture = drawn(a_pdf(text, size=size), dpi)
    rows = b"".join(
        b"\0" + picture.grey[row * picture.width : (row + 1) * picture.width] for row in range(picture.height)
    )
    head = picture.width.to_bytes(4, "big") + picture.height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def a_docx(text: str) -> bytes:
    """Write a Word document."""
    lines = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return _packed(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document><w:body>{lines}</w:body></w:document>"}
    )


def an_odt(text: str) -> bytes:
    """Write an OpenDocument text."""
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    kind = "application/vnd.oasis.opendocument.text"
    return _packed({"mimetype": kind, "content.xml": f"<office:document-content>{lines}</office:document-content>"})


@dataclass(frozen=True)
class Picture:
    """A grey picture: a byte a point, row by row."""

    width: int
    height: int
    grey: bytes


def drawn(pdf: bytes, dpi: int) -> Picture:
    """Draw the first page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[0].render(scale=dpi / 72, grayscale=True)
        rows = bytes(bitmap.buffer)
        grey = b"".join(rows[row * bitmap.stride :][: bitmap.width] for row in range(bitmap.height))
        return Picture(bitmap.width, bitmap.height, grey)


def _packed(members: dict[str, str]) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return box.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def _page_of_text(text: str, size: int) -> tuple[bytes, bytes]:
    """Give the content of a page, and what it uses."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252", "replace")
    lines = b"".join(b"(" + line + b") Tj T*\n" for line in escaped.split(b"\n"))
    content = b"BT /F1 %d Tf %d TL 50 780 Td\n%sET" % (size, size * 3 // 2, lines)
    return content, b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >>"


def _page_of_picture(picture: Picture) -> tuple[bytes, bytes]:
    """Give the content of a page that shows one inline picture."""
    head = b"/W %d /H %d /CS /G /BPC 8 /F /Fl" % (picture.width, picture.height)
    data = zlib.compress(picture.grey)
    return b"q %d 0 0 %d 0 0 cm BI %s ID %s EI Q" % (*A4, head, data), b""


def _pdf(pages: Sequence[tuple[bytes, bytes]]) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(len(pages)))
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))]
    for number, (content, uses) in enumerate(pages):
        box = b"/MediaBox [0 0 %d %d]" % A4
        parts.append(
            b"<< /Type /Page /Parent 2 0 R %s /Resources << %s >> /Contents %d 0 R >>" % (box, uses, 4 + 2 * number)
        )
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _numbered(parts)


def _numbered(parts: Sequence[bytes]) -> bytes:
    """Write the objects of a PDF one after the other, with the table of where each begins."""
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(out))
    return out + head + table + trailer


def a_pdf_that_unpacks_to(size: int) -> bytes:
    """Write a small PDF whose one page becomes that many bytes of content."""
    content = zlib.compress(b"q Q " * (size // 4), 9)
    box = b"/MediaBox [0 0 %d %d]" % A4
    return _numbered(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R >>" % box,
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    )


def a_pdf_in_circles() -> bytes:
    """Write a PDF whose pages contain themselves."""
    return _numbered([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"])


def a_pdf_with_pages(count: int) -> bytes:
    """Write a PDF that says it has so many pages, all of them one."""
    kids = b"3 0 R " * count
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 14400 14400] >>"
    return _numbered(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), page]
    )
