"""The trial from its first word to its last: a service in a temporary folder, its story, and a desk to look around."""

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from cases.errors import BadInput
from cases.term import Term
from service.assemble import running
from service.parts import Service
from service.settings import Settings
from service.trying import places, words
from service.trying.ahead import AheadClock, end_of, wall_clock
from service.trying.catcher import catching
from service.trying.people import employ
from service.trying.samples import COMPLAINT
from service.trying.setting import settings_in
from service.trying.story import Story
from service.trying.teller import Teller

INTERRUPTED = 130
"""The status of a trial that was to be told once and was stopped before its end."""

TRIES = 3
"""So often ports are looked for."""


@dataclass(frozen=True)
class Plan:
    """What to show: `once` ends after the story, `ahead` is how much time passes in it, if any does."""

    once: bool = False
    ahead: Term | None = None


async def try_out(plan: Plan, console: Console) -> int:
    """Tell the story and stay until Ctrl-C, or, once, to its end; give the exit status.

    Raises TryLater where something that has to happen does not.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with staged(Teller(console)) as (story, settings):
        told = await _unless(stop, tell(story, settings, plan))
        if told and not plan.once:
            await _unless(stop, story.what_leaves())
    return 0 if told or not plan.once else INTERRUPTED


async def tell(story: Story, settings: Settings, plan: Plan) -> None:
    """Tell all of it, from the introduction to where one can look around."""
    local = story.clock().astimezone(story.service.offices["mentorix"].zone)
    story.teller.heading("Svarfrist, tried out")
    story.teller.say(words.INTRODUCTION.format(day=words.day(local), time=f"{local:%H:%M}"))
    await story.letters()
    if plan.ahead:
        await story.time_passes(end_of(plan.ahead, story.clock()))
    story.teller.heading("Have a look")
    story.teller.facts(places.facts(settings, story.people, await story.busiest()))
    if page := places.page_in(story.ours[COMPLAINT].text, settings):
        story.teller.say(words.CASE_PAGE)
        story.teller.say(page)
    story.teller.say(words.END if plan.once else words.STAY)


async def _unless(stop: asyncio.Event, telling: Coroutine[None, None, None]) -> bool:
    """Do something unless a stop comes first; say whether it was done."""
    work, stopping = asyncio.create_task(telling), asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if work.done():
        await work
        return True
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work
    return False


@contextlib.asynccontextmanager
async def staged(teller: Teller, clock: Callable[[], datetime] = wall_clock) -> AsyncIterator[tuple[Story, Settings]]:
    """Start everything, with the time that a clock shows; when it ends, everything stops and the folder is gone."""
    with tempfile.TemporaryDirectory(prefix="svarfrist-try-") as folder:
        async with catching() as catcher, contextlib.AsyncExitStack() as stack:
            ahead = AheadClock(clock)
            service, settings = await _start(Path(folder), catcher.port, ahead, stack)
            people = await employ(service.book, service.offices, ahead())
            yield Story(service, ahead, catcher, people, teller), settings


async def _start(
    folder: Path, outgoing: int, clock: Callable[[], datetime], stack: contextlib.AsyncExitStack
) -> tuple[Service, Settings]:
    """Start the service on ports that are free; one that is taken in the moment between is replaced."""
    for _ in range(TRIES - 1):
        settings = settings_in(folder, outgoing)
        with contextlib.suppress(BadInput):
            return await stack.enter_async_context(running(settings, clock)), settings
    settings = settings_in(folder, outgoing)
    return await stack.enter_async_context(running(settings, clock)), settings
