"""Who an organisation is, and whom it works for."""

from datetime import date

import pytest

from cases.organisation import Customer, ExternalBody, Recipient


@pytest.mark.parametrize(
    ("ended", "active"),
    [(None, True), (date(2026, 3, 1), False), (date(2026, 3, 2), True), (date(2026, 3, 3), True)],
    ids=["no end", "ended yesterday", "its last day", "ends tomorrow"],
)
def test_p_mb_16_a_customer_is_one_to_and_including_its_last_day(ended: date | None, active: bool) -> None:  # noqa: FBT001 - a row
    assert Customer("north", "North ApS", "post@north.example", ended).active(date(2026, 3, 2)) is active


def test_nobody_is_abroad_and_nobody_outside_decides_unless_the_policy_says_so() -> None:
    assert not Recipient("Mollie", {"en": "payments"}).outside_eea
    assert not ExternalBody("Klagenævnet", "https://n.example").binding


def test_a_recipient_is_named_with_what_it_is_for() -> None:
    assert Recipient("Mollie", {"en": "payments", "da": "betaling"}).described("da") == "Mollie (betaling)"
