"""Anna writes of her illness to an organisation that keeps nothing of the kind, and Jan writes his BSN to a Dutch one.

What they wrote is masked from the first moment and gone in the end: out of every table and of the vault. Their cases go
on as if nothing had been there.
"""

import re
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from sqlalchemy import select

from cases.errors import AlreadyDone, NotAllowed
from cases.redaction import Fate, Redaction
from cases.staff import Staff
from intake.hiding import hiding, shown
from intake.strike_out import Judging, judge
from storage import looks
from storage.columns import METADATA
from storage.looks import STRIKE
from storage.messages import Told
from storage.page import Page
from tests.at_work import Running, number_in
from tests.conftest import Opens
from tests.journeys.correspondence import answer_to, return_address
from tests.journeys.test_national_numbers import at_the_desk
from tests.smtp import PAPER, Caught, a_letter, until

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
JENSEN = "info@jensenskurser.dk"
WORDS = ("depression", "sertralin")
KLAGE = """Hej

Jeg klager over kurset i regnskab den 4. februar, fordi underviseren gik efter en time, og jeg vil have pengene tilbage.
Jeg har haft en depression siden jul og tager medicin, sertralin, hver dag. Jeg er medlem af min fagforening.

Venlig hilsen
Anna Holm
"""
LARGE = ("billede.bin", "application/octet-stream", b"\0" * 90_000)
"""So large that the letter moves to the vault."""


@pytest.fixture
async def jensen(service: Opens) -> AsyncIterator[Running]:
    """Give the service with its desk."""
    async with service(desk="127.0.0.1:0") as opened:
        yield opened


async def complains(running: Running, text: str = KLAGE, **letter: object) -> tuple[Caught, str]:
    """Let Anna complain; give her receipt and the number of her case."""
    raw = a_letter(text, subject="Klage: depression og et aflyst kursus", to=JENSEN, **letter)  # type: ignore[arg-type]  # fields of a letter
    receipt = await running.answered(raw, JENSEN)
    return receipt, number_in(receipt["Subject"])


async def told(running: Running, number: str) -> tuple[Told, ...]:
    return (await running.dossier(number, "jensenskurser")).told


async def findings(running: Running, number: str) -> tuple[Redaction, ...]:
    return tuple(one for letter in await told(running, number) for one in letter.redactions)


async def decides(
    running: Running, number: str, fate: Fate, person: Staff, *passages: str, among: tuple[Redaction, ...] | None = None
) -> None:
    """Let a person judge all that was found, or some of it."""
    found = await findings(running, number) if among is None else among
    waiting = tuple(one.id for one in found if one.fate is None)
    case = await running.case(number, "jensenskurser")
    policy = running.service.offices["jensenskurser"].policy
    judging = Judging("jensenskurser", case.id, fate, waiting, passages)
    await running.service.book.run(judge, judging, person, policy, running.clock.now)


async def gone(running: Running) -> None:
    """Wait until what is to be struck out is."""

    async def is_so() -> bool:
        return await running.service.book.read(looks.oldest, STRIKE) is None

    await until(is_so, "all struck out")
    await running.quiet()


def everything(page: Page) -> str:
    """Give every cell of every table as text, raw letters with their packing undone as far as mail programs do."""
    cells = (
        str(cell) if not isinstance(cell, bytes) else _plain(cell)
        for table in METADATA.sorted_tables
        for row in page.all(select(table))
        for cell in row
    )
    return "\n".join(cells).casefold()


def _plain(raw: bytes) -> str:
    letter = message_from_bytes(raw)
    texts = [part.get_payload(decode=True) or b"" for part in letter.walk() if not part.is_multipart()]
    heads = [str(make_header(decode_header(value))) for _, value in letter.items()]
    return "\n".join(
        [raw.decode("latin-1"), *heads, *(text.decode("utf-8", "replace") for text in texts if isinstance(text, bytes))]
    )


def in_the_vault(folder: Path) -> str:
    return "\n".join(_plain(path.read_bytes()) for path in folder.rglob("*.eml")).casefold()


@ON_SQLITE
async def test_p_jk_07_what_is_sensitive_is_masked_from_the_first_moment_and_the_person_is_told(
    jensen: Running,
) -> None:
    receipt, number = await complains(jensen)
    assert "Har du skrevet noget følsomt, for eksempel om helbred eller tro, har vi skjult det." in receipt.text
    assert "Resten af din besked bevarer vi under alle omstændigheder." in receipt.text
    case, policy = await jensen.case(number, "jensenskurser"), jensen.service.offices["jensenskurser"].policy
    async with at_the_desk(jensen, "administrator", policy) as browser:
        page = (await browser.get(f"/desk/cases/{number}")).text
        lists = "\n".join([(await browser.get(f"/desk/{one}")).text for one in ("", "held", "outbox", "filed")])
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token
        first = (await told(jensen, number))[0].id
        unmasked = await browser.post(
            f"/desk/cases/{number}/messages/{first}/unmasked",
            data={"csrf": token[1]},
            headers={"Origin": str(browser.base_url)},
        )
    assert "underviseren gik efter en time" in page
    assert "depression" not in f"{page}{lists}".casefold()
    assert "Skjult, indtil en medarbejder har vurderet det: helbred og fagforeningsmedlemskab." in page
    assert "haft en depression siden jul" in unmasked.text
    found = await findings(jensen, number)
    assert {(one.category, one.place) for one in found} == {
        ("health", "text"),
        ("union", "text"),
    }
    verbs = await jensen.verbs(case)
    assert {"sensitive_found", "shown_unmasked"} <= set(verbs)


