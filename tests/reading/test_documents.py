"""Which attachments are papers of a case, and when the person says there are none."""

import pytest

from cases.message import Attachment
from reading.documents import documents
from reading.read import read_text
from tests.builders import a_policy


def a_file(name: str, media_type: str = "application/pdf", size: int = 90_000, *, inline: bool = False) -> Attachment:
    return Attachment(part=2, name=name, media_type=media_type, size=size, digest="d", inline=inline)


@pytest.mark.parametrize(
    "file",
    [
        a_file("klage.pdf"),
        a_file("IMG_2041.jpg", "image/jpeg", 2_000_000),
        a_file("IMG_2041.jpg", "image/jpeg", 2_000_000, inline=True),
        a_file("", "application/octet-stream"),
        a_file("mail.eml", "message/rfc822"),
        a_file("noter.txt", "text/plain", 300),
        a_file("scan.png", "image/png", 9_000),
    ],
    ids=lambda file: f"{file.name or 'nameless'}-{file.inline}",
)
def test_what_a_person_attached_is_a_paper(file: Attachment) -> None:
    assert [one.part for one in documents([file])] == [2]


@pytest.mark.parametrize(
    "file",
    [
        a_file("image001.png", "image/png", 8_000, inline=True),
        a_file("logo.gif", "image/gif", 3_000),
        a_file("anna.vcf", "text/vcard"),
        a_file("invite.ics", "text/calendar"),
        a_file("smime.p7s", "application/pkcs7-signature"),
        a_file("signature.asc", "text/plain"),
        a_file("winmail.dat", "application/ms-tnef"),
        a_file("ATT00001.htm", "text/html", 200),
        a_file("tom.pdf", size=0),
    ],
    ids=lambda file: file.name,
)
def test_what_the_mail_program_attached_is_none(file: Attachment) -> None:
    assert documents([file]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Jeg har ingen bilag til sagen.",
        "Der findes ikke nogen dokumenter.",
        "Ik heb geen bijlagen.",
        "Er zijn geen documenten.",
        "I have no documents.",
        "There is nothing to attach.",
    ],
)
def test_who_has_no_documents_is_heard(text: str) -> None:
    assert read_text(text, a_policy()).says_no_documents


@pytest.mark.parametrize(
    "text", ["Bilag er vedhæftet.", "De documenten stuur ik morgen.", "See the attached documents."]
)
def test_who_has_documents_is_not_misunderstood(text: str) -> None:
    assert not read_text(text, a_policy()).says_no_documents
