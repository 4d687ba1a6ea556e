"""What somebody typed into the fields of a form counts as it stands there, whatever the text says."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wrap import about_form, wrapped
from cases.message import Channel, Envelope
from cases.reading import Reading
from mail.typed import with_told
from mail.understand import Bytes, understand
from storage.policies import read_policies
from tests.builders import a_reading

POLICY = read_policies()["mentorix"]
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def understood(text: str, channel: Channel = Channel.FORM, **told: str) -> Reading:
    """Give what is understood of a form."""
    raw = wrapped(text, (), about_form("1", told))
    return understand(Bytes("mentorix", raw, Envelope("", ()), AT, channel=channel), POLICY).reading


@pytest.mark.parametrize(
    "email", ["o'brien@example.org", "a+b@example.org", "anna=x@example.org", "jørgen@example.org"]
)
def test_the_address_is_the_one_that_was_typed_letter_by_letter(email: str) -> None:
    read = understood("Jeg vil klage. Skriv ikke til min e-mail: bo@example.org", email=email)
    assert read.fields["email"] == email


def test_the_name_is_the_one_that_was_typed() -> None:
    assert understood("Jeg hedder Bo Lund og vil klage.", name="Jørgen Ærø").fields["name"] == "Jørgen Ærø"


def test_the_language_of_the_form_counts_where_the_text_tells_none() -> None:
    assert understood("OK 123", language="nl").language in {"nl", "da"}
    assert with_told(replace(a_reading(), language_known=False), _raw("nl"), POLICY).language in POLICY.languages
    danish = understood("Jeg vil gerne klage over kurset i maj, underviseren kom ikke.", language="en")
    assert danish.language == "da"


def _raw(language: str) -> bytes:
    return wrapped("x", (), about_form("1", {"language": language}))


def test_in_a_letter_by_mail_such_a_header_says_nothing() -> None:
    read = understood("Jeg vil klage over kurset.", Channel.MAIL, email="victim@example.org")
    assert read.fields.get("email") != "victim@example.org"


@pytest.mark.parametrize("said", ["[]", "{", "7", '{"email": 7}', "null"])
def test_a_header_that_is_none_says_nothing(said: str) -> None:
    raw = wrapped("x", (), {"X-Svarfrist-Told": said})
    assert with_told(a_reading(), raw, POLICY) == a_reading()


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=100))
def test_whatever_name_is_typed_comes_back_as_it_was(name: str) -> None:
    found = with_told(a_reading(), wrapped("x", (), about_form("1", {"name": name})), POLICY).fields["name"]
    assert found.split() == name.split()
