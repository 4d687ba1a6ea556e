"""The door over real sockets: what it takes, what it refuses, and that nothing is lost either way."""

import asyncio
import smtplib
import socket
from email.message import EmailMessage
from email.policy import SMTP

import pytest
import structlog

from cases.errors import BadInput
from mail.door import Addresses, Delivery, DoorConfig, OpenDoor, open_door
from tests.mail.knocking import HOST, ORGANISATIONS, Kept, Peer, a_door, by_smtplib, trusting

LETTER = b"From: anna@example.org\r\nSubject: Klage\r\n\r\nHej\r\n"


async def test_a_letter_is_kept_as_it_came_with_its_envelope(door: OpenDoor, kept: Kept) -> None:
    letter = EmailMessage()
    letter["Subject"] = "Klage over kurset på søndag"
    letter.set_content("Kære alle\n.et punktum først\n")
    raw = letter.as_bytes(policy=SMTP)
    await by_smtplib(door, lambda client: client.sendmail("anna@example.org", ["info@mentorix.dk"], raw))
    (delivery,) = kept.deliveries
    assert delivery.raw == raw
    assert delivery.envelope.sender == "anna@example.org"
    assert delivery.envelope.recipients == ("info@mentorix.dk",)
    assert delivery.envelope.peer == HOST
    assert delivery.organisations == ("mentorix",)
    assert delivery.received_at.utcoffset() is not None


@pytest.mark.parametrize("greeting", ["HELO", "EHLO"])
async def test_the_name_that_the_other_side_gives_is_kept_whatever_it_is(
    door: OpenDoor, kept: Kept, greeting: str
) -> None:
    peer = await Peer.connect(door)
    await peer.answer()
    await peer.say(f"{greeting} out.\x00example.org{'x' * 300}")
    await peer.say("MAIL FROM:<anna@example.org>")
    await peer.say("RCPT TO:<info@mentorix.dk>")
    await peer.say("DATA")
    assert (await peer.letter(LETTER + b".\r\n")).startswith("250")
    assert kept.deliveries[0].envelope.helo == f"out.example.org{'x' * 300}"[:255]
    await peer.hang_up()


async def test_the_answer_250_comes_only_after_the_letter_was_committed() -> None:
    commit = asyncio.Event()

    async def arrive(_: Delivery) -> None:
        await commit.wait()

    async with a_door(arrive) as door:
        peer = await Peer.connect(door)
        await peer.begin()
        await peer.send(LETTER + b".\r\n")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(peer.reader.readline(), 0.05)
        commit.set()
        assert await peer.answer() == "250 2.0.0 Received"
        await peer.hang_up()


async def test_our_own_fault_is_451_and_tells_nothing_of_the_letter() -> None:
    async def arrive(_: Delivery) -> None:
        raise RuntimeError("disk full of Anna's secrets")

    with structlog.testing.capture_logs() as logged:
        async with a_door(arrive) as door:
            peer = await Peer.connect(door)
            await peer.begin()
            assert await peer.letter(LETTER + b".\r\n") == "451 4.3.0 Please try again later"
            assert (await peer.say("NOOP")).startswith("250")
            await peer.hang_up()
    assert logged == [{"event": "smtp_failed", "error": "RuntimeError", "log_level": "error"}]


async def test_who_hangs_up_during_the_commit_does_not_stop_it() -> None:
    begun, finish, kept = asyncio.Event(), asyncio.Event(), Kept()

    async def arrive(delivery: Delivery) -> None:
        begun.set()
        await finish.wait()
        await kept(delivery)

    async with a_door(arrive) as door:
        peer = await Peer.connect(door)
        await peer.begin()
        await peer.send(LETTER + b".\r\n")
        await begun.wait()
        await peer.hang_up()
        finish.set()
    assert kept.raw == [LETTER]


