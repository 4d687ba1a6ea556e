"""What a line answers to a question: names, addresses and papers as people give them in a chat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answer, Asked, answer, as_name, renamed, told
from bot.hearing import Line
from cases.office import Office
from cases.policy import REQUIREMENTS
from cases.reading import Document, DocumentKind, Reading
from reading.read import read_text
from tests.builders import a_policy, a_reading

POLICY = a_policy()


def asked(written: str, *documents: DocumentKind, **told_before: str) -> Asked:
    papers = tuple(Document(part, kind, 0.9) for part, kind in enumerate(documents, 1))
    read = read_text(written, POLICY)
    reading = Reading(read.language, read.kinds, read.text, read.fields, documents=papers)
    return Asked(Line.of(written), reading, POLICY, told_before)


def given_to(what: str, written: str, *documents: DocumentKind) -> Answer:
    found = answer(what, asked(written, *documents))
    assert found, f"{written!r} answers nothing"
    return found


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Anna Holm", "Anna Holm"),
        ("anna holm", "anna holm"),
        ("Jeg hedder Anna Holm", "Anna Holm"),
        ("jeg hedder anna holm og bor i Odense", "anna holm"),
        ("Hej, det er Anna Holm", "Anna Holm"),
        ("ja, Anna Holm", "Anna Holm"),
        ("mijn naam is Jan van den Berg", "Jan van den Berg"),
        ("Ik ben Jan", "Jan"),
        ("I'm Bob O'Neil", "Bob O'Neil"),
        ("Naam: Fatima el-Amrani", "Fatima el-Amrani"),
        ("my full name is John Smith.", "John Smith"),
        ("Anna Holm, anna@example.dk", "Anna Holm"),
        ("Mads Krogh mads@krogh.nu", "Mads Krogh"),
        ("my name is Robert actually", "Robert"),
        ("Anna Holm 22334455", "Anna Holm"),
        ("ik heet geen Jan maar Johan", "Johan"),
        ("محمد علي", "محمد علي"),
        ("王小明", "王小明"),
        ("Олег Иванов", "Олег Иванов"),
    ],
)
def test_a_name_is_taken_as_people_give_it(written: str, name: str) -> None:
    found = given_to("name", written)
    assert found.fields["name"] == name
    assert found.settled


@pytest.mark.parametrize(
    "written",
    [
        "hvorfor?",
        "hej",
        "ja",
        "nå",
        "12345",
        "kan I ikke se det i jeres system?",
        "det var en dårlig dag",
        "underviseren var sur",
        "min e-mail er anna@example.dk",
        "nej, min e-mail er anna@example.dk",
        "mit efternavn er stavet forkert",
        "<script>alert(1)</script>",
        "Jeg ved godt hvad jeg hedder, men jeg vil hellere tale om kurset i marts",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(written: str) -> None:
    found = answer("name", asked(written))
    assert found is None or not found.fields


@pytest.mark.parametrize("what", REQUIREMENTS)
@pytest.mark.parametrize(
    "written", ["ved ikke", "geen idee", "I don't know", "spring over", "overslaan", "skip", "det rager ikke jer"]
)
def test_whoever_does_not_want_to_say_it_is_not_asked_again(what: str, written: str) -> None:
    assert given_to(what, written).settled


@pytest.mark.parametrize(
    ("written", "wrong"), [("anna at gmail", "no_at"), ("anna@example", "no_dot"), ("a@gmial.com", "domain")]
)
def test_an_address_that_cannot_be_is_asked_for_again_with_what_is_wrong(written: str, wrong: str) -> None:
    found = given_to("email", written)
    assert (found.wrong, found.settled) == (wrong, False)


def test_an_address_that_looks_mistyped_is_believed_when_it_is_given_again() -> None:
    assert answer("email", asked("a@gmial.com", email="a@gmial.com")) == Answer({"email": "a@gmial.com"}, settled=True)
    another = answer("email", asked("b@gmial.com", email="a@gmial.com"))
    assert another
    assert another.wrong == "domain"


def test_an_address_that_is_spelled_out_is_understood() -> None:
    assert given_to("email", "anna at example punktum dk").fields == {"email": "anna@example.dk"}
    assert answer("name", asked("anna at example punktum dk")) is None


@pytest.mark.parametrize(
    "written", ["jeg har ingen e-mail", "ik heb geen mailadres", "I don't have an email", "ingen mail"]
)
def test_who_has_no_address_is_not_asked_again(written: str) -> None:
    assert given_to("email", written) == Answer(settled=True, say="left_out")


@pytest.mark.parametrize(
    "written",
    [
        "nej",
        "har ingen",
        "jeg har desværre ingen dokumenter",
        "nee, die heb ik niet",
        "ik heb er geen",
        "none",
        "no documents",
        "I don't have any files",
        "nej ikke noget",
        "no docs",
        "no I have nothing to send",
    ],
)
def test_to_have_no_papers_is_an_answer(written: str) -> None:
    assert given_to("documents", written) == Answer(settled=True, say="no_files", no_documents=True)


def test_papers_are_the_answer_whatever_is_written_with_them() -> None:
    assert given_to("documents", "nej vent, her er den", DocumentKind.INVOICE).say == "file"
    assert answer("documents", asked("", DocumentKind.IDENTITY_COPY)) is None


@pytest.mark.parametrize(
    "written",
    [
        "jeg sender dem senere",
        "i morgen",
        "ik stuur ze vanavond",
        "I'll send them tomorrow",
        "nej, men de kommer i morgen",
    ],
)
@pytest.mark.parametrize("what", ["documents", "authority"])
def test_papers_that_come_later_are_waited_for_without_another_question(what: str, written: str) -> None:
    assert given_to(what, written) == Answer(settled=True, say="files_later")


@pytest.mark.parametrize("written", ["jeg er hendes mor", "ik heb geen machtiging, ze is 13", "I'm his legal guardian"])
def test_a_parent_is_asked_for_no_authority_again(written: str) -> None:
    assert given_to("authority", written) == Answer(settled=True, say="guardian")


@pytest.mark.parametrize("written", ["ik heb geen machtiging, ze is 13", "toch maar niet", "no, bob@example.com"])
def test_a_sentence_is_no_provider_of_a_course(written: str) -> None:
    found = answer("customer", asked(written))
    assert found is None or not found.fields


@pytest.mark.parametrize("written", ["it says Catherine", "der står Lunt", "er staat Jansen"])
def test_what_stands_there_now_is_not_what_should_stand_there(written: str) -> None:
    assert answer("proposed_value", asked(written)) is None


def test_who_says_yes_to_papers_is_told_to_send_them() -> None:
    assert given_to("documents", "ja") == Answer(say="upload")
    assert given_to("authority", "yes") == Answer(say="upload")
    assert given_to("authority", "", DocumentKind.WRITTEN_CONSENT).fields == {"authority": "file"}


@pytest.mark.parametrize(
    ("written", "customer"),
    [
        ("Deltion College", "Deltion College"),
        ("bij het Deltion College.", "het Deltion College"),
        ("Ik volg een cursus via Hanze Opleidingen", "Hanze Opleidingen"),
        ("hos Aarhus Erhvervsskole", "Aarhus Erhvervsskole"),
    ],
)
def test_the_provider_of_a_course_is_told_by_its_name(written: str, customer: str) -> None:
    assert given_to("customer", written).fields == {"customer": customer}


@pytest.mark.parametrize(
    "written", ["ik ben geen cursist, ik heb alleen de website bezocht", "jeg er ikke kursist", "I am not a learner"]
)
def test_who_takes_no_course_is_not_asked_for_its_provider_again(written: str) -> None:
    assert given_to("customer", written) == Answer(settled=True, say="left_out")


def test_a_site_of_a_processors_customer_names_the_customer(offices: dict[str, Office]) -> None:
    policy = offices["mentor"].policy
    written = "ik log in op voorbeeld.poweredbymmentor.nl"
    found = answer("customer", Asked(Line.of(written), read_text(written, policy), policy, {}))
    assert found == Answer({"customer": "voorbeeld"}, settled=True)


@pytest.mark.parametrize(
    ("what", "written", "fields"),
    [
        ("programme", "Det drejer sig om PRINCE2 Foundation", {"programme": "PRINCE2 Foundation"}),
        ("programme", "Excel for begyndere", {"programme": "Excel for begyndere"}),
        ("proposed_value", "Der skal stå Lund", {"proposed_value": "Lund"}),
        ("proposed_value", "12-03-1980", {"proposed_value": "12-03-1980"}),
        ("what_is_wrong", "mijn geboortedatum", {"what_is_wrong": "mijn geboortedatum"}),
    ],
)
def test_values_are_taken_without_what_leads_in_to_them(what: str, written: str, fields: dict[str, str]) -> None:
    assert given_to(what, written).fields == fields


def test_what_is_wrong_and_what_is_right_may_come_in_one_line() -> None:
    fields = given_to("what_is_wrong", "Der står Lunt, men det skal være Lund").fields
    assert fields["proposed_value"] == "Lund"


def test_several_things_are_told_in_one_line() -> None:
    assert told(asked("mit navn er Anna Holm, min mail er anna@example.dk og tlf. 22 41 55 87")) == {
        "name": "Anna Holm",
        "email": "anna@example.dk",
        "phone": "+4522415587",
    }


@pytest.mark.parametrize(
    "written",
    [
        "Jeg skrev til bo@example.dk i sidste uge og har ikke fået svar på min mail endnu",
        "jeg skrev til bo@example.dk",
        "Underviseren Bo Larsen var en skuffelse fra først til sidst, og han kom for sent",
    ],
)
def test_other_peoples_names_and_addresses_are_not_the_writers(written: str) -> None:
    assert told(asked(written)) == {}


@pytest.mark.parametrize(
    ("written", "before", "after"),
    [
        ("ik heet geen Jan maar Johan", "Jan de Vries", "Johan de Vries"),
        ("not Smith but Smyth", "John Smith", "John Smyth"),
        ("ikke Anna, men Anne Holm", "Anna Holm", "Anne Holm"),
        ("ik heet geen Piet maar Johan", "Jan de Vries", "Johan"),
        ("jeg hedder Anna", "Anna Holm", None),
    ],
)
def test_a_name_is_put_right_word_by_word(written: str, before: str, after: str | None) -> None:
    assert renamed(Line.of(written), before) == after


@given(st.text(max_size=200), st.sampled_from(REQUIREMENTS))
def test_any_line_may_answer_any_question(written: str, what: str) -> None:
    found = answer(what, Asked(Line.of(written), a_reading(text=written, fields={}), POLICY, {}))
    assert found is None or found.settled or found.wrong or found.say == "upload"
    assert found is None or all("\n" not in value and 0 < len(value) <= 300 for value in found.fields.values())


@given(st.text(max_size=120))
def test_a_name_has_no_digit_and_no_address_in_it(written: str) -> None:
    name = as_name(written)
    assert name is None or not (set(name) & set("0123456789@<>\n"))