@ON_SQLITE
async def test_p_jk_07_what_a_person_strikes_out_is_nowhere_any_more_and_does_not_come_back(
    jensen: Running, tmp_path: Path
) -> None:
    raw = a_letter(KLAGE, subject="Klage: depression og et aflyst kursus", to=JENSEN, files=(LARGE, PAPER))
    receipt = await jensen.answered(raw, JENSEN)
    number = number_in(receipt["Subject"])
    quoted = KLAGE.replace("\n", "\n> ")
    await jensen.letter(answer_to(receipt, f"Jeg mangler svar.\n\nAnna Holm\n\n> {quoted}"), return_address(receipt))
    await jensen.letter(raw, JENSEN)
    await jensen.quiet()
    assert "depression" in await jensen.service.book.read(everything)
    assert "depression" in in_the_vault(tmp_path)
    person = await jensen.hire("administrator", "jensenskurser")
    await decides(jensen, number, Fate.STRIKE_OUT, person, "SERTRALIN, hver")
    await gone(jensen)
    await jensen.letter(raw, JENSEN)
    await jensen.quiet()
    left = await jensen.service.book.read(everything) + in_the_vault(tmp_path)
    assert [word for word in WORDS if word in left] == []
    first = (await told(jensen, number))[0]
    assert "Jeg klager over kurset i regnskab den 4. februar" in first.text
    assert (first.repeats, [file.erased_at for file in first.attachments]) == (2, [None, None])
    events = (await jensen.dossier(number, "jensenskurser")).events
    said = [event.data for event in events if event.verb == "redacted"]
    assert {"categories", "count", "message"} == set(said[0])
    assert (await jensen.case(number, "jensenskurser")).status == "open"
    letters = [one for one in jensen.catcher.letters if "slettet" in one["Subject"]]
    assert letters[0]["Subject"] == f"Automatisk besked: vi har slettet noget i din sag [{number}]"
    assert "Vi har slettet følsomme oplysninger fra din besked af 2. marts 2026" in letters[0].text
    assert [word for word in WORDS if word in letters[0].text.casefold()] == []


@ON_SQLITE
async def test_con_6_what_the_claim_needs_is_kept_and_the_complaint_itself_cannot_be_struck_out(
    jensen: Running,
) -> None:
    _, number = await complains(jensen)
    person = await jensen.hire("administrator", "jensenskurser")
    everything_she_wrote = [line for line in KLAGE.splitlines() if line.startswith("Jeg")]
    with pytest.raises(NotAllowed, match="CON-6"):
        await decides(jensen, number, Fate.STRIKE_OUT, person, *everything_she_wrote)
    with pytest.raises(NotAllowed, match="stands in no letter"):
        await decides(jensen, number, Fate.STRIKE_OUT, person, "words that she never wrote")
    found = await findings(jensen, number)
    await decides(jensen, number, Fate.KEEP, person)
    with pytest.raises(AlreadyDone):
        await jensen.service.book.run(
            judge,
            Judging("jensenskurser", found[0].case, Fate.STRIKE_OUT, (found[0].id,)),
            person,
            jensen.service.offices["jensenskurser"].policy,
            jensen.clock.now,
        )
    letters = await told(jensen, number)
    assert "haft en depression siden jul" in shown(letters[0], hiding(*letters)).text
    assert "sensitive_kept" in await jensen.verbs(await jensen.case(number, "jensenskurser"))


@ON_SQLITE
async def test_r_bsn_2_a_bsn_is_blacked_out_before_anything_is_written_down(service: Opens, tmp_path: Path) -> None:
    text = "Goedemorgen,\n\nGraag inzage in mijn gegevens. Mijn BSN is 123456782, ook wel 1234.56.782.\n\nJan de Vries"
    async with service() as running:
        to = running.service.offices["mentor"].policy.addresses[0]
        receipts = []
        for file in (PAPER, LARGE):
            raw = a_letter(text, subject="BSN 123456782", to=to, sender="Jan de Vries <jan@example.nl>", files=(file,))
            receipts.append(await running.answered(raw, to, sender="jan@example.nl"))
            await running.letter(raw, to, sender="jan@example.nl")
            await running.quiet()
        left = await running.service.book.read(everything) + in_the_vault(tmp_path)
        case = await running.case(number_in(receipts[0]["Subject"]), "mentor")
        events = (await running.dossier(case.number, "mentor")).events
    assert not any(number in left for number in ("123456782", "1234.56.782"))
    assert "graag inzage in mijn gegevens" in left
    assert "onleesbaar gemaakt" in receipts[0].text
    assert [event.data["count"] for event in events if event.verb == "redacted"] == [1]
