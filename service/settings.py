"""What whoever runs it can set: a TOML file, the environment, or both; the environment wins."""

import tomllib
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from cases.errors import BadInput
from cases.office import DOMAIN_CAP

ROLES = ("smtp", "imap", "web", "desk", "telegram", "work")
"""The parts of the service that a process can run."""


class CustomerSettings(BaseModel):
    """A controller that a processor works for: found by its subdomain or name, told at `contact`."""

    model_config = ConfigDict(extra="forbid")

    subdomain: str
    name: str
    contact: str
    ended: date | None = None
    """The last day of the relation; None while it lasts."""
    accounts: str | None = None
    """How long it has its learners' accounts kept; None where nothing is agreed."""


class DkimSettings(BaseModel):
    """What an organisation's letters are signed with; stands under `[organisation.<id>.dkim]` in the file."""

    model_config = ConfigDict(extra="forbid")

    selector: str
    key: str
    """The private key, by reference."""
    domain: str | None = None
    """The domain that signs; None: that of the organisation's first address."""


class OAuthSettings(BaseModel):
    """How a mailbox is opened with tokens; stands under `[organisation.<id>.mailboxes.<name>.oauth]` in the file."""

    model_config = ConfigDict(extra="forbid")

    token_url: str
    client_id: str
    client_secret: str | None = None
    """The client's secret, by reference; None: the client has none."""
    scope: str = ""
    grant: Literal["client_credentials", "refresh_token"] = "client_credentials"
    refresh_token: str | None = None
    """The refresh token, by reference."""
    secret_expires: date | None = None
    """The last day on which the client's secret is good for."""


class MailboxSettings(BaseModel):
    """A mailbox that letters are fetched from; stands under `[organisation.<id>.mailboxes.<name>]` in the file."""

    model_config = ConfigDict(extra="forbid")

    host: str = Field(min_length=1)
    port: int = Field(default=993, ge=1, le=65535)
    tls: Literal["tls", "starttls", "none"] = "tls"
    ca_file: Path | None = None
    """The authority that signs the server's certificate; None: those that this machine trusts."""
    user: str = Field(min_length=1)
    password: str | None = None
    """The password, by reference."""
    oauth: OAuthSettings | None = None
    """Tokens instead of a password."""
    address: str | None = None
    """The organisation's own address that its letters come to; None: the user's name is one."""
    folder: str = Field(default="INBOX", min_length=1)
    after: Literal["leave", "flag", "move"] = "flag"
    taken: str = Field(default="Taken", min_length=1)
    poll: float = Field(default=60.0, ge=1, le=1500)
    idle: bool = True
    silent_minutes: int = Field(default=15, ge=1)
    """Minutes without a look that went well after which staff are told."""


class OrganisationSettings(BaseModel):
    """What belongs to one organisation and not into its policy; stands under `[organisation.<id>]` in the file."""

    model_config = ConfigDict(extra="forbid")

    customers: list[CustomerSettings] = Field(default_factory=list)
    authserv_id: str | None = None
    """The front mail server whose Authentication-Results are trusted (RFC 8601)."""
    domain_cap: int = Field(default=DOMAIN_CAP, ge=1)
    """Letters without a person that leave for one domain in an hour, at the most."""
    dkim: DkimSettings | None = None
    """What its letters are signed with; None: nothing."""
    chat_origins: list[str] = Field(default_factory=list)
    """The sites that may have its chat on their pages, beside our own."""
    chat_quiet_minutes: int = Field(default=15, ge=1, le=1440)
    """Minutes without a line by whoever took a conversation over after which the chat answers again."""
    undo_seconds: int = Field(default=20, ge=0, le=600)
    """Seconds in which a letter that somebody approved at the desk may be taken back before it leaves; 0: none."""
    notice_minutes: int = Field(default=5, ge=0, le=60)
    """Minutes for which notices to one of staff are gathered, to leave as one; 0: each leaves by itself."""
    sso_issuer: str | None = None
    """Its own log-in for staff (OpenID Connect): the address of the provider; None: it has none."""
    sso_client: str | None = None
    """What the provider calls us."""
    sso_secret: str | None = None
    """What we show the provider, by reference; None: nothing."""
    sso_roles: dict[str, str] = Field(default_factory=dict)
    """The role that somebody has by a group of the provider's; empty: whoever comes is staff already."""
    sso_claim: str = "groups"
    """Where in the provider's token the groups stand."""
    webhook: str | None = None
    """Where its own system is told of what happens to its cases; None: nowhere."""
    webhook_secret: str | None = None
    """What the calls are signed with, by reference."""
    webhook_private: bool = False
    """Whether the webhook may be in a private network, or on this machine."""
    telegram_token: str | None = None
    """The token of its bot at Telegram, by reference; None: it has none."""
    telegram_webhook: bool = False
    """Whether Telegram brings updates to our public pages; else they are asked for."""
    telegram_api: str = "https://api.telegram.org"
    """The server of the Bot API: Telegram's, or one of one's own."""
    mailboxes: dict[str, MailboxSettings] = Field(default_factory=dict)
    """The mailboxes that its letters are fetched from, by a name of its own choosing."""


