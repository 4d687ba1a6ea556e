"""Letters handed to a real Postfix: over every kind of TLS, logged in, put off, refused; and what is said of faults."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import structlog
from structlog.typing import EventDict

from cases.outgoing import Automatic, OutboxStatus
from mail.compose import compose
from mail.smarthost import Smarthost, WayOut, trusted
from tests.mail.posting import Post
from tests.mail.signing import RSA, a_signer, verified
from tests.postfix import HOST, NOBODY, SMALL, USER, WORD, Postfix
from tests.smtp import Catcher, catching, until

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

LOGIN = f"{USER.replace('@', '%40')}:{WORD.replace(' ', '%20')}@"
AWAY = "the smarthost does not take our letters; they wait until this is mended"


def way_out(postfix: Postfix, port: str = "plain", tls: str = "", who: str = "") -> WayOut:
    """Give a way out to one of Postfix's ports that believes the authority behind it."""
    at = getattr(postfix.ports, port)
    return WayOut(Smarthost.parse(postfix.url(at, tls, who)), trusted(postfix.authority))


@pytest.fixture
async def hop(postfix: Postfix) -> AsyncIterator[Catcher]:
    """Run the server that Postfix passes letters on to."""
    async with catching(postfix.ports.next) as opened:
        yield opened


@pytest.fixture
def said() -> Iterator[list[EventDict]]:
    """Give what is logged."""
    with structlog.testing.capture_logs() as said:
        yield said


@asynccontextmanager
async def greylisting(port: int) -> AsyncIterator[list[str]]:
    """Run a policy server that wants everybody to come back; the answers it gives can be changed."""
    answers = ["DEFER 4.7.1 Greylisted, please come back"]

    async def decide(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (line := await reader.readline()) and not line.isspace():
            pass
        writer.write(f"action={answers[0]}\n\n".encode())
        writer.close()

    async with await asyncio.start_server(decide, HOST, port):
        yield answers


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (("plain",), "using TLSv1.3"),
        (("plain", "starttls"), "using TLSv1.3"),
        (("tls", "tls"), "using TLSv1.3"),
        (("submission", "starttls", LOGIN), f"Authenticated sender: {USER}"),
        (("submission", "", LOGIN), f"Authenticated sender: {USER}"),
        (("bare", "none"), "with ESMTP id"),
    ],
)
async def test_a_letter_leaves_by_every_kind_of_way(
    post: Post, postfix: Postfix, hop: Catcher, way: tuple[str, ...], told: str
) -> None:
    id_ = await post.put()
    async with post.sending(way_out(postfix, *way)):
        await post.until_is(id_, OutboxStatus.SENT)
    (caught,) = await hop.wait_for(1)
    assert told in caught["Received"]
    assert "Vi har modtaget din klage" in caught.text


@pytest.mark.parametrize(("port", "tls"), [("plain", ""), ("plain", "starttls"), ("tls", "tls")])
async def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    post: Post, postfix: Postfix, said: list[EventDict], port: str, tls: str
) -> None:
    """The letter waits, with or without the wish for TLS: whoever stands between could show any certificate."""
    stranger = WayOut(Smarthost.parse(postfix.url(getattr(postfix.ports, port), tls)))
    id_ = await post.put()
    async with post.sending(stranger):
        await post.until_put_off(id_)
    (told,) = [one for one in said if one["event"] == AWAY]
    assert "certificate verify failed" in told["because"]
    assert "\n" not in told["because"]


async def test_a_certificate_of_another_server_is_not_believed(
    post: Post, postfix: Postfix, said: list[EventDict]
) -> None:
    elsewhere = Smarthost("localhost", postfix.ports.plain, tls="starttls")
    id_ = await post.put()
    async with post.sending(WayOut(elsewhere, trusted(postfix.authority))):
        await post.until_put_off(id_)
    (told,) = [one for one in said if one["event"] == AWAY]
    assert "localhost" in told["because"]


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (("submission", "starttls", "klage%40mta.test:forkert@"), ("SMTPAuthenticationError", "")),
        (("submission", "starttls"), ("SMTPRecipientsRefused", "")),
        (("bare", "starttls"), ("SMTPException", "STARTTLS extension not supported")),
        (("plain", "starttls", LOGIN), ("SMTPException", "AUTH extension is not supported")),
        (("door", "starttls"), ("SMTPConnectError", "connect call failed")),
    ],
)
async def test_a_smarthost_that_does_not_want_us_is_told_in_one_line_without_the_password(
    post: Post, postfix: Postfix, said: list[EventDict], way: tuple[str, ...], told: tuple[str, str]
) -> None:
    ids = [await post.put() for _ in range(3)]
    async with post.sending(way_out(postfix, *way)):
        for id_ in ids:
            await post.until_put_off(id_)
    (line,) = [one for one in said if one["event"] == AWAY]
    answer, because = told
    assert line["answer"] == answer
    assert because.lower() in line["because"].lower()
    assert WORD not in repr(said)
    assert "forkert" not in repr(said)


