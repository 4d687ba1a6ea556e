"""Run the service in the foreground, until a signal."""

import asyncio
import signal

import structlog

from service.assemble import running
from service.settings import Settings

log = structlog.get_logger()


async def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; what was being received or sent is finished first."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(settings) as service:
        log.info("serving", smtp=service.smtp_port, web=service.web_port, desk=service.desk_port)
        await stop.wait()
        log.info("stopping")
