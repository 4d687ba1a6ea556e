"""How staff get in, as the settings say: how long they stay, what more than a password is asked, and single sign-on."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from cases.errors import BadInput
from cases.office import Office
from desk.access import Access, SecondFactor
from desk.sso_client import Provider
from service.references import secret_of
from service.settings import OrganisationSettings, Settings

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def read_access(settings: Settings, offices: Mapping[str, Office], key: bytes) -> Access:
    """Give the rules of the log-in; raise BadInput that names the setting that is wrong."""
    providers = {
        id_: _provider(id_, one, offices[id_])
        for id_, one in settings.organisation.items()
        if one.sso_issuer or one.sso_client or one.sso_secret or one.sso_roles
    }
    return Access(
        key=key,
        second_factor=SecondFactor(settings.second_factor),
        idle=timedelta(minutes=settings.desk_idle_minutes),
        longest=timedelta(hours=settings.desk_session_hours),
        tells_devices=settings.tell_new_devices,
        providers=providers,
    )


def _provider(id_: str, settings: OrganisationSettings, office: Office) -> Provider:
    where = f"[organisation.{id_}]"
    if not settings.sso_issuer or not settings.sso_client:
        raise BadInput(f"{where}: single sign-on needs sso_issuer and sso_client")
    at = urlsplit(settings.sso_issuer)
    if not at.hostname or (at.scheme != "https" and not (at.scheme == "http" and at.hostname in _LOCAL)):
        raise BadInput(f'{where}: sso_issuer "{settings.sso_issuer}" is no address; expected https://…')
    _check_roles(where, settings, office)
    secret = secret_of(f"{where}: sso_secret", settings.sso_secret) if settings.sso_secret else ""
    return Provider(settings.sso_issuer, settings.sso_client, secret, settings.sso_roles, settings.sso_claim)


def _check_roles(where: str, settings: OrganisationSettings, office: Office) -> None:
    roles = [role.id for role in office.policy.roles]
    for role in settings.sso_roles.values():
        if role not in roles:
            raise BadInput(f'{where}: sso_roles names "{role}"; expected one of {", ".join(roles)}')
