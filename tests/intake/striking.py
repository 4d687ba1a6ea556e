"""A conversation whose letters repeat each other, a person who judges them, and what strikes out of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage

from cases.case import Case
from cases.kind import Kind
from cases.message import Channel, Envelope
from cases.office import Office
from cases.reading import Reading
from cases.redaction import Fate
from cases.staff import Staff
from intake.receive import Received, Understood, receive
from intake.strike_out import FileDeletion, Judging, delete_file, judge
from mail.parse import parse
from mail.strikes import Strikes
from storage import arrivals, attachments, looks, messages
from storage.arrivals import Arrival
from storage.book import Book
from storage.claims import Node
from storage.looks import STRIKE, Look
from storage.messages import Told
from storage.page import Page
from storage.vault import Vault
from tests.builders import a_reading
from tests.intake.scene import ADMITTED, Scene

MOTHER = "Min mor ligger syg derhjemme"
THERAPY = "Jeg gaar til psykolog i Vejle"
FIRST = f"Jeg klager over kurset i marts. {MOTHER}, og underviseren kom aldrig til timerne om tirsdagen."
SECOND = f"Jeg har ventet laenge nok nu og vil gerne hoere fra jer. {THERAPY} hver eneste uge nu."
File = tuple[str, bytes]


def quoted(text: str) -> str:
    """Quote a letter as mail programs do."""
    return "\n".join(f"> {line}" for line in text.replace(" syg ", "\nsyg ").splitlines())


@dataclass
class Conversation:
    """Letters about one matter at one organisation; strikes are done by node "n"."""

    scene: Scene
    vault: Vault
    case: Case | None = None
    told: list[int] = field(default_factory=list)

    @property
    def book(self) -> Book:
        """Give the case book."""
        return self.scene.book

    @property
    def office(self) -> Office:
        """Give the organisation."""
        return self.scene.office

    @property
    def organisation(self) -> str:
        """Name the organisation."""
        return self.office.policy.id

    async def says(
        self, text: str, quote: str = "", files: Iterable[File] = (), kind: Kind = Kind.COMPLAINT, number: int = -1
    ) -> int:
        """Let a letter come that goes on in the same conversation; give the message. One of a `number` may repeat."""
        fields = {"name": "Anna Holm"} | ({"reference": self.case.number} if self.case else {})
        reading = a_reading(kind, text=text, fields=fields)
        raw = raw_of(f"{text}\n\n{quote}" if quote else text, files, len(self.told) if number < 0 else number)
        heard = await self.book.run(_hear, reading, raw, self.scene)
        self.case = self.case or heard.opened[0]
        self.told.append(heard.message)
        return heard.message

    async def letter(self, message: int) -> Told:
        """Give a letter as the case book has it."""
        told = await self.book.read(messages.find, self.organisation, message)
        assert told
        return told

    async def copies(self, message: int) -> tuple[Arrival, ...]:
        """Give the copies of a letter."""
        return await self.book.read(arrivals.of_message, self.organisation, message)

    async def everywhere(self, message: int) -> str:
        """Give all that is kept of a letter: its words, and those of its bytes, on one line."""
        told = await self.letter(message)
        raw = [_words(self.vault.raw(copy)) for copy in await self.copies(message)]
        return " ".join(" ".join([told.subject, told.text, told.whole, *raw]).replace(">", " ").split())

    async def into_the_vault(self, message: int) -> str:
        """Let a letter's bytes move to the vault; give the key."""
        (copy,) = await self.copies(message)
        key = f"{self.organisation}/{copy.id}.eml"
        self.vault.put(key, copy.raw or b"")
        await self.book.run(arrivals.move_to_vault, self.organisation, copy.id, key)
        return key

    async def strikes_out(self, person: Staff, *passages: str, case: Case | None = None) -> None:
        """Let a person strike passages out."""
        judged = case or self.case
        assert judged
        judging = Judging(self.organisation, judged.id, Fate.STRIKE_OUT, (), passages)
        await self.book.run(judge, judging, person, self.office.policy, self.scene.now)

    async def deletes(self, person: Staff, message: int, case: Case | None = None) -> None:
        """Let a person delete a letter's one file."""
        judged = case or self.case
        ((part, _),) = await self.book.read(attachments.parts, self.organisation, message)
        assert judged
        deletion = FileDeletion(self.organisation, judged.id, message, part, "file")
        await self.book.run(delete_file, deletion, person, self.office.policy, self.scene.now)

    def node(self, name: str = "n") -> Strikes:
        """Give a node that strikes out, a minute later than it is now."""
        later = self.scene.now + timedelta(minutes=1)
        return Strikes(self.book, self.vault, {self.organisation: self.office}, Node(name, lambda: later))

    async def claimed(self, name: str = "n", limit: int = 9) -> tuple[Look, ...]:
        """Let a node claim what waits to be struck out."""
        return await self.book.run(looks.claim, STRIKE, (self.organisation,), (name, self.scene.now), limit)

    async def struck(self, limit: int = 9) -> None:
        """Let all that waits be struck out, a look after the other."""
        for look in await self.claimed(limit=limit):
            await self.node().take(look)
        assert await self.book.read(looks.oldest, STRIKE) is None


def raw_of(text: str, files: Iterable[File] = (), number: int = 0) -> bytes:
    """Give the bytes of a letter; each number is another letter."""
    letter = EmailMessage()
    letter["From"] = "Anna Holm <anna@example.org>"
    letter["Subject"] = "Klage over kursus"
    letter["Message-ID"] = f"<{number}@example.org>"
    letter.set_content(text)
    for name, octets in files:
        kind = ("text", "plain") if name.endswith(".txt") else ("application", "octet-stream")
        letter.add_attachment(octets, maintype=kind[0], subtype=kind[1], filename=name)
    return bytes(letter)


def _words(raw: bytes) -> str:
    parts = (part.get_payload(decode=True) for part in message_from_bytes(raw).walk() if not part.is_multipart())
    return " ".join(part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes))


def _hear(page: Page, reading: Reading, raw: bytes, scene: Scene) -> Received:
    office, envelope = scene.office, Envelope("anna@example.org", (scene.office.policy.addresses[0],))
    (arrival,) = arrivals.keep(page, (office.policy.id,), Channel.MAIL, envelope, (raw, scene.now))
    message = parse(raw, envelope=envelope, received_at=scene.now)
    return receive(page, Understood(arrival, message, ADMITTED, reading), office, scene.now)