@pytest.mark.parametrize(
    ("recipient", "organisations"),
    [
        ("info@mentorix.dk", ("mentorix",)),
        ("INFO@Mentorix.DK", ("mentorix",)),
        ("info+t.abcdefghijklmnop@mentorix.dk", ("mentorix",)),
        ("bounce+t.abcdefghijklmnop@mentorix.dk", ("mentorix",)),
        ("bounce+t.abcdefghijklmnop@poweredbymmentor.nl", ("mentor",)),
        ("postmaster@mentorix.dk", ("mentorix",)),
        ("Postmaster", ("mentorix",)),
        ("bounce@mentorix.dk", ()),
        ("somebody@mentorix.dk", ()),
        ("info@mentorix.dk.example.org", ()),
        ("info@elsewhere.example", ()),
        ("info", ()),
        ("", ()),
        ("@", ()),
    ],
)
def test_an_address_is_known_exactly_with_a_plus_part_as_postmaster_or_for_bounces(
    recipient: str, organisations: tuple[str, ...]
) -> None:
    assert Addresses(ORGANISATIONS).organisations(recipient) == organisations


def test_an_address_is_known_however_the_policy_writes_it() -> None:
    addresses = Addresses({"info@ALOTTbetter.dk": "alottbetter"})
    assert addresses.organisations("Info@alottBETTER.dk") == ("alottbetter",)
    assert addresses.organisations("postmaster@alottbetter.dk") == ("alottbetter",)


async def test_an_unknown_recipient_is_refused_in_the_session_and_the_known_one_still_gets_it(
    peer: Peer, kept: Kept
) -> None:
    await peer.answer()
    await peer.say("EHLO example.org")
    await peer.say("MAIL FROM:<anna@example.org>")
    assert (await peer.say("RCPT TO:<nobody@mentorix.dk>")).startswith("550 5.1.1 ")
    assert (await peer.say("RCPT TO:<info@mentorix.dk>")).startswith("250 2.1.5 ")
    await peer.say("DATA")
    assert (await peer.letter(LETTER + b".\r\n")).startswith("250 2.0.0 ")
    assert kept.deliveries[0].envelope.recipients == ("info@mentorix.dk",)


async def test_one_letter_to_two_organisations_is_one_delivery_that_names_both_once(peer: Peer, kept: Kept) -> None:
    recipients = ("<info@mentorix.dk>", "<info@poweredbymmentor.nl>", "<privacy@poweredbymmentor.nl>")
    await peer.begin("<anna@example.org>", *recipients)
    await peer.letter(LETTER + b".\r\n")
    assert kept.deliveries[0].organisations == ("mentorix", "mentor")


async def test_a_bounce_comes_with_the_null_path_and_is_taken(peer: Peer, kept: Kept) -> None:
    await peer.begin("<>", "<bounce+t.abcdefghijklmnop@mentorix.dk>")
    assert (await peer.letter(LETTER + b".\r\n")).startswith("250")
    assert kept.deliveries[0].envelope.sender == ""


async def test_the_postmaster_needs_no_domain(peer: Peer, kept: Kept) -> None:
    await peer.begin("<anna@example.org>", "<postmaster>")
    await peer.letter(LETTER + b".\r\n")
    assert kept.deliveries[0].envelope.recipients == ("postmaster",)


async def test_what_it_can_is_said_at_ehlo_and_no_log_in_is_offered(peer: Peer) -> None:
    await peer.answer()
    offered = await peer.say("EHLO example.org")
    for word in ("SIZE 36700160", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"):
        assert word in offered
    assert "AUTH" not in offered
    assert "PIPELINING" not in offered
    assert "STARTTLS" not in offered
    assert (await peer.say("AUTH PLAIN AGEAYg==")).startswith("502 5.5.1")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("NOOP", "250 2.0.0 OK"),
        ("RSET", "250 2.0.0 OK"),
        ("QUIT", "221 2.0.0 Bye"),
        ("VRFY anna@example.org", "252 2.5.0 "),
        ("EXPN all", "502 5.5.1 "),
        ("HULLO", "500 5.5.2 "),
        ("MAIL FROM anna", "501 5.5.4 "),
        ("MAIL FROM:<anna@exa mple.org> HOW=EVER", "501 5.5.4 "),
        ("MAIL FROM:<a@example.org> FOO=BAR", "555 5.5.4 "),
        ("RCPT TO:<info@mentorix.dk>", "503 5.5.1 "),
        ("DATA", "503 5.5.1 "),
        ("MAIL FROM:anna@example.org", "250 2.0.0 OK"),
        ('MAIL FROM:<"anna holm"@example.org>', "250 2.0.0 OK"),
        ("MAIL FROM:<anna@@example.org>", "553 5.1.3 "),
        ("MAIL FROM:<", "553 5.1.3 "),
        ("STARTTLS", "454 4.7.0 "),
        ("MAIL FROM:<" + "a" * 600 + "@example.org>", "500 5.5.2 "),
    ],
)
async def test_every_answer_has_its_enhanced_status_code(peer: Peer, line: str, answer: str) -> None:
    await peer.answer()
    await peer.say("EHLO example.org")
    assert (await peer.say(line)).startswith(answer)


