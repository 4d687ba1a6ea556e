"""How letters leave, as the settings say it: all of it is read and checked before the first port opens."""

import re
from collections.abc import Mapping

from cases.errors import BadInput
from cases.office import Office
from mail.sign import Signer, read_key
from mail.smarthost import Smarthost, WayOut, trusted
from service.references import secret_of
from service.settings import DkimSettings, Settings

_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def read_way_out(settings: Settings, offices: Mapping[str, Office], key: bytes = b"") -> WayOut | None:
    """Read where letters go and who signs them; None where they are to wait. Raises BadInput that names the setting.

    `key` is what links to cases' own pages are made with.
    """
    signers = {
        id_: _signer(id_, own.dkim, offices[id_]) for id_, own in settings.organisation.items() if own.dkim is not None
    }
    context = trusted(settings.outgoing_ca)
    if not settings.outgoing:
        return None
    named = settings.outgoing_password
    password = secret_of("SVARFRIST_OUTGOING_PASSWORD", named) if named else None
    return WayOut(Smarthost.parse(settings.outgoing, password), context, signers, key)


def _signer(id_: str, dkim: DkimSettings, office: Office) -> Signer:
    table = f"[organisation.{id_}.dkim]"
    domain = _ascii(f"{table} domain", dkim.domain or office.domain)
    if not _aligned(domain, _ascii(f"{table} domain", office.domain)):
        raise BadInput(f"{table} domain: {domain} proves nothing about letters from {office.domain} (RFC 9989 §4.4)")
    if not _SELECTOR.fullmatch(dkim.selector):
        raise BadInput(f'{table} selector: "{dkim.selector}" is no name in the DNS')
    setting = f"{table} key"
    return Signer(domain, dkim.selector, read_key(setting, secret_of(setting, dkim.key)))


def _ascii(setting: str, domain: str) -> str:
    try:
        return domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        raise BadInput(f'{setting}: "{domain}" is no domain') from None


def _aligned(signing: str, ours: str) -> bool:
    above = "." in signing and f".{ours}".endswith(f".{signing}")
    return above or f".{signing}".endswith(f".{ours}")
