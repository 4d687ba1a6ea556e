"""The dialogue: what it says to each line and what it takes to the cases, whatever people write."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue import begin, take, turn
from bot.says import words
from cases.chat import Dialogue, Gathered, Talk, Turn
from cases.kind import Flag, Kind
from cases.message import Address, Channel, Judgement, Verdict
from cases.office import Office
from cases.policy import REQUIREMENTS
from cases.reading import Document, DocumentKind, FoundKind, Reading, Sensitive
from reading.likeness import no_model
from reading.read import read, read_text
from tests.bot import talk
from tests.bot.talk import names
from tests.builders import a_case, a_message, a_policy, a_reading

HOLD = Judgement(Verdict.HOLD, "is_automatic_and_asks", automatic=True, may_answer=False)
ORGANISATIONS = ("alottbetter", "jensenskurser", "mentor", "mentorix", "metier")
LINES = (
    "hej",
    "Goedemorgen",
    "hi",
    "test",
    "ja",
    "nej",
    "nee",
    "👍",
    "😀",
    "",
    "   ",
    "?",
    "hvorfor?",
    "waarom",
    "stop",
    "tak",
    "bye",
    "Anna Holm",
    "jan de vries",
    "jeg hedder Anna Jensen",
    "ik heet geen Jan maar Johan",
    "actually my name is John Smith",
    "mit navn er forkert",
    "anna@example.dk",
    "nej, min e-mail er anna2@example.dk",
    "anna at example punkt dk",
    "a@gmial.com",
    "anna@gmail",
    "har ingen",
    "geen",
    "ved ikke",
    "skip",
    "Jeg vil klage over kurset i marts, det var alt for dårligt",
    "klage",
    "indsigt",
    "ik wil dat jullie al mijn gegevens verwijderen",
    "delete my data",
    "og så vil jeg også have slettet mine data",
    "nej, glem det, jeg vil bare have indsigt",
    "jeg trækker min klage tilbage",
    "never mind",
    "hvornår starter næste kursus i projektledelse?",
    "tak for et godt kursus, det var en stor fornøjelse at være med!",
    "Deltion College",
    "navnet",
    "e-mailen er forkert",
    "mit cpr-nummer er 010190-1234",
    "er du en robot?",
    "English please",
    "senere",
    "22 41 55 87",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "\u202eevil\u202c",
    "I tried to talk to someone last week but nobody answered my calls or my letters",
    "JEG VIL HAVE MINE PENGE TILBAGE FOR DET KURSUS",
    "anna at gmail punktum com",
    "samme som sidst",
    "det vil jeg ikke",
    "hvornår får jeg svar?",
    "alligevel",
    "jeg har ikke lyst til at leve længere",
    "og underviseren dukkede aldrig op",
    "mijn bsn is 123456782",
    "kan jeg klage her?",
    "0612345678",
)
lines = st.lists(
    st.one_of(st.sampled_from(LINES), st.sampled_from(LINES), st.text(max_size=60)), min_size=1, max_size=14
)


def read_plainly(text: str, office: Office) -> Reading:
    """Read a line by its traits alone, which is quick."""
    return read(a_message(channel=Channel.CHAT, subject="", text=text, sender=Address("", "")), office.policy, no_model)


def talked(office: Office, written: list[str], page: str = "da") -> talk.Talk:
    found = talk.Talk.begin(office, page)
    for line in written:
        found.write(line, files=int(line == "her er den"), reading=read_plainly(line, office))
    return found


def asked(found: talk.Talk, *names: str) -> Counter[str]:
    return Counter(one.about["what"] for one in found.said if one.name in names)


@settings(max_examples=40)
@given(written=lines, organisation=st.sampled_from(ORGANISATIONS), page=st.sampled_from(["da", "nl", "en"]))
def test_whatever_is_written_every_line_is_kept_and_answered(
    offices: dict[str, Office], written: list[str], organisation: str, page: str
) -> None:
    found = talked(offices[organisation], written, page)
    human = False
    for line in found.lines:
        assert line.take.reading or line.take.kept, f"{line.text!r} is lost"
        assert line.turn.says or human, f"nothing is said to {line.text!r}"
        assert not human or {one.name for one in line.turn.says} <= {
            "masked",
            "veiled",
            "identity_copy",
            "distress",
        }
        human = line.turn.dialogue.human


@settings(max_examples=40)
@given(written=lines, organisation=st.sampled_from(ORGANISATIONS))
def test_whatever_is_written_nothing_is_asked_that_is_there_nor_too_often(
    offices: dict[str, Office], written: list[str], organisation: str
) -> None:
    found = talk.Talk.begin(offices[organisation])
    for line in written:
        for said in found.write(line, reading=read_plainly(line, found.office)).says:
            what = said.about.get("what", "")
            if said.name == "ask" and what != "description":
                assert what in {name for case in found.gathered.cases for name in case.missing}
                assert not found.gathered.told.get(what), f"{what} was told"
    assert all(many <= 2 for many in asked(found, "ask").values())
    assert all(many <= 3 for what, many in asked(found, "ask", "wrong", "upload").items() if what != "email")


@settings(max_examples=30)
@given(written=lines, organisation=st.sampled_from(ORGANISATIONS))
def test_whatever_is_written_the_same_is_never_asked_three_times_running(
    offices: dict[str, Office], written: list[str], organisation: str
) -> None:
    found = talked(offices[organisation], written)
    questions = [set(names(line.turn)) & _asking(line.turn) for line in found.lines]
    for one, two, three in zip(questions, questions[1:], questions[2:], strict=False):
        assert not one & two & three


def _asking(said: Turn) -> set[str]:
    """Name the questions of a turn; what is said to an address that cannot be is no question again, but an answer."""
    asks = {"ask", "ask_new", "matter", "correct", "reach", "go_ahead"}
    return {" ".join(filter(None, (one.name, one.about.get("what")))) for one in said.says if one.name in asks}


@settings(max_examples=30)
@given(written=lines, organisation=st.sampled_from(ORGANISATIONS), wish=st.sampled_from(["menneske", "mens", "human"]))
def test_whatever_was_written_before_a_person_can_be_had_in_one_word(
    offices: dict[str, Office], written: list[str], organisation: str, wish: str
) -> None:
    found = talked(offices[organisation], [*written, wish])
    assert found.dialogue.human
    assert found.gathered.cases, "staff see cases"


@settings(max_examples=30, deadline=None)
@given(
    written=lines,
    organisation=st.sampled_from(ORGANISATIONS),
    stated=st.sampled_from(
        [
            ("Jeg vil gerne have indsigt i alle mine personoplysninger", Kind.ACCESS),
            ("Ik wil dat u al mijn gegevens verwijdert", Kind.ERASURE),
            ("I want to complain about the trainer, he never answered any of our questions", Kind.COMPLAINT),
            ("Jeg trækker mit samtykke til nyhedsbrevet tilbage", Kind.CONSENT_WITHDRAWAL),
        ]
    ),
)
def test_whatever_was_written_before_a_matter_is_a_case_from_the_line_that_states_it(
    offices: dict[str, Office], written: list[str], organisation: str, stated: tuple[str, Kind]
) -> None:
    found = talked(offices[organisation], written)
    found.write(stated[0])
    assert stated[1] in found.kinds


@settings(max_examples=30)
@given(written=lines, organisation=st.sampled_from(ORGANISATIONS))
def test_whatever_is_written_no_national_number_is_said_back(
    offices: dict[str, Office], written: list[str], organisation: str
) -> None:
    found = talked(offices[organisation], ["jeg hedder Anna 010190-1234", *written, "mit cpr-nummer er 010190-1234"])
    said = " ".join(found.shown(line.turn.says) for line in found.lines)
    assert "010190-1234" not in said
    assert "123456782" not in said


@settings(max_examples=30)
@given(written=lines, organisation=st.sampled_from(ORGANISATIONS))
def test_whatever_is_written_the_questions_come_to_an_end(
    offices: dict[str, Office], written: list[str], organisation: str
) -> None:
    found = talked(offices[organisation], written)
    for _ in range(3 * (len(REQUIREMENTS) + 2)):
        found.write("hm", reading=read_plainly("hm", found.office))
    over = found.dialogue
    quiet = {one.name for one in found.lines[-1].turn.says} <= {"more", "whenever", "noted"}
    assert quiet
    assert over.human or over.ended or over.asking in {None, "matter"}
    assert over.asking is None or not found.gathered.cases


@settings(max_examples=30)
@given(written=lines, organisation=st.sampled_from(ORGANISATIONS))
def test_what_is_said_holds_codes_and_nobodys_words(
    offices: dict[str, Office], written: list[str], organisation: str
) -> None:
    found = talked(offices[organisation], written)
    for said in found.said:
        assert all(
            re.fullmatch(r"[a-z_ 0-9-]*|[A-Z]{2}-\d\d-\d{6}(?: [A-Z]{2}-\d\d-\d{6})*", one)
            for one in said.about.values()
        )
        assert words(said, "en", found.office, found.gathered.told)


@settings(max_examples=30)
@given(written=lines)
def test_the_same_line_in_the_same_moment_is_taken_the_same_way(offices: dict[str, Office], written: list[str]) -> None:
    office = offices["mentorix"]
    assert [one.turn for one in talked(office, written).lines] == [one.turn for one in talked(office, written).lines]


def test_the_dialogue_is_what_the_use_case_needs() -> None:
    class Here:
        take = staticmethod(take)
        turn = staticmethod(turn)

    spoken: Talk = Here()
    assert spoken


@pytest.mark.parametrize(("page", "language"), [("da", "da"), ("nl", "nl"), ("en", "en"), ("de", "en")])
def test_the_greeting_is_in_the_language_of_the_page(page: str, language: str) -> None:
    greeted = begin(page, Office(a_policy(), {}))
    assert greeted.dialogue == Dialogue(language)
    assert [one.about for one in greeted.says] == [{"language": language}]


@pytest.mark.parametrize(
    ("page", "written", "language", "greets"),
    [
        ("da", "Hello, I would like to see my data", "en", True),
        ("en", "goedemorgen", "nl", True),
        ("da", "hej", "da", False),
        ("nl", "hi", "nl", False),
        ("da", "Ich möchte wissen, welche Daten Sie über mich speichern", "en", True),
    ],
)
def test_the_first_line_tells_the_language_and_the_notice_is_given_in_it(
    offices: dict[str, Office], page: str, written: str, language: str, *, greets: bool
) -> None:
    found = talk.Talk.begin(offices["mentorix"], page)
    assert (names(found.write(written))[0] == "greeting") is greets
    assert found.dialogue.language == language


def test_a_name_in_another_language_changes_nothing_and_a_sentence_does(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    found.write("Jeg vil klage over kurset i marts")
    found.write("Jan van den Berg")
    assert found.dialogue.language == "da"
    found.write("sorry, I would rather go on in my own language now")
    assert found.dialogue.language == "en"


@pytest.mark.parametrize(
    "written", ["hej", "goedemorgen", "😀", "test", "hallo, er der nogen?", "jeg har et spørgsmål", "...", "faktura"]
)
def test_small_talk_opens_no_case_and_is_asked_what_it_is_about(offices: dict[str, Office], written: str) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    assert names(found.write(written))[-1] == "matter"
    assert found.gathered.cases == ()


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("klage", (Kind.COMPLAINT,)),
        ("Jeg vil gerne have indsigt i mine data, og bagefter skal de slettes", (Kind.ERASURE, Kind.ACCESS)),
        ("hvad koster et kursus i PRINCE2?", (Kind.OTHER,)),
        ("tak for et godt kursus!", (Kind.FEEDBACK,)),
    ],
)
def test_the_line_that_states_a_matter_opens_the_case(
    offices: dict[str, Office], written: str, kinds: tuple[Kind, ...]
) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    found.write(written)
    assert set(found.kinds) == set(kinds)


def test_what_is_unsure_goes_to_the_cases_as_it_was_read(offices: dict[str, Office]) -> None:
    unsure = a_reading(text="noget med", unsure=True, fields={})
    unsure = Reading(unsure.language, (FoundKind(Kind.ERASURE, 0.5, ("noget",)),), "noget med", unsure=True)
    found = talk.Talk.begin(offices["mentorix"])
    found.write("noget med", reading=unsure)
    assert found.kinds == (Kind.ERASURE,)


def test_two_words_after_the_question_what_it_is_about_are_the_matter(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    found.write("faktura")
    found.write("min faktura")
    assert found.kinds == (Kind.OTHER,)


def test_a_short_line_carries_no_flag_and_no_kind_of_its_own(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    found.write("Jeg vil klage over kurset i marts")
    misread = a_reading(Kind.FEEDBACK, text="Anna Holm", flags=frozenset({Flag.AUTHORITY_REQUEST}), fields={})
    found.write("Anna Holm", reading=misread)
    assert found.lines[-1].take.reading
    assert found.lines[-1].take.reading.flags == frozenset()
    assert found.gathered.cases[0].flags == frozenset()
    assert found.gathered.told["name"] == "Anna Holm"


def test_a_matter_beside_an_answer_is_not_lost(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    found.write("Jeg vil klage over kurset i marts")
    found.write("Jeg hedder Anna Holm, og jeg vil også have slettet mine data")
    assert found.kinds == (Kind.COMPLAINT, Kind.ERASURE)
    assert found.gathered.told["name"] == "Anna Holm"


def test_what_somebody_tells_before_there_is_a_matter_is_kept_for_it(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["metier"])
    found.write("Hej, jeg hedder Anna Holm og min mail er anna@example.dk")
    assert not found.kinds
    found.write("jeg vil have indsigt i mine data")
    (case,) = found.gathered.cases
    assert (case.requester.name, case.requester.address, case.missing) == ("Anna Holm", "anna@example.dk", ())


@pytest.mark.parametrize(
    "written", ["menneske", "mens", "human", "jeg vil tale med en medarbejder", "Ik wil een mens spreken"]
)
@pytest.mark.parametrize("before", [[], ["hej"], ["Jeg vil klage over kurset i marts", "Anna Holm"]])
def test_a_person_takes_over_whenever_somebody_asks_for_one(
    offices: dict[str, Office], before: list[str], written: str
) -> None:
    found = talked(offices["mentorix"], before)
    assert "human" in names(found.write(written))
    assert found.dialogue.human
    assert found.gathered.cases, "staff see cases"
    assert "info@mentorix.dk" in found.shown()
    assert found.write("hallo?").says == ()
    assert found.lines[-1].take.reading


def test_a_right_asked_for_while_a_person_goes_on_is_a_case_all_the_same(offices: dict[str, Office]) -> None:
    found = talked(offices["mentorix"], ["menneske"])
    assert found.write("Jeg vil have slettet alle mine data").says == ()
    assert found.kinds == (Kind.OTHER, Kind.ERASURE)


def test_who_says_stop_is_asked_nothing_more_and_hears_what_happens(offices: dict[str, Office]) -> None:
    found = talked(offices["mentorix"], ["Jeg vil klage over kurset i marts", "stop"])
    assert names(found.lines[-1].turn)[0] == "stopped"
    assert found.dialogue.ended
    assert "til og med" in found.shown()
    found.write("det var den 3. marts i Odense")
    assert names(found.lines[-1].turn) == ["noted"]
    assert found.lines[-1].take.reading


def test_who_stops_before_there_is_a_matter_hears_that_there_is_no_case(offices: dict[str, Office]) -> None:
    found = talked(offices["mentorix"], ["hej", "stop"])
    assert names(found.lines[-1].turn) == ["stopped", "nothing_opened"]


def test_a_matter_taken_back_stays_open_until_a_person_has_looked(offices: dict[str, Office]) -> None:
    found = talked(offices["mentorix"], ["Jeg vil klage over kurset i marts", "jeg trækker min klage tilbage"])
    assert names(found.lines[-1].turn) == ["withdrawn"]
    assert [case.status for case in found.gathered.cases] == ["open"]
    assert found.lines[-1].take.reading, "staff see it at the case"


def test_a_new_matter_after_one_taken_back_is_asked_about(offices: dict[str, Office]) -> None:
    found = talked(
        offices["metier"], ["Jeg vil klage over kurset i marts", "glem det", "jeg vil hellere have indsigt i mine data"]
    )
    assert found.kinds == (Kind.COMPLAINT, Kind.ACCESS)
    assert "ask email" in names(found.lines[-1].turn) or "ask name" in names(found.lines[-1].turn)


def test_a_correction_is_no_request_to_correct_what_is_held(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["I want to see all my data", "John Smith", "actually my name is John Smyth"])
    assert found.kinds == (Kind.ACCESS,)
    assert found.gathered.told["name"] == "John Smyth"
    assert "changed name" in names(found.lines[-1].turn)


def test_what_stands_wrong_in_the_register_is_a_request_to_correct_it(offices: dict[str, Office]) -> None:
    found = talked(
        offices["metier"],
        ["I want to see all my data", "John Smith", "my name is wrong in your records, it should be Smyth"],
    )
    assert found.kinds == (Kind.ACCESS, Kind.RECTIFICATION)


def test_a_personal_number_is_masked_and_the_person_is_told_each_time(offices: dict[str, Office]) -> None:
    found = talked(
        offices["mentorix"], ["Jeg vil klage over kurset i marts", "mit cpr-nummer er 010190-1234", "Anna Holm"]
    )
    assert [("masked" in names(line.turn)) for line in found.lines] == [False, True, False]
    found.write("menneske")
    assert names(found.write("cpr 010190-1234")) == ["masked"]


def test_health_is_masked_where_the_policy_wants_it(offices: dict[str, Office]) -> None:
    health = a_reading(
        Kind.OTHER, text="jeg var syg den dag, derfor", sensitive=(Sensitive("health", "health"),), fields={}
    )
    for organisation, told in (("jensenskurser", True), ("mentorix", False)):
        found = talked(offices[organisation], ["Jeg vil klage over kurset i marts"])
        found.write(health.text, reading=health)
        assert ("veiled" in names(found.lines[-1].turn)) is told


def test_a_copy_of_an_identity_paper_is_not_wanted(offices: dict[str, Office]) -> None:
    office = offices["mentorix"]
    copy = a_reading(Kind.OTHER, text="", documents=(Document(1, DocumentKind.IDENTITY_COPY, 0.9),), fields={})
    found = take(Dialogue("da", asking="documents"), copy, Gathered((a_case(missing=("documents",)),), {}), office)
    assert "identity_copy" in [one.name for one in found.says]
    assert found.reading


def test_a_file_without_a_word_is_kept_with_a_case_and_asked_about(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    assert names(found.write("", files=1)) == ["file", "ask description"]
    assert found.kinds == (Kind.OTHER,)


def test_a_case_that_a_person_looks_at_first_is_asked_nothing(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentorix"], judgement=HOLD)
    assert names(found.write("Jeg vil klage over kurset i marts")) == ["held"]


def test_praise_is_thanked_for_and_asked_nothing(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    assert names(found.write("tak for et godt kursus!"))[0] == "feedback"
    assert "case_page" not in names(found.lines[-1].turn)


def test_a_question_is_passed_on_and_never_answered(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    assert names(found.write("hvad koster et kursus i PRINCE2?")) == ["question", "reach"]
    assert "medarbejder" in found.shown()


@pytest.mark.parametrize("written", ["er du en robot?", "are you human?", "bent u een mens?", "hvem er du?"])
def test_who_asks_is_told_that_nobody_sits_here(offices: dict[str, Office], written: str) -> None:
    found = talk.Talk.begin(offices["mentorix"])
    assert "robot" in names(found.write(written))
    assert not found.dialogue.human


def test_what_it_is_about_is_asked_twice_at_the_most(offices: dict[str, Office]) -> None:
    found = talked(offices["mentorix"], ["hej"] * 5)
    assert [names(line.turn)[-1] for line in found.lines] == ["matter"] * 2 + ["whenever"] * 3


def test_an_answer_that_cannot_be_right_is_left_out_after_three_times(offices: dict[str, Office]) -> None:
    found = talked(
        offices["metier"], ["jeg vil have indsigt i mine data", "Anna Holm", "anna@", "anna@", "anna@", "hm"]
    )
    assert [names(line.turn)[0] for line in found.lines[2:5]] == ["wrong email", "wrong email", "left_out email"]
    assert names(found.lines[5].turn) == ["review"]


def test_who_tells_on_instead_of_answering_is_listened_to(offices: dict[str, Office]) -> None:
    found = talked(
        offices["metier"],
        [
            "Jeg vil klage over kurset i marts, det var alt for dårligt",
            "og underviseren kom for sent hver eneste dag",
            "og maden var kold og salen var alt for lille",
        ],
    )
    assert [names(line.turn) for line in found.lines[1:]] == [["noted", "ask name"], ["noted"]]
    assert found.kinds == (Kind.COMPLAINT,)
    assert names(found.write("Anna Holm")) == ["ask email"]


def test_a_question_of_theirs_is_no_refusal_of_ours(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "hm", "hvem læser det her?"])
    assert names(found.lines[-1].turn) == ["question"]
    assert names(found.write("Anna Holm")) == ["ask email"]


def test_what_is_less_likely_than_not_is_asked_about_and_not_invented(offices: dict[str, Office]) -> None:
    guess = Reading("da", (FoundKind(Kind.ERASURE, 0.28, ("træt",)),), "jeg er SÅ træt af jer", unsure=True)
    found = talk.Talk.begin(offices["mentorix"])
    assert names(found.write(guess.text, reading=guess)) == ["ask description"]
    assert found.kinds == (Kind.OTHER,)
    assert found.gathered.cases[0].language == "da"


def test_the_receipt_of_words_that_tell_no_language_is_in_that_of_the_talk(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["metier"], "en")
    found.write("asdfghjkl")
    found.write("qwe qwe")
    assert found.gathered.cases[0].language == "en"


def test_letters_are_in_the_language_that_somebody_has_asked_for(offices: dict[str, Office]) -> None:
    found = talked(offices["mentor"], ["Ik wil inzage in mijn gegevens", "English please", "Jan van den Berg"], "nl")
    assert found.dialogue.language == "en"
    assert found.gathered.cases[0].language == "en"


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_somebody_in_distress_is_handed_to_a_person_at_once_and_told_whom_to_call(
    offices: dict[str, Office], organisation: str
) -> None:
    found = talked(
        offices[organisation], ["Jeg vil klage over kurset i marts", "jeg har ikke lyst til at leve længere"]
    )
    assert names(found.lines[-1].turn) == ["distress"]
    assert found.dialogue.human
    assert "112" in found.shown()
    assert ("70 201 201" in found.shown()) is (offices[organisation].policy.country == "DK")
    assert found.write("jeg vil dø").says == ()
    assert found.lines[-1].take.reading


def test_distress_is_answered_even_where_a_person_goes_on_with_the_talk(offices: dict[str, Office]) -> None:
    found = talked(offices["mentor"], ["menneske", "ik wil niet meer leven"])
    assert names(found.lines[-1].turn) == ["distress"]


def test_a_threat_is_read_by_a_person(offices: dict[str, Office]) -> None:
    found = talked(offices["mentorix"], ["I know where you live"])
    assert names(found.lines[-1].turn)[-1] == "person_reads"
    assert found.dialogue.human


def test_who_asks_when_hears_the_date_that_was_promised(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "stop", "hvornår får jeg svar?"])
    assert names(found.lines[-1].turn) == ["next"]
    assert "til og med" in found.shown()
    assert names(talked(offices["metier"], ["hvornår får jeg svar?"]).lines[-1].turn) == ["question", "reach"]


def test_who_goes_on_with_what_they_took_back_is_believed(offices: dict[str, Office]) -> None:
    found = talked(
        offices["metier"], ["Jeg vil klage over kurset i marts", "glem det", "nej vent, jeg vil alligevel klage"]
    )
    assert names(found.lines[-1].turn)[0] == "goes_on"
    assert found.kinds == (Kind.COMPLAINT,)
    assert not found.dialogue.ended


@pytest.mark.parametrize(
    "written", ["vil helst ikke give min mail", "det vil jeg ikke", "gaat je niks aan", "i said no"]
)
def test_who_refuses_to_tell_objects_to_nothing_else(offices: dict[str, Office], written: str) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "Anna Holm"])
    assert names(found.write(written)) == ["left_out email", "review"]
    assert found.kinds == (Kind.ACCESS,)


def test_leave_me_alone_is_an_objection_at_first_and_a_stop_later(offices: dict[str, Office]) -> None:
    first = talk.Talk.begin(offices["mentor"], "nl")
    first.write("laat me met rust")
    assert first.kinds == (Kind.OBJECTION,)
    later = talked(offices["mentor"], ["Ik wil een klacht indienen over de cursus van maart"], "nl")
    assert names(later.write("laat me met rust"))[0] == "stopped"
    assert later.kinds == (Kind.COMPLAINT,)


def test_who_has_lost_somebody_is_asked_no_permission_of_the_dead(offices: dict[str, Office]) -> None:
    found = talk.Talk.begin(offices["mentor"], "nl")
    assert "condolence" in names(found.write("mijn man is overleden, ik wil graag dat u zijn gegevens verwijdert"))
    for written in ("Greet Postma", "greet@postma.nl", "weet ik niet"):
        found.write(written)
    assert not asked(found, "ask")["authority"]


def test_where_nothing_was_told_nothing_is_read_back(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["delete my data", "no", "no"])
    assert "review" not in {one.name for one in found.said}
    assert names(found.lines[-1].turn)[-1] == "case_page"


def test_a_correction_that_cannot_be_placed_goes_to_a_person(offices: dict[str, Office]) -> None:
    found = talked(
        offices["metier"], ["jeg vil have indsigt i mine data", "Anna Holm", "anna@example.dk", "nej", "adressen"]
    )
    assert names(found.lines[-1].turn)[0] == "person_corrects"


@pytest.mark.parametrize(
    ("written", "name"),
    [("nej det er Marie Sørensen", "Marie Sørensen"), ("marie sørensen", "marie sørensen"), ("maria s", "maria s")],
)
def test_what_is_nearly_what_was_read_back_corrects_it(offices: dict[str, Office], written: str, name: str) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "maria s", "maria@example.dk", written])
    assert found.gathered.told["name"] == name
    assert found.dialogue.asking == "review"


def test_a_complaint_beside_a_refusal_is_a_complaint(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "nu gider jeg ikke mere, jeg klager"])
    assert found.kinds == (Kind.ACCESS, Kind.COMPLAINT)


def test_a_formula_before_the_name_is_waited_through(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "Med venlig hilsen", "Kirsten Dahl"])
    assert found.gathered.told["name"] == "Kirsten Dahl"
    assert asked(found, "ask", "left_out") == {"name": 1, "email": 1}


def test_a_name_that_comes_after_its_question_was_left_is_taken(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "hm", "hm", "Ole"])
    assert found.gathered.told["name"] == "Ole"
    assert "name" not in talked(offices["metier"], ["REAGER NU!!!"]).gathered.told


def test_half_a_name_gives_way_to_a_whole_one(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "anna", "Anna Holm"])
    assert found.gathered.told["name"] == "Anna Holm"


def test_after_the_end_more_may_be_told_and_put_right(offices: dict[str, Office]) -> None:
    found = talked(offices["metier"], ["jeg vil have indsigt i mine data", "Anna Holm", "anna@example.dk", "ja"])
    assert found.dialogue.confirmed
    assert names(found.write("Det gælder især kurset i Odense sidste efterår")) == ["noted"]
    assert names(found.write("min e-mail er anna2@example.dk")) == ["changed email"]
    assert names(found.write("tak for hjælpen")) == ["welcome"]


def test_a_line_that_was_read_with_the_model_of_language_is_taken_as_well(offices: dict[str, Office]) -> None:
    written = "Jeg er simpelthen så skuffet over det forløb, og jeg vil have mine penge igen"
    found = talk.Talk.begin(offices["mentorix"])
    found.write(written, reading=read_text(written, found.office.policy))
    assert Kind.COMPLAINT in found.kinds