async def test_data_before_ehlo_and_with_words_behind_it_is_refused(peer: Peer) -> None:
    await peer.answer()
    assert (await peer.say("DATA")).startswith("503 5.5.1 ")
    await peer.say("EHLO example.org")
    await peer.say("MAIL FROM:<anna@example.org>")
    await peer.say("RCPT TO:<info@mentorix.dk>")
    assert (await peer.say("DATA please")).startswith("501 5.5.4 ")


async def test_a_letter_announced_too_large_is_refused_at_once(peer: Peer) -> None:
    await peer.answer()
    await peer.say("EHLO example.org")
    assert (await peer.say("MAIL FROM:<anna@example.org> SIZE=99999999")).startswith("552 5.3.4 ")


async def test_a_letter_that_turns_out_too_large_is_read_to_its_end_and_refused(kept: Kept) -> None:
    async with a_door(kept, size_limit=100_000) as door:
        peer = await Peer.connect(door)
        await peer.begin()
        assert (await peer.letter(b"x" * 300_000 + b"\r\n.\r\n")).startswith("552 5.2.3 ")
        assert (await peer.say("NOOP")).startswith("250")
        await peer.hang_up()
    assert kept.raw == []


async def test_a_line_of_a_megabyte_does_not_lose_the_letter(peer: Peer, kept: Kept) -> None:
    letter = b"Subject: long\r\n\r\n" + b"x" * 1_000_000 + b"\r\n"
    await peer.begin()
    assert (await peer.letter(letter + b".\r\n")).startswith("250")
    assert kept.raw == [letter]


async def test_the_hundredth_recipient_is_taken_and_the_next_is_put_off(peer: Peer) -> None:
    await peer.answer()
    await peer.say("EHLO example.org")
    await peer.say("MAIL FROM:<anna@example.org>")
    answers = [await peer.say(f"RCPT TO:<info+{count}@mentorix.dk>") for count in range(101)]
    assert all(answer.startswith("250") for answer in answers[:100])
    assert answers[100].startswith("452 4.5.3 ")


@pytest.mark.parametrize(
    "ending", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\n\n.\r\n", b"\r\n\x00.\r\n"]
)
async def test_only_crlf_dot_crlf_ends_a_letter(peer: Peer, kept: Kept, ending: bytes) -> None:
    smuggled = b"MAIL FROM:<ceo@mentorix.dk>\r\nRCPT TO:<info@mentorix.dk>\r\nDATA\r\nSubject: evil\r\n\r\nx\r\n"
    await peer.begin()
    assert (await peer.letter(b"Subject: a\r\n\r\nHej" + ending + smuggled + b".\r\n")).startswith("250")
    assert (await peer.say("NOOP")) == "250 2.0.0 OK"
    (raw,) = kept.raw
    assert b"Subject: evil" in raw


async def test_bare_line_ends_are_made_whole_after_the_end_is_known(peer: Peer, kept: Kept) -> None:
    await peer.begin()
    await peer.letter(b"Subject: a\r\n\r\none\ntwo\rthree\r\r\nfour\r\n.\r\n")
    assert kept.raw == [b"Subject: a\r\n\r\none\r\ntwo\r\nthree\r\nfour\r\n"]


async def test_dots_put_before_dots_are_taken_off(peer: Peer, kept: Kept) -> None:
    await peer.begin()
    await peer.letter(b"..first\r\n\r\n..\r\n...\r\nend.\r\n.\r\n")
    assert kept.raw == [b".first\r\n\r\n.\r\n..\r\nend.\r\n"]


async def test_dots_are_taken_off_after_bare_line_ends_too(peer: Peer, kept: Kept) -> None:
    await peer.begin()
    await peer.letter(b"Subject: a\n\n..dot\n.\nend\r\n.\r\n")
    assert kept.raw == [b"Subject: a\r\n\r\n.dot\r\n\r\nend\r\n"]