async def test_a_recipient_whom_it_refuses_stops_no_other(post: Post, postfix: Postfix, hop: Catcher) -> None:
    refused, other = await post.put(recipient=NOBODY), await post.put()
    async with post.sending(way_out(postfix)):
        entry = await post.until_is(refused, OutboxStatus.FAILED)
        await post.until_is(other, OutboxStatus.SENT)
    assert entry.last_error == "returned 5.1.1"
    assert [one.recipient for one in await hop.wait_for(1)] == ["anna@example.org"]


async def test_a_letter_that_is_too_large_for_it_is_not_tried_again(post: Post, postfix: Postfix) -> None:
    id_ = await post.put(body="Kære Anna\n" + "Alt for meget. " * (SMALL // 12))
    async with post.sending(way_out(postfix)):
        entry = await post.until_is(id_, OutboxStatus.FAILED)
    assert entry.last_error == "returned 5.3.4"


async def test_a_greylist_gets_the_letter_when_it_wants_it(post: Post, postfix: Postfix, hop: Catcher) -> None:
    async with greylisting(postfix.ports.policy) as answers:
        id_ = await post.put()
        async with post.sending(way_out(postfix)):
            waiting = await post.until_put_off(id_)
            assert waiting.last_error == "SMTPRecipientsRefused 4.7.1"
            answers[0] = "DUNNO"
            post.later()
            await post.until_is(id_, OutboxStatus.SENT)
    assert len(await hop.wait_for(1)) == 1


async def test_no_line_of_a_letter_ends_it_and_none_is_changed(post: Post, postfix: Postfix, hop: Catcher) -> None:
    """Dots are doubled, and neither CR nor LF ever stands alone (R-EM-47): what arrives is what was written."""
    body = "Kære Anna\n.\n..\n.og så videre\rMAIL FROM:<x@y.z>\r\n.\r\nDATA\n" + "ø" * 2000 + "\n.slut"
    await post.put(body=body)
    async with post.sending(way_out(postfix)):
        (caught,) = await hop.wait_for(1)
    assert caught.text.splitlines() == body.splitlines()
    assert b"\r" not in caught.raw.replace(b"\r\n", b"")
    assert b"\n" not in caught.raw.replace(b"\r\n", b"")
    assert max(map(len, caught.raw.split(b"\r\n"))) <= 998


async def test_a_signature_is_still_good_after_a_real_server_had_the_letter(
    post: Post, postfix: Postfix, hop: Catcher
) -> None:
    signed = replace(way_out(postfix), signers={"mentorix": a_signer(RSA)})
    await post.put(subject="Kvittering på din klage: æøå " * 6, body="Kære Anna\n\n.  To  mellemrum \n\n\n")
    async with post.sending(signed):
        (caught,) = await hop.wait_for(1)
    assert verified(caught.raw, RSA)


async def test_a_letter_left_over_from_one_connection_leaves_by_the_next(
    post: Post, postfix: Postfix, hop: Catcher
) -> None:
    """Postfix ends a connection on which nothing happens; nobody notices but the log."""
    async with post.sending(way_out(postfix, "submission", "starttls", LOGIN)):
        for number in (1, 2, 3):
            id_ = await post.put()
            await post.until_is(id_, OutboxStatus.SENT)
            await hop.wait_for(number)
    await until(lambda: postfix.log.count("disconnect from") > 0)
    assert len(hop.letters) == 3


async def test_what_it_is_asked_to_report_depends_on_the_letter(post: Post, postfix: Postfix, hop: Catcher) -> None:
    """Of a letter that it cannot deliver it tells, or not, as we asked; and it keeps the text to itself (RFC 3461)."""
    hop.refuses["anna@example.org"] = "550 5.1.1 gone"
    before = postfix.log.count("status=bounced")
    async with catching(postfix.ports.door) as door:
        idle = await post.put(automatic=Automatic.REPLIED)
        async with post.sending(way_out(postfix)):
            await post.until_is(idle, OutboxStatus.SENT)
            wanted = await post.put(automatic=Automatic.REPLIED, reply="deadline_reply")
            (report,) = await door.wait_for(1)
        letter = await post.entry(wanted)
        assert letter.message_id.encode() in report.raw
        assert b"Original-Envelope-Id: " + letter.message_id[1:-1].encode() in report.raw
        assert "modtaget din klage" not in str(report.letter)
        assert report.recipient == compose(letter, post.offices["mentorix"]).sender
        await until(lambda: postfix.log.count("status=bounced") >= before + 2)
        assert len(door.letters) == 1
