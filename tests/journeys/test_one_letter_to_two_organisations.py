"""A letter that goes to two organisations is two matters: each has its own, and neither knows of the other."""

from tests.at_work import Running, number_in
from tests.smtp import PAPER, a_letter

BOTH = ("info@mentorix.dk", "privacy@poweredbymmentor.nl")


async def sent_to_both(running: Running) -> None:
    """Deliver one letter to two organisations in one session."""
    await running.letter(a_letter(to=", ".join(BOTH), files=[PAPER]), *BOTH)
    await running.catcher.wait_for(2)
    await running.quiet()


async def test_each_organisation_has_a_case_of_its_own(running: Running) -> None:
    await sent_to_both(running)
    (danish,), (dutch,) = await running.cases("mentorix"), await running.cases("mentor")
    assert (danish.organisation, danish.number[:2]) == ("mentorix", "MX")
    assert (dutch.organisation, dutch.number[:2]) == ("mentor", "MB")


async def test_each_answers_in_its_own_name_with_its_own_number(running: Running) -> None:
    await sent_to_both(running)
    answers = {one["From"].split(" (")[0].strip('"'): one for one in running.catcher.letters}
    assert set(answers) == {"Mentorix", "Mentor"}
    assert number_in(answers["Mentorix"]["Subject"]).startswith("MX-")
    assert number_in(answers["Mentor"]["Subject"]).startswith("MB-")
    assert "MB-" not in answers["Mentorix"].text
    assert "MX-" not in answers["Mentor"].text


async def test_nothing_is_shared_not_even_the_conversation(running: Running) -> None:
    await sent_to_both(running)
    (danish,), (dutch,) = await running.cases("mentorix"), await running.cases("mentor")
    ours, theirs = await running.dossier(danish.number), await running.dossier(dutch.number, "mentor")
    assert {one.outgoing.organisation for one in ours.letters} == {"mentorix"}
    assert {one.outgoing.organisation for one in theirs.letters} == {"mentor"}
    assert {one.arrival for one in ours.told}.isdisjoint(one.arrival for one in theirs.told)
    assert ours.case.thread != theirs.case.thread


async def test_a_number_of_one_opens_nothing_at_the_other(running: Running) -> None:
    await running.answered(a_letter())
    (danish,) = await running.cases("mentorix")
    raw = a_letter(f"Her er bilag til {danish.number}.", subject=danish.number, to=BOTH[1], files=[PAPER])
    await running.letter(raw, BOTH[1])
    await running.quiet()
    assert (await running.case(danish.number)).missing == ("documents",)
    assert len((await running.dossier(danish.number)).told) == 1


async def test_two_addresses_of_one_organisation_are_one_matter(running: Running) -> None:
    two = ("privacy@poweredbymmentor.nl", "info@poweredbymmentor.nl")
    await running.letter(a_letter(to=", ".join(two)), *two)
    await running.catcher.wait_for(1)
    await running.quiet()
    assert len(await running.cases("mentor")) == 1
    assert len(running.catcher.letters) == 1
