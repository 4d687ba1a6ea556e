"""Headers: people, ids and dates, as they really come."""

from datetime import UTC, datetime

import pytest

from cases.message import Address
from mail.headers import addresses, in_value, kept, message_id, references, sent_at


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        (b"anna@example.org", [Address("", "anna@example.org")]),
        (b"Anna Holm <anna@example.org>", [Address("Anna Holm", "anna@example.org")]),
        (b'"Holm, Anna" <anna@example.org>', [Address("Holm, Anna", "anna@example.org")]),
        (b"anna@example.org (Anna Holm)", [Address("Anna Holm", "anna@example.org")]),
        (b"<anna@Example.ORG>", [Address("", "anna@example.org")]),
        (b"=?utf-8?q?S=C3=B8ren?= <s@example.dk>", [Address("Søren", "s@example.dk")]),
        (b'"=?utf-8?q?S=C3=B8ren?=" <s@example.dk>', [Address("Søren", "s@example.dk")]),
        (b"=?utf-8?q?Holm=2C_Anna?= <anna@example.org>", [Address("Holm, Anna", "anna@example.org")]),
        (b"=?utf-8?q?Anna_=3Canna=40example=2Eorg=3E?=", [Address("Anna", "anna@example.org")]),
        ("Søren <s@example.dk>".encode("latin-1"), [Address("Søren", "s@example.dk")]),
        ("Jørgen <jørgen@exämple.dk>".encode(), [Address("Jørgen", "jørgen@exämple.dk")]),
        (b"anna@example.org <anna@example.org>", [Address("", "anna@example.org")]),
        (b"'anna@example.org' <anna@example.org>", [Address("", "anna@example.org")]),
        (b'"a@b.c via Portal" <no-reply@portal.example>', [Address("a@b.c via Portal", "no-reply@portal.example")]),
        (b"Seamus O'Brien <o'brien@example.ie>", [Address("Seamus O'Brien", "o'brien@example.ie")]),
        (b"<@relay.example,@b.example:anna@example.org>", [Address("", "anna@example.org")]),
        (b"a@b.dk, c@d.dk; e@f.dk", [Address("", "a@b.dk"), Address("", "c@d.dk"), Address("", "e@f.dk")]),
        (b"Team: a@b.dk, c@d.dk;", [Address("", "a@b.dk"), Address("", "c@d.dk")]),
        (b"undisclosed-recipients:;", []),
        (b"Anna", []),
        (b"", []),
        (b"<>", []),
        (b"<anna>", []),
        (b"@", []),
        (b"mailto:anna@example.org", [Address("", "anna@example.org")]),
        (b"Anna <anna @ example.org>", [Address("Anna", "anna@example.org")]),
        (b"Anna <anna@example.org", [Address("Anna", "anna@example.org")]),
        (b"Anna\x00\x1b <anna@example.org>", [Address("Anna", "anna@example.org")]),
    ],
)
def test_people_are_found_in_what_is_written(raw: bytes, people: list[Address]) -> None:
    assert in_value(raw) == people


def test_people_in_several_headers_are_named_once() -> None:
    fields = (("to", b"a@b.dk"), ("cc", b"c@d.dk, a@b.dk"), ("to", b"e@f.dk"))
    assert [person.address for person in addresses(fields, "to", "cc")] == ["a@b.dk", "e@f.dk", "c@d.dk"]


@pytest.mark.parametrize(
    ("raw", "id_"),
    [
        (b"<a@b>", "<a@b>"),
        (b"  <a@b>  ", "<a@b>"),
        (b"<a@\t b>", "<a@b>"),
        (b"a@b", "<a@b>"),
        (b"<a@b", "<a@b>"),
        (b"<[bad]>", "<[bad]>"),
        (b"<a@b> (comment)", "<a@b>"),
        (b"", None),
        (b"<>", None),
        (b"  ", None),
    ],
)
def test_a_message_id_is_made_whole(raw: bytes, id_: str | None) -> None:
    assert message_id(raw) == id_


def test_the_letters_before_stand_in_their_order_once_each() -> None:
    fields = (("in-reply-to", b"Your letter <c@x> of Monday"), ("references", b"<a@x> <b@x>\t<a@x> junk <c@x>"))
    assert references(fields) == ("<a@x>", "<b@x>", "<c@x>")
    assert references(()) == ()
    assert len(references((("references", b"<%d@x> " * 500 % tuple(range(500))),))) == 100


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        (b"Mon, 2 Mar 2026 10:00:00 +0100", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (b"2 Mar 2026 10:00:00 -0000", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        (b"Mon, 2 Mar 2026 10:00 GMT (a comment)", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        (b"yesterday", None),
        (b"", None),
        (b"Mon, 2 Mar 2026 10:00:00 +9999999", None),
        (b"Fri, 31 Dec 9999 23:59:59 -1200", None),
    ],
)
def test_the_date_is_the_sender_s_claim_or_nothing(raw: bytes, instant: datetime | None) -> None:
    assert sent_at((("date", raw),)) == instant


def test_only_the_headers_that_rules_look_at_are_kept_and_received_is_counted() -> None:
    fields = (
        ("received", b"from a"),
        ("subject", b"=?utf-8?q?=C3=A6?="),
        ("x-secret", b"1"),
        ("list-id", b"<x>"),
        ("received", b"from b"),
    )
    assert kept(fields) == (("subject", "æ"), ("list-id", "<x>"), ("received-count", "2"))
