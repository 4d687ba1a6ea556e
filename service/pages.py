"""The pages of the service, put together: what the public reaches, and what staff do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import FastAPI

from bot.api.app import Interface, api_app
from bot.api.pages import docs_app
from bot.case_pages import CasePages, case_app
from bot.identity_page import identity_app
from bot.reception import Reception
from bot.says import words
from bot.telegram import Taker
from bot.telegram_webhook import telegram_app
from bot.web_chat import chat_app
from bot.webhook_caller import Webhook
from cases.message import Envelope
from desk.access import Access
from desk.app import desk_app
from desk.console import Letters
from desk.house import House
from intake.watch import Watched
from mail.attachments import attachment_bytes
from mail.first_page import first_page
from mail.laid_out import laid_out
from mail.parse import parse
from mail.strike import Striking, struck_out
from service.health import health_app
from service.parts import Service
from service.settings import Settings
from service.webhooks import try_hook
from storage.policies import SHIPPED, digest


@dataclass(frozen=True)
class Public:
    """What public pages work with: the chat, the pages of cases, and who takes updates of Telegram, by organisation."""

    reception: Reception
    case_pages: CasePages
    takers: Mapping[str, Taker]


def public_app(service: Service, public: Public, watched: Sequence[Watched], bots: Sequence[str] = ()) -> FastAPI:
    """Give what anybody may reach. Nothing of the desk is in it."""
    book, offices, clock = service.book, service.offices, service.node.clock
    app = health_app(book, clock, watched, bots)
    app.mount("/identity", identity_app(book, offices, clock))
    app.mount("/chat", chat_app(public.reception))
    app.mount("/case", case_app(public.case_pages))
    app.mount("/api/v1", api_app(Interface(book, offices, clock, public.reception.files)))
    app.mount("/docs", docs_app())
    app.mount("/telegram", telegram_app(public.takers))
    return app


def desk_of(service: Service, access: Access, house: House, *, secure: bool) -> FastAPI:
    """Give what staff reach; `secure`: over TLS alone."""
    return desk_app(
        service.book,
        service.offices,
        secure_cookies=secure,
        clock=service.node.clock,
        letters=Letters(
            attachment=lambda arrival, part: attachment_bytes(service.vault.raw(arrival), part),
            parse=lambda raw, at: parse(raw, envelope=Envelope("", ()), received_at=at),
            without=lambda raw, strike: struck_out(raw, Striking(strike)),
            said=words,
            laid_out=lambda arrival, hide, pictures: laid_out(service.vault.raw(arrival), hide, pictures=pictures),
            first_page=first_page,
        ),
        access=access,
        house=house,
    )


def house_of(service: Service, settings: Settings, hooks: Mapping[str, Webhook]) -> House:
    """Give what the desk shows of the installation to those who look after it."""
    folder = settings.policies or SHIPPED

    async def try_one(organisation: str) -> str:
        return (await try_hook(service.book, hooks[organisation], organisation, service.node)).trouble

    return House(
        policies=folder,
        digests={id_: digest(folder, id_) for id_ in service.offices},
        begun_at=service.node.clock(),
        hooks={id_: urlsplit(hook.url).hostname or "" for id_, hook in hooks.items()},
        try_hook=try_one,
        erases=settings.forget,
    )
