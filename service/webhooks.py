"""The webhooks as the settings say them, and how one is tried."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.webhook_caller import Called, Webhook, webhook_of
from bot.webhooks import called_with
from cases.errors import BadInput
from cases.office import Office
from intake.announce import Happening, body
from intake.webhook_told import works
from service.offices import read_offices
from service.references import secret_of
from service.settings import OrganisationSettings, Settings, load_settings
from storage import webhooks
from storage.book import Book
from storage.claims import Node
from storage.ids import new_id
from storage.webhooks import Call, WebhookState

TROUBLES = {
    "private": "its name leads into a private network, which is not called; `webhook_private = true` allows it",
    "slow": "it did not answer within ten seconds",
    "unknown_name": "its name is not known",
    "certificate": "its certificate is not believed",
    "unreachable": "there is no connection",
    "redirects": "it leads elsewhere, and no redirect is followed",
    "refused": "it refused the call",
    "broken": "it answered that something went wrong",
}
"""What is wrong with a webhook, in words, by the word that is kept."""


def read_webhooks(settings: Settings, offices: Mapping[str, Office]) -> dict[str, Webhook]:
    """Read where each organisation's own system is told; raise BadInput that names the setting that is wrong."""
    own = {id_: settings.organisation[id_] for id_ in offices if id_ in settings.organisation}
    return {id_: _webhook(id_, said, said.webhook) for id_, said in own.items() if said.webhook is not None}


def _webhook(id_: str, said: OrganisationSettings, url: str) -> Webhook:
    table = f"[organisation.{id_}]"
    if said.webhook_secret is None:
        raise BadInput(f"{table} webhook_secret: is missing; expected env:NAME or file:PATH")
    secret = secret_of(f"{table} webhook_secret", said.webhook_secret)
    try:
        return webhook_of(url, secret, private=said.webhook_private)
    except BadInput as wrong:
        raise BadInput(f"{table} webhook: {wrong}") from None


def tried(organisation: str, config: Path | None) -> Called:
    """Call an organisation's webhook once, with a test; one that was off is on again where it works."""
    settings = load_settings(config)
    hook = _of(settings, organisation)

    async def at_once() -> Called:
        async with Book(settings.database) as book:
            return await try_hook(book, hook, organisation, Node("test", lambda: datetime.now(UTC)))

    return asyncio.run(at_once())


async def try_hook(book: Book, hook: Webhook, organisation: str, node: Node) -> Called:
    """Call a webhook once, signed, with a test; one that was off is on again where it works."""
    now = node.clock()
    id_ = new_id(now)
    test = Call(organisation, id_, Happening.TEST, body(id_, Happening.TEST, {"organisation": organisation}, now))
    called = await called_with(hook, test, node)
    if not called.trouble:
        await book.run(works, organisation, node.clock())
    return called


def standing(organisation: str, config: Path | None) -> WebhookState:
    """Say how an organisation's webhook is."""
    settings = load_settings(config)
    _of(settings, organisation)

    async def looked() -> WebhookState:
        async with Book(settings.database) as book:
            return await book.run(webhooks.state, organisation)

    return asyncio.run(looked())


def _of(settings: Settings, organisation: str) -> Webhook:
    hooks = read_webhooks(settings, read_offices(settings))
    if organisation not in hooks:
        raise BadInput(f"[organisation.{organisation}] webhook: there is none")
    return hooks[organisation]
