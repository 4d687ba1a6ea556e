"""The page of a case: who sees how much of it, what opens it and for how long, and what is done there (R-ID-1)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from cases.case import Case
from cases.errors import NotAllowed
from cases.kind import Flag, Kind
from cases.learner import Learner
from cases.outgoing import OutboxStatus
from intake.case_inward import close_page, send_in, withdraw
from intake.case_page import Shown, look
from intake.case_pass import GOOD_FOR, HOLE, claim_letters, code_of, same_code, secret_of
from intake.case_visit import (
    A_DAY,
    AN_HOUR,
    CODE_FOR,
    TRIES,
    VISIT_FOR,
    Proof,
    Typed,
    leave,
    prove,
    send_code,
    send_link,
)
from intake.take_copy import take_copy
from storage import casebook, passes
from storage.book import Book
from storage.erasing import erase_case
from storage.outbox import Entry
from storage.page import Page
from storage.pass_tables import CASE_PASS, CASE_VISIT
from storage.traffic import ASKED_FOR
from tests import registers, remains
from tests.builders import a_reading
from tests.intake.scene import Scene

KEY = b"k" * 32
ANNA = Learner("1001", "Anna Holm", "anna@example.org")
BROWSER, NEW_COOKIE = "a browser's secret", "another secret"


@dataclass
class Paged:
    """A scene, a case in it, and what opens its page."""

    scene: Scene
    case: Case
    secret: str

    async def run(self, use_case: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401 - use cases differ
        """Run a use case of the page."""
        return await self.scene.book.run(use_case, self.secret, *given, self.scene.now)

    @property
    def offices(self) -> Mapping[str, Any]:
        """Give the offices."""
        return {"mentorix": self.scene.office}

    async def look(self, cookie: str = "") -> Shown:
        """Look at the page, which must be there."""
        found = await self.scene.book.read(look, self.secret, cookie, self.offices, self.scene.now)
        assert found is not None
        return found

    async def code(self) -> str:
        """Have a code sent, and read it in the letter as it leaves."""
        assert await self.run(send_code, BROWSER, self.offices) is Proof.SENT
        letter = (await leaving(self.scene))[-1]
        found = re.search(r"^\d{4} \d{4}$", letter.outgoing.body, re.MULTILINE)
        assert found
        return found[0]

    async def type(self, code: str, cookie: str = BROWSER) -> Proof:
        """Type a code in."""
        found: Proof = await self.run(prove, Typed(cookie, code, NEW_COOKIE), KEY)
        return found

    async def proved(self) -> Shown:
        """Prove who sits there, and look."""
        assert await self.type(await self.code()) is Proof.RIGHT
        return await self.look(NEW_COOKIE)


@pytest.fixture
def scene(book: Book, offices: Mapping[str, Any]) -> Scene:
    """Give a case book of Mentorix with nothing in it, whose pages are public."""
    return Scene(book, replace(offices["mentorix"], public_url="https://svar.example"))


async def leaving(scene: Scene) -> tuple[Entry, ...]:
    """Give the letters that leave now, as they leave, and let them go."""
    node, offices = ("node", scene.now), {"mentorix": scene.office}
    claimed = await scene.book.run(claim_letters, node, 64, KEY, offices)
    for entry in claimed:
        await scene.send(entry)
    return claimed


async def paged(scene: Scene, *kinds: Kind, **given: Any) -> Paged:  # noqa: ANN401 - fields of the message
    """Let Anna write, and take the link out of our receipt as it leaves."""
    await scene.book.run(registers.upsert, "mentorix", {"1001": ANNA}, scene.now)
    case = await scene.opened(a_reading(*kinds), **given)
    (receipt,) = [one for one in await leaving(scene) if one.outgoing.reply == "acknowledgement"]
    found = re.search(r"https://svar\.example/case/([\w-]{43})\s", receipt.outgoing.body)
    assert found, receipt.outgoing.body
    return Paged(scene, case, found[1])


async def test_the_book_holds_no_link_and_no_code_only_what_they_are_known_again_by(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    code = await one.code()
    for secret in (one.secret, code, code.replace(" ", "")):
        assert await scene.book.read(remains.traces, secret) == []
    kept = await scene.letter(one.case, "acknowledgement")
    assert f"https://svar.example/case/{one.case.number}" in kept.outgoing.body
    assert HOLE in (await scene.letter(one.case, "case_code")).outgoing.body


async def test_a_letter_that_is_tried_again_is_the_same_letter(scene: Scene) -> None:
    await scene.opened(a_reading(Kind.COMPLAINT))

    async def claimed() -> list[str]:
        node, offices = ("node", scene.now), {"mentorix": scene.office}
        found = await scene.book.run(claim_letters, node, 64, KEY, offices)
        return [one.outgoing.body for one in found]

    first = await claimed()
    scene.later(minutes=10)
    assert [body for body in await claimed() if "/case/" in body] == [body for body in first if "/case/" in body] != []


async def test_without_leave_of_the_policy_no_letter_names_the_page_and_none_is_sent(scene: Scene) -> None:
    policy = scene.office.policy
    scene.office = replace(scene.office, policy=replace(policy, unseen=policy.unseen - set(ASKED_FOR)))
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    assert "/case/" not in (await scene.letter(case, "acknowledgement")).outgoing.body
    offices = {"mentorix": scene.office}
    assert not await scene.book.run(send_link, case.number, "anna@example.org", offices, scene.now)


async def test_the_link_alone_shows_where_the_case_stands_and_nobodys_words(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    shown = await one.look()
    (standing,) = shown.cases
    assert (standing.number, standing.kind, standing.status) == (one.case.number, Kind.COMPLAINT, "open")
    assert standing.due is not None
    assert (shown.proved, shown.said, shown.whole, shown.address) == (False, (), False, True)


async def test_what_is_missing_is_asked_for_while_it_is_and_a_late_answer_is_called_late(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    first = (await one.look()).cases[0]
    assert first.missing == (await scene.case(one.case)).missing != ()
    assert not first.late
    scene.later(days=60)
    assert (await one.look()).cases[0].late


async def test_r_id_1_a_code_to_the_address_shows_the_letters_on_that_browser_alone(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    shown = await one.proved()
    assert (shown.proved, shown.known, shown.whole) == (True, True, True)
    assert [piece.ours for piece in shown.said] == [False, True]
    for cookie in ("", BROWSER, "somebody else's"):
        assert not (await one.look(cookie)).said, "the secret from before the code opens nothing any more"
    scene.now += VISIT_FOR
    assert not (await one.look(NEW_COOKIE)).proved


async def test_a_code_is_good_once_for_ten_minutes_and_five_tries(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    code = await one.code()
    assert [await one.type("00000000") for _ in range(TRIES)] == [Proof.WRONG] * (TRIES - 1) + [Proof.OVER]
    assert await one.type(code) is Proof.OVER
    again = await one.code()
    scene.now += CODE_FOR
    assert await one.type(again) is Proof.OVER
    third = await one.code()
    assert await one.type(third, "another browser") is Proof.OVER
    assert await one.type(third.replace(" ", "-")) is Proof.RIGHT
    assert await one.type(third) is Proof.OVER


async def test_codes_and_links_are_not_sent_without_end(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    asked = []
    for _ in range(AN_HOUR + 1):
        asked.append(await one.run(send_code, BROWSER, one.offices))
        scene.later(minutes=1)
    assert asked == [Proof.SENT] * AN_HOUR + [Proof.TOO_MANY]
    for _ in range(A_DAY):
        scene.later(hours=1, minutes=1)
        await one.run(send_code, BROWSER, one.offices)
    assert [one.outgoing.reply for one in await scene.letters(one.case)].count("case_code") == A_DAY
    ask = (one.case.number, "anna@example.org", one.offices)
    sent = [await scene.book.run(send_link, *ask, scene.now) for _ in range(AN_HOUR + 1)]
    assert sent == [True] * AN_HOUR + [False]


async def test_codes_use_up_nothing_of_what_may_be_sent_of_itself(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    for _ in range(AN_HOUR):
        await one.run(send_code, BROWSER, one.offices)
    await leaving(scene)
    other = await scene.opened(a_reading(Kind.ACCESS))
    assert "acknowledgement" in await scene.replies(other)


@pytest.mark.parametrize("address", ["bo@example.org", "", "anna@example.org.evil.example"])
async def test_r_id_4_a_link_goes_to_the_address_of_the_case_and_to_no_other(scene: Scene, address: str) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    assert not await scene.book.run(send_link, one.case.number, address, one.offices, scene.now)
    assert await scene.book.run(send_link, one.case.number, "ANNA@example.org", one.offices, scene.now)
    letter = await scene.letter(one.case, "case_link")
    assert (letter.outgoing.recipient, letter.status) == ("anna@example.org", OutboxStatus.RELEASED)


async def test_r_id_4_where_nothing_vouches_for_an_address_a_code_shows_no_letters_and_no_copy(scene: Scene) -> None:
    await scene.book.run(registers.upsert, "mentorix", {"1002": replace(ANNA, address="bo@example.org")}, scene.now)
    case = await scene.opened(a_reading(Kind.ACCESS))
    await leaving(scene)
    await scene.book.run(registers.upsert, "mentorix", {"1001": ANNA}, scene.now)
    one = Paged(scene, case, await opens(scene, case))
    assert (await one.proved()).whole
    changed = replace(case, flags=frozenset({Flag.ON_BEHALF}))
    await scene.book.run(casebook.save, changed)
    shown = await one.look(NEW_COOKIE)
    assert (shown.proved, shown.known, shown.said, shown.whole) == (True, False, (), False)
    assert await one.run(take_copy, NEW_COOKIE, one.offices) is None


async def test_a_link_ends_by_time_by_staff_and_where_the_person_is_somewhere_else(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    person = await scene.hire("course_administrator")
    second = await opens(scene, one.case)
    await scene.book.run(close_page, one.case, person, scene.office, scene.now)
    for secret in (one.secret, second):
        assert await scene.book.read(look, secret, "", one.offices, scene.now) is None
    assert (await scene.verbs(one.case))[-1] == "page_closed"
    with pytest.raises(NotAllowed, match="no link opens"):
        await scene.book.run(close_page, one.case, person, scene.office, scene.now)

    third = Paged(scene, one.case, await opens(scene, one.case))
    await third.look()
    case = await scene.case(one.case)
    await scene.book.run(casebook.save, replace(case, requester=replace(case.requester, address="other@example.org")))
    assert await scene.book.read(look, third.secret, "", one.offices, scene.now) is None
    await scene.book.run(casebook.save, case)
    scene.now += GOOD_FOR
    assert await scene.book.read(look, third.secret, "", one.offices, scene.now) is None


async def test_whoever_signs_out_proves_anew_who_they_are(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    await one.proved()
    await one.run(leave, NEW_COOKIE)
    assert not (await one.look(NEW_COOKIE)).proved


async def test_a_case_that_is_taken_back_stays_open_and_staff_are_told_once_a_day(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    await scene.hire("course_administrator")
    for _ in range(2):
        assert await one.run(withdraw, None, one.offices) is not None
    case = await scene.case(one.case)
    assert case.status == "open"
    told = [one for one in await scene.letters(case) if one.outgoing.cause.startswith("withdrawal")]
    assert len(told) == 1
    assert "withdrawal_asked" in await scene.verbs(case)


async def test_nothing_can_be_done_by_a_link_that_is_none(scene: Scene) -> None:
    one = Paged(scene, await scene.opened(a_reading(Kind.COMPLAINT)), "no link of ours")
    assert await one.run(send_in, b"raw") is None
    assert await one.run(withdraw, None, one.offices) is None
    assert await one.run(send_code, BROWSER, one.offices) is Proof.GONE
    assert await one.type("12345678") is Proof.GONE
    assert await one.run(take_copy, BROWSER, one.offices) is None


async def test_the_copy_holds_what_is_theirs_and_nothing_of_others(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    await scene.hire("course_administrator")
    await one.run(withdraw, None, one.offices)
    await leaving(scene)
    assert await one.run(take_copy, BROWSER, one.offices) is None, "nobody has proved who sits there"
    await one.proved()
    found = await one.run(take_copy, NEW_COOKIE, one.offices)
    text = b"\n".join(found.files.values()).decode()
    assert "staff_notice" not in text
    assert "course_administrator" not in text
    assert sum(name.startswith("letters/") for name in found.files) == 2
    assert (await scene.verbs(one.case))[-1] == "copy_taken"


async def test_gdpr_art_17_with_a_case_goes_all_that_opened_its_page(scene: Scene) -> None:
    one = await paged(scene, Kind.COMPLAINT)
    await one.proved()
    assert await scene.book.read(left) == 2
    await scene.book.run(erase_case, one.case.organisation, one.case.id, one.case.number)
    assert await scene.book.read(left) == 0


def left(page: Page) -> int:
    """Count what opens any page, and the browsers that are known."""
    return len(page.all(CASE_PASS.select())) + len(page.all(CASE_VISIT.select()))


async def opens(scene: Scene, case: Case) -> str:
    """Give another link that opens the page of a case."""
    secret = secret_of(KEY, case.organisation, f"test {case.id} {scene.count} {scene.now}")

    def write(page: Page) -> None:
        passes.write(page, case, (secret, case.requester.address or ""), scene.now, scene.now + GOOD_FOR)

    scene.count += 1
    await scene.book.run(write)
    return secret


def test_what_opens_a_page_is_another_for_each_cause_and_key() -> None:
    secrets = {secret_of(key, org, cause) for key in (KEY, b"other") for org in ("a", "b") for cause in ("1", "2")}
    assert len(secrets) == 8
    assert all(re.fullmatch(r"[\w-]{43}", one) for one in secrets)


@pytest.mark.parametrize("typed", ["1234 5678", "12345678", " 1234-5678 ", "1234.5678"])
def test_a_code_may_be_typed_as_people_type_numbers(typed: str) -> None:
    assert same_code("12345678", typed)


@pytest.mark.parametrize(
    "typed", ["", "1234567", "123456789", "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", "1234 5679"]
)
def test_another_code_is_another(typed: str) -> None:
    assert not same_code("12345678", typed)


def test_a_code_is_eight_digits_and_another_for_each_browser() -> None:
    codes = {code_of(KEY, "mentorix", visit) for visit in range(200)}
    assert len(codes) > 190
    assert all(re.fullmatch(r"\d{8}", one) for one in codes)


def test_a_visit_lasts_longer_than_its_code() -> None:
    assert timedelta(0) < CODE_FOR < VISIT_FOR < GOOD_FOR
