"""A provider's own web form, as its server talks to the interface, over real HTTP."""

import base64
from dataclasses import dataclass
from datetime import datetime
from ssl import create_default_context
from typing import Any

from httpx import AsyncClient, Response

from cases.api_key import ApiKey, Scope
from storage import api_keys
from storage.ids import new_id
from tests.at_work import Running
from tests.smtp import until

_TLS = create_default_context()  # read once: it takes longer than a request

WEB = {"web": "127.0.0.1:0"}

COMPLAINT = "Jeg vil gerne klage over kurset i projektledelse i maj. Underviseren kom ikke, og ingen svarede."

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


async def a_key(running: Running, *scopes: Scope, organisation: str = "mentorix", **made: Any) -> str:  # noqa: ANN401 - fields of the key
    """Make a key; give its secret."""
    secret, now = api_keys.new_secret(), running.clock()
    plain: dict[str, Any] = {"expires_at": None, "created_at": now}
    key = ApiKey(
        organisation=organisation,
        id=new_id(now),
        prefix=secret[: api_keys.SHOWN],
        name="www.mentorix.dk",
        scopes=frozenset(scopes or Scope),
        **{**plain, **made},
    )
    await running.service.book.run(api_keys.add, key, secret)
    return secret


def a_file(name: str = "plan.pdf", content: bytes = PDF) -> dict[str, str]:
    """Give a file as it stands in JSON."""
    return {"name": name, "content": base64.b64encode(content).decode("ascii")}


@dataclass
class Site:
    """The provider's own server, with a key."""

    running: Running
    key: str

    async def ask(self, method: str, path: str, **given: Any) -> Response:  # noqa: ANN401 - what httpx takes
        """Ask for something; give the answer, whatever it is."""
        shown = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        headers = {**shown, **given.pop("headers", {})}
        base = f"http://127.0.0.1:{self.running.service.web_port}"
        async with AsyncClient(base_url=base, timeout=30, verify=_TLS) as client:
            return await client.request(method, f"/api/v1{path}", headers=headers, **given)

    async def send(self, named: str = "", **form: Any) -> Response:  # noqa: ANN401 - fields of the form
        """Send what a person typed, under a name where one is given."""
        typed = {"text": COMPLAINT, "email": "anna@example.org", "name": "Anna Holm", "language": "da", **form}
        headers = {"Idempotency-Key": named} if named else {}
        return await self.ask("POST", "/cases", json={k: v for k, v in typed.items() if v is not None}, headers=headers)

    async def opened(self, **form: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the form
        """Send what a person typed; give the one case that it became."""
        answer = await self.send(**form)
        assert answer.status_code == 202, answer.text
        (case,) = (await self.became(answer))["cases"]
        return dict(case)

    async def became(self, answer: Response) -> dict[str, Any]:
        """Ask, where an answer says, what became of what was sent, until it was read: a busy machine takes its time."""
        told: dict[str, Any] = answer.json()

        async def read() -> bool:
            nonlocal told
            if told["status"] == "waiting":
                told = (await self.ask("GET", answer.headers["location"].partition("/api/v1")[2])).json()
            return bool(told["status"] != "waiting")

        await until(read, "reading")
        return told


def day_of(at: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(at)
