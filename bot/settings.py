"""Every setting of the bot, its default, and what is wrong with it, in words.

A setting is an environment variable, or a line of a ``.env`` file in the working directory; the
environment wins. Nothing is read at import, and no error shows the value of a secret.
"""

import importlib.util
import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

Mode = Literal["serve", "socket", "database"]
"""What the settings are for: HTTP, Socket Mode, or only the database."""

_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_SIGNING_SECRETS_AT_MOST: Final = 2
_PORTS: Final = range(1, 65536)
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}

_POSTGRESQL_PARAMETERS: Final = frozenset(
    {"host", "port", "ssl", "sslmode", "target_session_attrs"}
)

_WHERE: Final = {
    "SLACK_SIGNING_SECRET": "copy the Signing Secret from Basic Information in the app's settings",
    "SLACK_BOT_TOKEN": "copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions",
    "SLACK_CLIENT_ID": "it belongs to SLACK_CLIENT_SECRET; set both or neither",
    "SLACK_CLIENT_SECRET": "it belongs to SLACK_CLIENT_ID; set both or neither",
    "SLACK_APP_TOKEN": "make an app-level token (xapp-...) with connections:write in Basic "
    "Information",
}
_NEEDED: Final[Mapping[Mode, tuple[str, ...]]] = {
    "serve": ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"),
    "socket": ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"),
    "database": (),
}