async def test_an_empty_letter_is_kept_too(peer: Peer, kept: Kept) -> None:
    await peer.begin()
    assert (await peer.letter(b".\r\n")).startswith("250")
    assert kept.raw == [b""]


async def test_the_end_is_found_however_the_bytes_are_cut(peer: Peer, kept: Kept) -> None:
    await peer.begin()
    for byte in LETTER + b".\r\n":
        peer.writer.write(bytes([byte]))
        await asyncio.sleep(0)
    assert (await peer.answer()).startswith("250")
    assert kept.raw == [LETTER]


async def test_eight_bit_letters_and_addresses_come_through(door: OpenDoor, kept: Kept) -> None:
    peer = await Peer.connect(door)
    await peer.answer()
    await peer.say("EHLO example.org")
    assert (await peer.say("MAIL FROM:<jørgen@exämple.dk> SMTPUTF8 BODY=8BITMIME")).startswith("250")
    await peer.say("RCPT TO:<info@mentorix.dk>")
    await peer.say("DATA")
    await peer.letter("Subject: æøå\r\n\r\nÆrlig talt\r\n.\r\n".encode())
    await peer.hang_up()
    assert kept.deliveries[0].envelope.sender == "jørgen@exämple.dk"
    assert "Ærlig talt".encode() in kept.raw[0]


async def test_a_sender_in_broken_utf8_does_not_break_the_database(peer: Peer, kept: Kept) -> None:
    await peer.answer()
    await peer.say("EHLO example.org")
    await peer.send(b"MAIL FROM:<j\xf8rgen@example.dk>\r\n")
    await peer.answer()
    await peer.say("RCPT TO:<info@mentorix.dk>")
    await peer.say("DATA")
    await peer.letter(LETTER + b".\r\n")
    assert kept.deliveries[0].envelope.sender == "j?rgen@example.dk"


async def test_starttls_is_offered_with_a_certificate_and_letters_come_over_it(
    kept: Kept, certificate: tuple[str, str]
) -> None:
    cert, key = certificate

    def use(client: smtplib.SMTP) -> None:
        client.starttls(context=trusting())
        client.ehlo()
        assert not client.has_extn("auth")
        client.sendmail("anna@example.org", ["info@mentorix.dk"], LETTER)

    async with a_door(kept, certificate=cert, key=key) as door:
        await by_smtplib(door, use)
    assert kept.raw == [LETTER]
    assert kept.deliveries[0].envelope.peer == HOST


async def test_what_is_pipelined_behind_starttls_is_thrown_away(kept: Kept, certificate: tuple[str, str]) -> None:
    cert, key = certificate
    async with a_door(kept, certificate=cert, key=key) as door:
        peer = await Peer.connect(door)
        await peer.answer()
        await peer.say("EHLO example.org")
        await peer.send(b"STARTTLS\r\nMAIL FROM:<evil@example.org>\r\n")
        assert (await peer.answer()).startswith("220")
        await peer.writer.start_tls(trusting(), server_hostname="mx.test")
        await peer.say("EHLO example.org")
        assert (await peer.say("RCPT TO:<info@mentorix.dk>")).startswith("503")
        await peer.hang_up()


async def test_where_encryption_is_required_nothing_goes_without_it(kept: Kept, certificate: tuple[str, str]) -> None:
    cert, key = certificate
    async with a_door(kept, certificate=cert, key=key, require_starttls=True) as door:
        peer = await Peer.connect(door)
        await peer.answer()
        await peer.say("EHLO example.org")
        assert (await peer.say("MAIL FROM:<anna@example.org>")).startswith("530 5.7.0 ")
        await peer.hang_up()


async def test_who_leaves_during_the_handshake_does_no_harm(kept: Kept, certificate: tuple[str, str]) -> None:
    cert, key = certificate
    async with a_door(kept, certificate=cert, key=key) as door:
        rude = await Peer.connect(door)
        await rude.answer()
        await rude.say("EHLO example.org")
        await rude.say("STARTTLS")
        await rude.send(b"this is no handshake\r\n")
        await rude.hang_up()
        await by_smtplib(door, lambda client: client.sendmail("a@example.org", ["info@mentorix.dk"], LETTER))
    assert kept.raw == [LETTER]


