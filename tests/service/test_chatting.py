"""Which sites may have the chat stands in the settings, and what is none is named."""

import pytest

from cases.errors import BadInput
from cases.office import Office
from service.chatting import read_origins
from service.settings import Settings


def settings(*sites: str) -> Settings:
    """Give settings in which these sites may have the chat of Mentorix."""
    organisation = {"mentorix": {"chat_origins": list(sites)}}
    return Settings.model_validate({"organisation": organisation, "public_url": "https://svar.example.org"})


def test_the_sites_that_are_named_and_our_own_may_have_the_chat(offices: dict[str, Office]) -> None:
    origins = read_origins(settings("https://www.mentorix.dk"), offices)
    assert origins.allows("mentorix", "https://www.mentorix.dk", "svar.example.org")
    assert not origins.allows("mentor", "https://www.mentorix.dk", "svar.example.org")
    assert all(origins.allows(id_, "https://svar.example.org", "svar.example.org") for id_ in offices)


def test_a_site_that_is_none_is_named_with_its_key(offices: dict[str, Office]) -> None:
    with pytest.raises(BadInput, match=r"\[organisation.mentorix\] chat_origins: \"\*\" is no site; expected https://"):
        read_origins(settings("*"), offices)
