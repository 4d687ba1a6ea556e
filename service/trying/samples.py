"""The letters of the trial, as files, in the order in which they come; each a thing that really happens."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from string import Template

import aiosmtplib

from cases.errors import TryLater
from service.trying.catcher import LOOPBACK, Caught

FOLDER = Path(__file__).parent.parent / "samples"


@dataclass(frozen=True)
class Sample:
    """One letter: what it is, its file, and whose it is.

    `follows` is the file of the earlier letter whose latest answer it reacts to. `answered` is whether an automatic
    answer has to come.
    """

    title: str
    file: str
    organisation: str
    follows: str = ""
    answered: bool = True


COMPLAINT = "complaint_with_papers.da.eml"
"""The complaint that is answered by a person before the next letter comes."""

SAMPLES = (
    Sample("A complaint with its papers", COMPLAINT, "mentorix"),
    Sample("An appeal against that answer", "appeal.da.eml", "mentorix", COMPLAINT),
    Sample("A complaint without papers", "complaint_without_papers.en.eml", "mentorix"),
    Sample("The missing paper", "missing_paper.en.eml", "mentorix", "complaint_without_papers.en.eml"),
    Sample("A complaint with a request for access inside", "complaint_and_access.da.eml", "jensenskurser"),
    Sample("A request for erasure", "erasure.en.eml", "metier"),
    Sample("A request to a processor", "access_at_the_processor.nl.eml", "mentor"),
    Sample("An ordinary question", "question.nl.eml", "alottbetter"),
    Sample("An out-of-office", "out_of_office.nl.eml", "alottbetter", "question.nl.eml", answered=False),
    Sample("A letter of ours comes back", "bounce.en.eml", "metier", "erasure.en.eml", answered=False),
)


@dataclass(frozen=True)
class Posted:
    """A letter as it goes over the wire: envelope sender ("" for the null path), recipient, bytes.

    `letter` is the same as a message; `about` the Message-ID of the letter of ours that it reacts to, or "".
    """

    sender: str
    recipient: str
    raw: bytes
    letter: EmailMessage
    about: str = ""

    @property
    def id(self) -> str:
        """Its Message-ID."""
        return str(self.letter["Message-ID"])

    @property
    def author(self) -> str:
        """The address it is from."""
        return str(self.letter["From"].addresses[0].addr_spec)

    @property
    def subject(self) -> str:
        """Its subject, decoded."""
        return " ".join(str(self.letter["Subject"]).split())

    @property
    def papers(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(name for part in self.letter.iter_attachments() if (name := part.get_filename()))


def posted(sample: Sample, now: datetime, answer: Caught | None = None) -> Posted:
    """Fill a sample in: its date, its Message-ID and, where it reacts to a letter of ours, what that one carried."""
    values = {"date": format_datetime(now), "id": make_msgid(domain="sample.example")}
    ours = _from_our_letter(answer, now) if answer else {}
    written = Template((FOLDER / sample.file).read_text(encoding="utf-8")).substitute(values | ours)
    path, _, raw = written.replace("\n", "\r\n").encode().partition(b"\r\n")  # Return-Path is the envelope's
    letter = message_from_bytes(raw, policy=SMTP)
    sender = path.decode().removeprefix("Return-Path:").strip(" <>")
    return Posted(sender, letter["To"].addresses[0].addr_spec, raw, letter, ours.get("our_id", ""))


def _from_our_letter(answer: Caught, now: datetime) -> dict[str, str]:
    ours = answer.letter
    return {
        "our_id": str(ours["Message-ID"]),
        "our_subject": Header(answer.subject).encode(maxlinelen=0),
        "reply_to": ours["Reply-To"].addresses[0].addr_spec,
        "return_path": answer.sender,
        "number": answer.subject.rpartition("[")[2].rstrip("]"),
        "day": f"{now:%d %B %Y}",
    }


async def post(letter: Posted, port: int) -> None:
    """Hand a letter to the service over SMTP, as any mail server would. Raises TryLater where it is not taken."""
    try:
        async with aiosmtplib.SMTP(hostname=LOOPBACK, port=port, start_tls=False) as client:
            await client.sendmail(letter.sender, [letter.recipient], letter.raw)
    except (aiosmtplib.SMTPException, OSError) as refused:
        raise TryLater(f'"{letter.subject}" was not taken at port {port}: {refused}') from None


def decision() -> tuple[str, ...]:
    """Give what a person writes into the places that the drafted answer to the complaint leaves open, in order."""
    text = (FOLDER / "decision.da.txt").read_text(encoding="utf-8")
    return tuple(paragraph.strip() for paragraph in text.strip().split("\n\n"))