async def test_too_many_connections_from_one_address_are_put_off(kept: Kept) -> None:
    async with a_door(kept, connections_per_peer=2) as door:
        peers = [await Peer.connect(door) for _ in range(3)]
        answers = [await peer.answer() for peer in peers]
        assert [answer[:9] for answer in answers] == ["220 mx.te", "220 mx.te", "421 4.7.0"]
        await peers[0].say("QUIT")
        await peers[0].hang_up()
        again = await Peer.connect(door)
        assert (await again.answer()).startswith("220")
        for peer in (*peers[1:], again):
            await peer.hang_up()


async def test_too_many_connections_in_all_are_put_off(kept: Kept) -> None:
    async with a_door(kept, connections=1) as door:
        first, second = await Peer.connect(door), await Peer.connect(door)
        assert (await first.answer()).startswith("220")
        assert (await second.answer()).startswith("421 4.3.2 ")
        await first.hang_up()
        await second.hang_up()


async def test_who_says_nothing_is_hung_up_on(kept: Kept) -> None:
    async with a_door(kept, timeout=0.05) as door:
        peer = await Peer.connect(door)
        await peer.answer()
        assert await asyncio.wait_for(peer.reader.read(), 5) == b""
        await peer.hang_up()


async def test_a_command_said_without_end_is_cut_off(peer: Peer) -> None:
    await peer.answer()
    await peer.say("EHLO example.org")
    answers = [await peer.say("HELP") for _ in range(51)]
    assert answers[-1].startswith("421 4.7.0 ")


async def test_closing_says_421_to_idle_sessions_and_lets_a_letter_finish(kept: Kept) -> None:
    async with a_door(kept) as door:
        idle, busy = await Peer.connect(door), await Peer.connect(door)
        await idle.answer()
        await busy.begin()
        closing = asyncio.create_task(door.close())
        assert (await idle.answer()).startswith("421 4.3.2 ")
        assert not closing.done()
        assert (await busy.letter(LETTER + b".\r\n")).startswith("250")
        assert (await busy.answer()).startswith("421 4.3.2 ")
        await closing
        await idle.hang_up()
        await busy.hang_up()
    assert kept.raw == [LETTER]


async def test_closing_does_not_wait_for_ever(kept: Kept) -> None:
    async with a_door(kept, grace=0.05) as door:
        stuck = await Peer.connect(door)
        await stuck.begin()
        await asyncio.wait_for(door.close(), 5)
        assert (await stuck.answer()).startswith("421 4.3.2 ")
        await stuck.hang_up()


async def test_a_taken_port_is_one_clear_line(kept: Kept) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=rf"^SVARFRIST_SMTP 127\.0\.0\.1:{port} is taken by another program$"):
            await open_door(DoorConfig(host=HOST, port=port), kept, ORGANISATIONS)


@pytest.mark.parametrize(("host", "port"), [(HOST, 99999), ("192.0.2.1", 8025)])
async def test_an_address_that_cannot_be_ours_is_one_clear_line(kept: Kept, host: str, port: int) -> None:
    with pytest.raises(BadInput, match=rf"^SVARFRIST_SMTP {host}:{port} cannot be opened: "):
        await open_door(DoorConfig(host=host, port=port), kept, ORGANISATIONS)


async def test_a_certificate_that_is_not_there_is_one_clear_line(kept: Kept) -> None:
    with pytest.raises(BadInput, match=r"^certificate /nowhere\.pem with key /nowhere\.key: No such file"):
        await open_door(DoorConfig(HOST, 0, certificate="/nowhere.pem", key="/nowhere.key"), kept, ORGANISATIONS)


async def test_a_hundred_letters_go_over_one_connection(peer: Peer, kept: Kept) -> None:
    await peer.answer()
    await peer.say("EHLO example.org")
    for count in range(100):
        await peer.say(f"MAIL FROM:<anna{count}@example.org>")
        await peer.say("RCPT TO:<info@mentorix.dk>")
        await peer.say("DATA")
        assert (await peer.letter(LETTER + b".\r\n")).startswith("250")
    assert len(kept.raw) == 100
