"""What whoever runs it can set: a TOML file, the environment, or both; the environment wins."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from cases.errors import BadInput

ROLES = ("smtp", "imap", "web", "desk", "telegram", "work")
"""The parts of the service that a process can run."""


class CustomerSettings(BaseModel):
    """A controller that a processor works for: found by its subdomain or name, told at `contact`."""

    model_config = ConfigDict(extra="forbid")

    subdomain: str
    name: str
    contact: str


class OrganisationSettings(BaseModel):
    """What belongs to one organisation and not into its policy; stands under `[organisation.<id>]` in the file."""

    model_config = ConfigDict(extra="forbid")

    customers: list[CustomerSettings] = Field(default_factory=list)
    authserv_id: str | None = None
    """The front mail server whose Authentication-Results are trusted (RFC 8601)."""


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
    public_url: str | None = None
    desk_url: str | None = None
    outgoing: str | None = None
    roles: str = ",".join(ROLES)
    secret_file: Path = Path("var/secret")
    smtp_certificate: Path | None = None
    smtp_key: Path | None = None
    smtp_max_bytes: int = Field(default=35 * 1024 * 1024, ge=64 * 1024)
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

    @field_validator("policies", "smtp_certificate", "smtp_key", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:  # noqa: ANN401 - before it is read
        return value or None

    @property
    def parts(self) -> frozenset[str]:
        """Give the parts that this process runs."""
        return frozenset(part.strip() for part in self.roles.split(",") if part.strip())

    @property
    def desk_address(self) -> str:
        """Give the desk's address as staff reach it, without a slash at the end."""
        return (self.desk_url or f"http://{self.desk or self.web}").rstrip("/")


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
    for name, written in (("SMTP", settings.smtp), ("WEB", settings.web), ("DESK", settings.desk)):
        endpoint(f"SVARFRIST_{name}", written)
    return settings


def endpoint(name: str, written: str) -> Endpoint | None:
    """Read `host:port`; None where the setting is empty, which means off."""
    if not written:
        return None
    host, colon, port = written.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - the last port there is
        raise BadInput(f'{name} "{written}" is no address; expected host:port, for example 127.0.0.1:8025')
    return Endpoint(host.strip("[]"), int(port))


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
