"""An organisation nobody had heard of, in another town: a folder of answers, and everything works for it."""

from pathlib import Path

from cases.case import Status
from cases.policy import ClockName
from service.beginning.answers import Taken, ask_all
from service.beginning.writing import write_policy
from tests.at_work import at_work, number_in
from tests.smtp import PAPER, Catcher, a_letter

HERE = "info@fjordkurser.example"
ANSWERS = {
    "id": "fjordkurser",
    "name": "Fjordkurser",
    "legal_name": "Fjordkurser ApS",
    "letters": "FK",
    "country": "DK",
    "addresses": HERE,
    "post": "Havnegade 4, 5000 Odense C",
    "resolution": "10 working days",
    "appeals": "yes",
}


async def test_a_complaint_to_it_is_answered_decided_and_appealed_by_its_own_promises(
    database: str, tmp_path: Path, catcher: Catcher
) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    write_policy(folder, ask_all(lambda one, _default: ANSWERS.get(one.name, ""), _refuse, Taken()))
    async with at_work(database, tmp_path, catcher, policies=str(folder)) as running:
        receipt = await running.answered(a_letter(to=HERE, files=[PAPER]), HERE)
        assert receipt["From"].endswith("<info@fjordkurser.example>")
        number = number_in(receipt.text)
        assert number.startswith("FK-26-")
        assert "senest den 16. marts 2026 (til og med)" in receipt.text
        case = await running.case(number, "fjordkurser")
        await running.later(minutes=5)
        draft = await running.draft(case, "answer_complaint")
        answer = await running.approve(draft, await running.hire("administrator", "fjordkurser"))
        assert "Du har ret til at appellere afgørelsen. Skriv til info@fjordkurser.example" in answer.text
        assert (await running.case(number, "fjordkurser")).status is Status.ANSWERED
        appeal = a_letter(f"Jeg vil appellere jeres afgørelse i {number}.", to=HERE, In_Reply_To=answer["Message-ID"])
        told = await running.answered(appeal, HERE)
        assert "senest den 20. marts 2026 (til og med)" in told.text
        (_, appealed) = await running.cases("fjordkurser")
        assert set(await running.ticking(appealed)) == {ClockName.ANSWER}


def _refuse(wrong: str) -> None:
    raise AssertionError(wrong)
