"""What people write in these stories, and how they answer a letter of ours."""

from pathlib import Path

from tests.smtp import Caught, a_letter

FILES = Path(__file__).parent.parent / "letters"
"""Letters as mail programs and mail servers wrote them."""

ANNA = "Anna Holm <anna@example.org>"
JAN = "Jan de Vries <jan@example.nl>"

INZAGE = (
    "Goedemorgen,\n\nGraag ontvang ik op grond van artikel 15 AVG een overzicht van alle persoonsgegevens die u van "
    "mij verwerkt.\n\nMet vriendelijke groet,\nJan de Vries"
)
"""A request for access in Dutch, from somebody who does not say whose learner they are."""


def answer_to(
    caught: Caught, text: str, *, sender: str = ANNA, files: tuple[tuple[str, str, bytes], ...] = ()
) -> bytes:
    """Give what a person's mail program sends when they press "answer"."""
    return a_letter(
        text,
        subject=f"Re: {caught['Subject']}",
        to=caught["Reply-To"],
        sender=sender,
        files=files,
        In_Reply_To=caught["Message-ID"],
        References=caught["Message-ID"],
    )


def return_address(caught: Caught) -> str:
    """Give the bare address to which an answer goes: it holds the conversation's token."""
    address: str = caught.letter["Reply-To"].addresses[0].addr_spec
    return address


def bounce_of(caught: Caught) -> bytes:
    """Give the report that a mail server sends when a letter of ours cannot be delivered."""
    raw = (FILES / "bounce_by_postfix_names_our_letter.eml").read_bytes()
    named = raw.replace(b"<mx-1@mentorix.dk>", caught["Message-ID"].encode())
    return named.replace(b"bounce+t.abcdefghijklmnop@mentorix.dk", caught.sender.encode())