class Settings(BaseSettings):
    """Every setting, by its name in the file; in the environment it is SVARFRIST_ and the name in capitals."""

    model_config = SettingsConfigDict(env_prefix="SVARFRIST_", extra="forbid")

    database: str = "sqlite:///var/svarfrist.db"
    vault: str = "var/vault"
    policies: Path | None = None
    """A folder of organisations; None: the ones that come with the program."""
    smtp: str = "127.0.0.1:8025"
    web: str = "127.0.0.1:8000"
    desk: str = "127.0.0.1:8001"
    proxies: str = "127.0.0.1"
    """Whose word counts about where a request for a page comes from: addresses and networks, with commas between."""
    public_url: str | None = None
    desk_url: str | None = None
    outgoing: str | None = None
    outgoing_password: str | None = None
    """The smarthost's password, by reference, where it shall not stand in `outgoing`."""
    outgoing_ca: Path | None = None
    """The authority that signs the smarthost's certificate; None: those that this machine trusts."""
    roles: str = ",".join(ROLES)
    secret_file: Path = Path("var/secret")
    smtp_certificate: Path | None = None
    smtp_key: Path | None = None
    smtp_max_bytes: int = Field(default=35 * 1024 * 1024, ge=64 * 1024)
    border: bool = False
    """Whether letters come straight from the net, so that nobody before us looks at SPF, DKIM and DMARC."""
    resolver: str | None = None
    """The name server to ask, host:port; None: those of the machine."""
    forget: bool = False
    """Whether cases whose time is over are erased every night; until then only `svarfrist forget` does it."""
    scanner: str | None = None
    """Where a virus scanner listens: unix:/path or tcp://host:port."""
    second_factor: Literal["off", "offered", "demanded"] = "offered"
    """Whether more than a password is asked of staff who decide or administer."""
    desk_idle_minutes: int = Field(default=120, ge=5, le=24 * 60)
    """Minutes without a page after which staff log in again."""
    desk_session_hours: int = Field(default=12, ge=1, le=30 * 24)
    """Hours after which staff log in again, whatever they do."""
    tell_new_devices: bool = False
    """Whether staff are told by e-mail of a log-in from a browser that they never were in before."""
    check_links: bool = False
    """Whether the web addresses in the policies are looked at once a week."""
    log: str = "info"
    organisation: dict[str, OrganisationSettings] = Field(default_factory=dict)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic names the arguments
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        return env_settings, init_settings

    @field_validator("policies", "smtp_certificate", "smtp_key", "outgoing_ca", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:  # noqa: ANN401 - before it is read
        return value or None

    @property
    def parts(self) -> frozenset[str]:
        """Give the parts that this process runs."""
        return frozenset(part.strip() for part in self.roles.split(",") if part.strip())

    @property
    def trusted_proxies(self) -> tuple[str, ...]:
        """Give the proxies in front, each an IP address or a network; raise BadInput for what is neither."""
        return tuple(_proxy(written.strip()) for written in self.proxies.split(",") if written.strip())

    @property
    def desk_address(self) -> str:
        """Give the desk's address as staff reach it, without a slash at the end."""
        return (self.desk_url or f"http://{self.desk or self.web}").rstrip("/")

    @property
    def public_address(self) -> str:
        """Give the public pages' address as people reach them, without a slash at the end; "" where there are none."""
        return (self.public_url or (f"http://{self.web}" if self.web else "")).rstrip("/")


@dataclass(frozen=True)
class Endpoint:
    """Where to listen or connect."""

    host: str
    port: int


def load_settings(config: Path | None = None) -> Settings:
    """Read the file, if one is named, and the environment; raise BadInput that names the setting that is wrong."""
    try:
        settings = Settings(**_file(config))
    except ValidationError as wrong:
        raise BadInput("\n".join(_told(error, config) for error in wrong.errors())) from None
    except SettingsError:
        raise BadInput("SVARFRIST_ORGANISATION is not valid JSON; expected what [organisation.<id>] says") from None
    unknown = settings.parts - set(ROLES)
    if unknown:
        raise BadInput(f"SVARFRIST_ROLES: unknown {', '.join(sorted(unknown))}; expected some of {', '.join(ROLES)}")
    if (settings.smtp_certificate is None) != (settings.smtp_key is None):
        raise BadInput("SVARFRIST_SMTP_CERTIFICATE and SVARFRIST_SMTP_KEY belong together; only one is set")
    for name, written in (
        ("SMTP", settings.smtp),
        ("WEB", settings.web),
        ("DESK", settings.desk),
        ("RESOLVER", settings.resolver or ""),
    ):
        endpoint(f"SVARFRIST_{name}", written)
    _ = settings.trusted_proxies  # raises where one is none
    return settings


def endpoint(name: str, written: str) -> Endpoint | None:
    """Read `host:port`; None where the setting is empty, which means off."""
    if not written:
        return None
    host, colon, port = written.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - the last port there is
        raise BadInput(f'{name} "{written}" is no address; expected host:port, for example 127.0.0.1:8025')
    return Endpoint(host.strip("[]"), int(port))


def _proxy(written: str) -> str:
    try:
        return str(ip_network(written) if "/" in written else ip_address(written))
    except ValueError:
        raise BadInput(
            f'SVARFRIST_PROXIES "{written}" is no address or network; expected some such as 127.0.0.1, 10.0.0.0/8'
        ) from None


def _file(config: Path | None) -> dict[str, Any]:
    if config is None:
        return {}
    try:
        return tomllib.loads(config.read_text(encoding="utf-8"))
    except OSError as unread:
        raise BadInput(f"{config}: cannot be read ({unread.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise BadInput(f"{config}: is not valid TOML: {broken}") from None


def _told(error: Any, config: Path | None) -> str:  # noqa: ANN401 - pydantic's error dictionary
    key = ".".join(str(part) for part in error["loc"])
    name = f"SVARFRIST_{key.upper()}" if "." not in key else key
    return f"{name}{f' ({config})' if config else ''}: {error['msg'].lower()}"
