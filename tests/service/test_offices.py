"""The organisations at work: policies as shipped, with what the settings add to each."""

from pathlib import Path

import pytest

from cases.errors import BadInput, PolicyError
from service.offices import addresses, read_offices
from service.settings import Settings


def test_five_organisations_are_shipped_each_with_its_addresses() -> None:
    known = addresses(read_offices(Settings()))
    assert sorted(set(known.values())) == ["alottbetter", "jensenskurser", "mentor", "mentorix", "metier"]
    assert known["info@mentorix.dk"] == "mentorix"
    assert known["privacy@poweredbymmentor.nl"] == known["info@poweredbymmentor.nl"] == "mentor"


def test_the_settings_add_customers_and_the_front_server_to_their_organisation_alone() -> None:
    customer = {"subdomain": "v", "name": "V", "contact": "p@v.example"}
    own = {"mentor": {"customers": [customer], "authserv_id": "mx.mentor.example"}}
    offices = read_offices(Settings.model_validate({"organisation": own, "desk_url": "https://desk.example"}))
    assert [one.contact for one in offices["mentor"].policy.customers] == ["p@v.example"]
    assert offices["mentor"].authserv_id == "mx.mentor.example"
    assert (offices["mentorix"].policy.customers, offices["mentorix"].authserv_id) == ((), None)
    assert {office.desk_url for office in offices.values()} == {"https://desk.example"}


def test_settings_for_an_organisation_that_is_not_there_are_a_mistake() -> None:
    with pytest.raises(BadInput, match=r"\[organisation\.mentorx\]: there is no such policy; expected one of"):
        read_offices(Settings.model_validate({"organisation": {"mentorx": {}}}))


def test_a_folder_without_policies_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises((PolicyError, BadInput)) as told:
            read_offices(Settings.model_validate({"policies": folder}))
        assert str(folder) in str(told.value)
        assert "\n" not in str(told.value)
