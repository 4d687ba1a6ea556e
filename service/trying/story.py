"""The story of the trial: the letters, what became of each, and what happens when time passes."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from cases.decision import Ruling
from cases.kind import Kind
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from intake.approve import Approval, approve
from replies.answers import unfinished
from service.parts import Service
from service.trying import passed, words
from service.trying.ahead import AheadClock
from service.trying.catcher import Catcher, Caught
from service.trying.followed import Followed, follow, until
from service.trying.passing import Happening, happenings, pass_time
from service.trying.people import People
from service.trying.samples import COMPLAINT, SAMPLES, Sample, decision, post, posted
from service.trying.teller import Teller
from storage import casebook, outbox
from storage.outbox import Entry
from storage.page import Page

A_LITTLE, MORE, MUCH = 5, 10, 30
"""Lines of a letter of ours that are shown: its beginning, so much where it asks or lists something, and nearly all."""


@dataclass
class Story:
    """One trial: the service, who works there, what it sent (`ours`, by sample), and who tells of it."""

    service: Service
    clock: AheadClock
    catcher: Catcher
    people: People
    teller: Teller
    cases: list[tuple[str, int]] = field(default_factory=list)
    ours: dict[str, Caught] = field(default_factory=dict)
    explained: dict[str, int] = field(default_factory=dict)

    async def letters(self) -> None:
        """Deliver every sample and tell what became of it."""
        for number, sample in enumerate(SAMPLES, start=1):
            self.teller.heading(f"{number}  {sample.title}", self.service.offices[sample.organisation].policy.name)
            await self._letter(number, sample)
            if sample.file == COMPLAINT:
                await self._answer(sample)

    async def _letter(self, number: int, sample: Sample) -> None:
        letter = posted(sample, self.clock(), self.ours.get(sample.follows))
        self.teller.facts(words.letter_facts(letter))
        began = asyncio.get_running_loop().time()
        await post(letter, self.service.smtp_port)
        followed = await until(
            lambda: self.service.book.read(follow, sample, letter), f'"{letter.subject}" was not taken care of'
        )
        if followed.told is None:
            self.teller.facts(words.filed_facts(followed, self.service.offices[sample.organisation]))
            return
        self.cases += [(sample.organisation, matter.case.id) for matter in followed.matters]
        self._admitted(number, sample, followed, began)

    def _admitted(self, number: int, sample: Sample, followed: Followed, began: float) -> None:
        office = self.service.offices[sample.organisation]
        self.teller.facts(words.case_facts(followed, office))
        several = len(followed.matters) > 1 or any(matter.case.missing for matter in followed.matters)
        for entry in followed.answers:
            caught = self.ours[sample.file] = self.catcher.letters[entry.message_id]
            self.teller.facts([words.answer_fact(caught, caught.at - began)])
            self.teller.quote(caught.text, MORE if several else A_LITTLE)
        self.teller.facts(self._once(number, fact) for fact in words.due_facts(followed, office))
        self.teller.facts(words.draft_facts(followed))

    def _once(self, number: int, fact: words.Fact) -> words.Fact:
        """Give an explanation the first time in full, and later by the letter that it stood at."""
        label, text = fact
        first = self.explained.setdefault(text, number) if label == "Because" else number
        return fact if first == number else (label, f"counted as for letter {first}")

    async def _answer(self, sample: Sample) -> None:
        """Let a person at the desk complete the drafted answer and approve it: without that it never leaves."""
        organisation, case = self.cases[-1]
        draft = await self.service.book.read(_draft, organisation, case)
        policy = self.service.offices[organisation].policy
        person = self.people.approver(policy, policy.rules(Kind.COMPLAINT).queue)
        ruling = Ruling.JUSTIFIED
        approval = Approval(organisation, draft.id, draft.version, draft.outgoing.subject, _completed(draft), ruling)
        await self.service.book.run(approve, approval, person, policy, self.clock())
        await until(lambda: self.service.book.read(_sent, organisation, draft.id), "the approved answer did not leave")
        caught = self.ours[sample.file] = self.catcher.letters[draft.message_id]
        self.teller.facts(words.approval_facts(person, caught))
        self.teller.quote(caught.text, MORE)

    async def busiest(self) -> Staff:
        """Give somebody who has one of these cases to do now: the first to log in as."""
        organisation, case = next(one for one in reversed(self.cases) if one[0] == SAMPLES[0].organisation)
        found = await self.service.book.read(casebook.find, organisation, case)
        policy = self.service.offices[organisation].policy
        return self.people.approver(policy, found.queue if found else policy.queues[0].id)

    async def time_passes(self, end: datetime) -> None:
        """Let time pass and tell what that does to the cases."""
        since = self.clock()
        await pass_time(self.service, self.clock, end)
        happened = await self.service.book.read(happenings, self.cases, since)
        self.teller.heading(f"Time passes, until {words.day(end)}")
        self.teller.say(words.WORKING_HOURS if happened else "Nothing became due.")
        for date, facts in passed.days(happened, self.service.offices):
            self.teller.say(f"  {date}", "bold")
            self.teller.facts(facts)
        self._a_notice(happened)

    async def what_leaves(self) -> None:
        """Show every letter that leaves from now on, until cancelled: what a newcomer does is answered by letters."""
        while not self.catcher.new.empty():
            self.catcher.new.get_nowait()
        while True:
            caught = await self.catcher.new.get()
            self.teller.say(words.LEAVES.format(who=caught.recipient, subject=caught.subject))
            self.teller.quote(caught.text, MUCH)

    def _a_notice(self, happened: tuple[Happening, ...]) -> None:
        notices = [one.letter for one in happened if one.letter]
        if notices:
            notice = self.catcher.letters[notices[-1].message_id]
            self.teller.say("Such a notice says:")
            self.teller.quote(f"{notice.subject}\n{notice.text}", MORE)


def _draft(page: Page, organisation: str, case: int) -> Entry:
    found = casebook.find(page, organisation, case)
    letters = outbox.of_thread(page, organisation, found.thread) if found else ()
    return next(one for one in letters if one.outgoing.case == case and one.status is OutboxStatus.DRAFT)


def _sent(page: Page, organisation: str, letter: int) -> Entry | None:
    entry = outbox.find(page, organisation, letter)
    return entry if entry and entry.status is OutboxStatus.SENT else None


def _completed(draft: Entry) -> str:
    """Fill in the places that the draft leaves open."""
    body = draft.outgoing.body
    for place, said in zip(unfinished(body), decision(), strict=True):
        body = body.replace(place, said, 1)
    return body
