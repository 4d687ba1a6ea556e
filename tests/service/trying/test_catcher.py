"""Letters that would have left are caught whole, by their Message-ID, and go nowhere."""

import aiosmtplib

from service.trying.catcher import LOOPBACK, Catcher, catching
from tests.smtp import a_letter


async def sent(catcher: Catcher, raw: bytes, *to: str, sender: str = "bounce+t.abc@mentorix.dk") -> None:
    async with aiosmtplib.SMTP(hostname=LOOPBACK, port=catcher.port, start_tls=False) as client:
        await client.sendmail(sender, list(to), raw)


async def test_a_letter_is_caught_with_its_envelope_and_its_words() -> None:
    raw = a_letter("Kære Anna\n\nDin sag er åbnet.\n", subject="Kvittering på æøå", Message_ID="<one@mentorix.dk>")
    async with catching() as catcher:
        await sent(catcher, raw, "anna@kursist.example")
    caught = catcher.letters["<one@mentorix.dk>"]
    assert (caught.sender, caught.recipient) == ("bounce+t.abc@mentorix.dk", "anna@kursist.example")
    assert caught.subject == "Kvittering på æøå"
    assert caught.text.splitlines() == ["Kære Anna", "", "Din sag er åbnet."]


async def test_a_subject_that_was_folded_is_one_line_again() -> None:
    long = "Automatisk kvittering: vi har modtaget din henvendelse og din klage og dit spørgsmål [MX-26-481903]"
    async with catching() as catcher:
        await sent(catcher, a_letter(subject=long, Message_ID="<two@mentorix.dk>"), "anna@kursist.example")
    assert catcher.letters["<two@mentorix.dk>"].subject == long


async def test_the_same_letter_again_is_one_letter() -> None:
    raw = a_letter(Message_ID="<three@mentorix.dk>")
    async with catching() as catcher:
        await sent(catcher, raw, "anna@kursist.example")
        first = catcher.letters["<three@mentorix.dk>"]
        await sent(catcher, raw, "anna@kursist.example")
    assert len(catcher.letters) == 1
    assert catcher.letters["<three@mentorix.dk>"].at > first.at


async def test_two_catchers_do_not_get_in_each_other_s_way() -> None:
    async with catching() as one, catching() as other:
        await sent(other, a_letter(), "anna@kursist.example")
        assert one.port != other.port
    assert (len(one.letters), len(other.letters)) == (0, 1)