class SettingsError(Exception):
    """Settings are missing or wrong: one line for each, all of them at once."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _signing_secrets(value: SecretStr) -> SecretStr:
    parts = [part.strip() for part in value.get_secret_value().split(",")]
    if not all(parts):
        raise ValueError("has an empty part: write one secret, or two with a comma between them")
    if len(parts) > _SIGNING_SECRETS_AT_MOST:
        raise ValueError(f"holds {len(parts)} secrets: keep the new one and the one it replaces")
    return SecretStr(",".join(parts))


def _bot_token(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith("xoxb-"):
        raise ValueError(f"does not begin with xoxb-: {_WHERE['SLACK_BOT_TOKEN']}")
    return value


def _app_token(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith("xapp-"):
        raise ValueError(f"does not begin with xapp-: {_WHERE['SLACK_APP_TOKEN']}")
    return value


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _api_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.query or parts.fragment:
        raise ValueError("is not a web address: leave it out to use https://slack.com/api/")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise ValueError("must begin with https://; http:// is for a Slack on this machine only")
    return value.rstrip("/") + "/"


def _database_url(value: SecretStr) -> SecretStr:
    try:
        url = make_url(value.get_secret_value())
    except ArgumentError:
        url = None
    if url is None or url.drivername not in _DRIVERS:
        raise ValueError(
            "is not a database this app can use: write sqlite:///path/to/file.db or "
            "postgresql://user:password@host/name"
        )
    driver = _DRIVERS[url.drivername]
    if driver == "sqlite+aiosqlite" and url.database in {None, "", ":memory:"}:
        raise ValueError(
            "is a database in memory, lost at the end: write sqlite:///path/to/file.db"
        )
    if driver == "postgresql+asyncpg":
        if importlib.util.find_spec("asyncpg") is None:
            raise ValueError(
                "names PostgreSQL, and its driver is not installed: "
                "run pip install '.[postgres]' in this folder"
            )
        if unknown := sorted(set(url.query) - _POSTGRESQL_PARAMETERS):
            raise ValueError(f"has parameters that its driver does not take: {', '.join(unknown)}")
        # Hosts hand out libpq's name of this parameter; asyncpg has the same values as `ssl`.
        url = url.set(query={"ssl" if k == "sslmode" else k: v for k, v in url.query.items()})
    return SecretStr(url.set(drivername=driver).render_as_string(hide_password=False))


def _port(value: object) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) < len("100000")):
        raise ValueError("is not a port: write a whole number from 1 to 65535")
    if int(text) not in _PORTS:
        raise ValueError(f"is {int(text)}: write a whole number from 1 to 65535")
    return int(text)


def _log_level(value: str) -> str:
    if value.upper() not in _LEVELS:
        raise ValueError(f"is not a level: write one of {', '.join(_LEVELS)}")
    return value.upper()


class Settings(BaseSettings):
    """The settings, checked and normalised; `load_settings` makes them.

    Building one directly reads no environment and no file.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
        use_attribute_docstrings=True,
    )

    slack_signing_secret: Annotated[SecretStr, AfterValidator(_signing_secrets)] | None = None
    """Proves that a request comes from Slack. HTTP only. Two, comma-separated, while rotating."""
    slack_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = None
    """The token that the bot speaks with: ``xoxb-``."""
    slack_app_token: Annotated[SecretStr, AfterValidator(_app_token)] | None = None
    """Opens the socket: ``xapp-``. Socket Mode only."""
    slack_client_id: str | None = None
    """The app's id for installing it from a web page; together with the client secret."""
    slack_client_secret: SecretStr | None = None
    """The secret that belongs to the client id."""
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = "https://slack.com/api/"
    """Where the Web API is; ends in a slash. Plain http only on this machine."""
    data_dir: Path = Path("data")
    """The directory of the SQLite file; made at start."""
    database_url: Annotated[SecretStr, AfterValidator(_database_url)] | None = None
    """An SQLAlchemy URL with an async driver; ``database`` gives it with its default."""
    host: str = "127.0.0.1"
    """The address to listen on. Loopback, so that nothing is open to a network unasked: a tunnel
    or a proxy on the same machine reaches it, and the container image sets 0.0.0.0."""
    port: Annotated[int, BeforeValidator(_port)] = 3000
    """The port to listen on."""
    log_level: Annotated[str, AfterValidator(_log_level)] = "INFO"
    """DEBUG, INFO, WARNING or ERROR. Libraries never log below INFO."""

    @property
    def signing_secrets(self) -> tuple[SecretStr, ...]:
        """The signing secrets that are valid now: none, one, or two while one is replaced."""
        if self.slack_signing_secret is None:
            return ()
        return tuple(SecretStr(s) for s in self.slack_signing_secret.get_secret_value().split(","))

    @property
    def database(self) -> SecretStr:
        """The database's URL with an async driver: DATABASE_URL, or SQLite in DATA_DIR."""
        if self.database_url is not None:
            return self.database_url
        file = self.data_dir / "orchestrator.db"
        return SecretStr(str(URL.create("sqlite+aiosqlite", database=str(file))))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the signature is pydantic-settings'
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in: `load_settings` alone reads the world."""
        return (init_settings,)


def load_settings(mode: Mode, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings for a mode, from the environment and ``.env``, or from ``environ`` alone.

    An empty variable counts as not set.

    Raises:
        SettingsError: a line for every setting that is missing or wrong.
    """
    given = _read() if environ is None else dict(environ)
    raw = {name.lower(): value.strip() for name, value in given.items() if value and value.strip()}
    lines = [f"{name} is not set: {_WHERE[name]}." for name in _missing(mode, raw)]
    settings = Settings()
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        lines += [_line(each) for each in error.errors(include_url=False, include_input=False)]
    if lines:
        raise SettingsError(lines)
    return settings


def _read() -> dict[str, str]:
    """What the ``.env`` file and, above it, the environment say of our settings."""
    try:
        file = DotEnvSettingsSource(Settings, env_file=".env", env_file_encoding="utf-8")()
    except UnicodeDecodeError:
        raise SettingsError([".env is no UTF-8 text: save it again as UTF-8."]) from None
    return {**file, **EnvSettingsSource(Settings)()}


def _missing(mode: Mode, raw: Mapping[str, str]) -> list[str]:
    client = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
    needed = list(_NEEDED[mode])
    if any(name.lower() in raw for name in client):
        needed += client
    return [name for name in needed if name.lower() not in raw]


def _line(error: ErrorDetails) -> str:
    """The setting's name and what to do about it; never what it holds."""
    name = str(error["loc"][0]).upper()
    what = error["ctx"]["error"] if error["type"] == "value_error" else error["msg"]
    return f"{name} {what}."
