"""A web server in the service: it outlives its own death, and stops when it is told to."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI, Request

from cases.errors import BadInput
from service.patience import Patience
from service.settings import Endpoint
from service.web import Site
from tests.smtp import HOST, until


def an_app() -> FastAPI:
    app = FastAPI()

    @app.get("/")
    async def alive() -> str:
        return "alive"

    @app.get("/peer")
    async def peer(request: Request) -> str:
        return request.client.host if request.client else ""

    return app


@asynccontextmanager
async def serving(restart: float = 0.05, proxies: tuple[str, ...] = ()) -> AsyncIterator[Site]:
    site = Site("SVARFRIST_WEB", Endpoint(HOST, 0), an_app(), Patience(restart=restart), proxies)
    site.start()
    try:
        yield site
    finally:
        await site.stop()


async def is_alive(site: Site) -> bool:
    async with httpx.AsyncClient() as browser:
        try:
            return bool((await browser.get(f"http://{HOST}:{site.port}/")).json() == "alive")
        except httpx.TransportError:
            return False


async def die(site: Site) -> None:
    """Let the server of a site die of itself, as a fault in it would."""

    async def fails() -> None:
        raise RuntimeError("a fault in the server")

    died = site._server
    died.config.callback_notify, died.config.timeout_notify = fails, 0
    await until(lambda: not any(server.is_serving() for server in died.servers), "its death")


async def test_a_server_that_dies_is_begun_again_on_its_port() -> None:
    async with serving() as site:
        await until(lambda: is_alive(site))
        for _ in range(2):
            await die(site)
            await until(lambda: is_alive(site), "its second life")


async def test_a_server_that_dies_waits_for_its_port_where_another_took_it() -> None:
    async with serving(restart=0.3) as site:
        await until(lambda: is_alive(site))
        await die(site)
        with socket.create_server((HOST, site.port)):
            await asyncio.sleep(0.5)
            assert not await is_listening(site)
        await until(lambda: is_alive(site))


async def is_listening(site: Site) -> bool:
    return any(server.is_serving() for server in site._server.servers)


async def test_a_server_that_is_dead_stops_without_a_word() -> None:
    async with serving(restart=60) as site:
        await until(lambda: is_alive(site))
        await die(site)
    assert not await is_alive(site)


async def test_a_server_stops_and_gives_its_port_back() -> None:
    async with serving() as site:
        await until(lambda: is_alive(site))
    with socket.create_server((HOST, site.port)):
        pass


async def test_a_taken_port_is_told_before_anything_is_served() -> None:
    async with serving() as site:
        with pytest.raises(BadInput, match=rf"SVARFRIST_DESK {HOST}:{site.port} is taken by another program"):
            Site("SVARFRIST_DESK", Endpoint(HOST, site.port), an_app())


@pytest.mark.parametrize(
    ("proxies", "told", "comes_from"),
    [
        ((HOST,), "203.0.113.9", "203.0.113.9"),
        (("127.0.0.0/8",), "203.0.113.9", "203.0.113.9"),
        ((HOST, "10.1.0.0/16"), "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ((HOST,), "203.0.113.9, 198.51.100.4", "198.51.100.4"),
        ((HOST,), "2001:db8::9", "2001:db8::9"),
        (("192.0.2.7",), "203.0.113.9", HOST),
        (("10.0.0.0/8", "::1"), "203.0.113.9", HOST),
        ((), "203.0.113.9", HOST),
    ],
    ids=[
        "a proxy",
        "one of a network",
        "two in a row",
        "what a client says itself",
        "IPv6",
        "not that",
        "nor those",
        "-",
    ],
)
async def test_whom_a_request_is_from_is_believed_of_our_proxies_alone(
    proxies: tuple[str, ...], told: str, comes_from: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")  # it is the setting that counts
    async with serving(proxies=proxies) as site, httpx.AsyncClient() as proxy:
        answer = await proxy.get(f"http://{HOST}:{site.port}/peer", headers={"X-Forwarded-For": told})
    assert answer.json() == comes_from
