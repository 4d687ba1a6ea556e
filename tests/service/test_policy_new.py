"""`svarfrist policy new` asks its way to a policy that can be used, and writes all of it or nothing."""

import shutil
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cases.errors import BadInput
from cases.kind import PRIVACY, Kind
from cases.organisation import Role
from cases.policy import ClockName, Policy
from cases.term import Basis, Term
from service.beginning.answers import QUESTIONS, Question, Taken, ask_all
from service.beginning.writing import write_policy
from service.cli import app
from storage.policies import SHIPPED, read_policy

RUN = CliRunner()
DANISH = {
    "id": "fjordkurser",
    "name": "Fjordkurser",
    "legal_name": "Fjordkurser ApS",
    "registration": "CVR 12345678",
    "letters": "FK",
    "country": "DK",
    "addresses": "info@fjordkurser.example",
    "phone": "+45 70 10 20 30",
    "resolution": "10 working days",
    "appeals": "yes",
}
DUTCH = {
    "id": "vaart",
    "name": "Vaart Cursussen",
    "letters": "VC",
    "country": "NL",
    "role": "processor",
    "addresses": "info@vaart.example, privacy@vaart.example",
    "keeps": "3 years",
}


def typed(answers: dict[str, str]) -> str:
    """Give what a person types who answers these and presses Enter at all others, as far as they are asked."""
    appeals = answers.get("appeals") == "yes"
    asked = [one.name for one in QUESTIONS if appeals or not one.name.startswith("appeal_")]
    return "".join(f"{answers.get(name, '')}\n" for name in asked)


def new(folder: Path, answers: str, *more: str) -> Result:
    """Run the command in a folder."""
    return RUN.invoke(app, ["policy", "new", "--policies", str(folder), *more], input=answers)


def begun(folder: Path, answers: dict[str, str]) -> Policy:
    """Give the policy that some answers make."""
    result = new(folder, typed(answers))
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(folder / answers["id"])
    return read_policy(folder, answers["id"])


def test_a_danish_controller_promises_what_was_answered(tmp_path: Path) -> None:
    policy = begun(tmp_path, DANISH)
    assert (policy.name, policy.registration, policy.zone) == ("Fjordkurser", "CVR 12345678", "Europe/Copenhagen")
    assert (policy.languages, policy.contact.email) == (("da", "en", "nl"), "info@fjordkurser.example")
    answer = policy.rules(Kind.COMPLAINT).clock(ClockName.ANSWER)
    assert answer
    assert (answer.term, answer.told) == (Term.parse("10 working days"), True)
    assert policy.rules(Kind.COMPLAINT).statements == ("appeal_right",)
    assert policy.rules(Kind.APPEAL).clock(ClockName.ACKNOWLEDGEMENT)


@pytest.mark.parametrize("answers", [DANISH, DUTCH], ids=["Danish", "Dutch"])
def test_the_law_s_month_holds_whatever_was_answered(tmp_path: Path, answers: dict[str, str]) -> None:
    policy = begun(tmp_path, answers)
    for kind in PRIVACY:
        clock = policy.rules(kind).clock(ClockName.ANSWER)
        assert clock
        assert (str(clock.term), clock.basis, clock.law) == ("1 month", Basis.EU, "GDPR Art. 12(3)")


def test_a_dutch_processor_passes_requests_on_and_asks_for_the_customer(tmp_path: Path) -> None:
    policy = begun(tmp_path, DUTCH)
    assert (policy.role, policy.zone, policy.languages[0]) == (Role.PROCESSOR, "Europe/Amsterdam", "nl")
    assert policy.rules(Kind.ACCESS).clock(ClockName.REFERRAL)
    assert "customer" in policy.rules(Kind.ERASURE).requires
    assert policy.retention[0].term == Term.parse("3 years")


def test_without_a_time_for_complaints_no_date_is_promised_and_without_appeals_none_is_offered(tmp_path: Path) -> None:
    rules = begun(tmp_path, DUTCH).rules(Kind.COMPLAINT)
    assert rules.clock(ClockName.ANSWER) is None
    assert rules.statements == ()


def test_an_answer_that_will_not_do_is_asked_for_again_and_says_what_was_expected(tmp_path: Path) -> None:
    wrong = typed(DANISH).replace("FK\n", "fk\nF\nFK\n").replace("10 working days\n", "soon\n10 working days\n")
    result = new(tmp_path, wrong)
    assert result.exit_code == 0
    assert '"fk" will not do; expected two capital letters' in result.stderr
    assert '"soon" will not do; expected a length of time, such as "14 working days"' in result.stderr
    assert read_policy(tmp_path, "fjordkurser").letters == "FK"


def test_what_cannot_be_printed_is_no_name(tmp_path: Path) -> None:
    result = new(tmp_path, typed(DANISH).replace("Fjordkurser\n", "Fjord\x07kurser\nFjordkurser\n", 1))
    assert result.exit_code == 0
    assert "cannot be printed" in result.stderr


def test_what_another_organisation_has_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "policies"))
    answers = typed(DANISH).replace("fjordkurser\n", "mentorix\nfjordkurser\n", 1).replace("FK\n", "MX\nFK\n")
    answers = answers.replace("info@fjord", "info@mentorix.dk\ninfo@fjord", 1)
    result = new(folder, answers)
    assert result.exit_code == 0
    for taken in ("mentorix", "MX", "info@mentorix.dk"):
        assert f'"{taken}" belongs to another organisation' in result.stderr


def test_answers_that_end_too_early_write_nothing(tmp_path: Path) -> None:
    result = new(tmp_path, "fjordkurser\nFjordkurser\n")
    assert isinstance(result.exception, BadInput)
    assert "nothing was written" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", ["gone.txt", "latin.txt"])
def test_words_that_cannot_be_read_are_said_before_anything_is_asked(tmp_path: Path, words: str) -> None:
    (tmp_path / "latin.txt").write_bytes("klageret: æøå".encode("latin-1"))
    result = new(tmp_path, typed(DANISH), "--words", str(tmp_path / words))
    assert isinstance(result.exception, BadInput)
    assert "Answer each question" not in result.stderr


def test_the_organisation_s_own_words_are_laid_beside_its_policy(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("Vi svarer på klager.", encoding="utf-8")
    assert new(tmp_path, typed(DANISH), "--words", str(tmp_path / "own.txt")).exit_code == 0
    assert (tmp_path / "fjordkurser/fjordkurser.da.txt").read_text(encoding="utf-8") == "Vi svarer på klager."


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    begun(tmp_path, DANISH)
    answers = ask_all(lambda one, _default: DANISH.get(one.name, ""), print, Taken())
    with pytest.raises(BadInput, match="exists already; nothing was written"):
        write_policy(tmp_path, answers)


NAMES = st.text(string.printable + "æøåéßΩ", min_size=1, max_size=30).filter(
    lambda name: name.isprintable() and name.strip(" -")
)


@settings(max_examples=25)
@given(name=NAMES)
def test_whatever_an_organisation_is_called_its_file_says_it_back(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("policies")

    def ask(question: Question, _default: str | None) -> str:
        return {**DANISH, "name": name, "post": name}.get(question.name, "")

    policy = write_policy(folder, ask_all(ask, pytest.fail, Taken()))
    assert policy.name == name.strip()
    assert policy.contact.post == name.strip()
