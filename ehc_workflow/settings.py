"""One frozen value, checked at start: a wrong or missing setting stops the program with a sentence that names it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from ehc_workflow.domain.errors import EhcError

PREFIX = "EHC_"


class SettingsError(EhcError):
    """A setting is wrong or missing."""


class Settings(BaseSettings):
    """Everything that may differ between two installations; each comes from the variable `EHC_` and its name."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    environment: Literal["demo", "production"] = "demo"
    """`demo`: everybody is invented. `production`: real people, and no start without https and a way for e-mail."""
    database_url: str = "sqlite:///./var/ehc.db"
    """Where the database is: `sqlite:///./var/ehc.db`, or `postgresql+psycopg://user:password@host/name`."""
    host: str = "127.0.0.1"
    """The address the web server listens on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """The port the web server listens on."""
    base_url: str = ""
    """The address people use, such as `https://ehc.example.org`: links in messages start with it."""
    trusted_proxies: str = "127.0.0.1"
    """Whose word on a caller's address is believed: the reverse proxies, with commas between."""
    authority_name: str = "Your local authority"
    """The name in the header of pages that nobody is signed in to."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""

    documents_dir: Path = Path("./var/documents")
    """The folder that holds the documents; with a bucket, where each is looked at before it goes up."""
    s3_bucket: str = ""
    """The S3-compatible bucket that holds the documents; empty for the folder."""
    s3_endpoint: str = ""
    """Where the bucket is, such as `https://s3.example.org`; empty for Amazon's own."""
    s3_region: str = "eu-west-2"
    """Its region."""
    s3_access_key_id: str = ""
    """The name to sign in to it with."""
    s3_secret_access_key: SecretStr | None = None
    """The secret to sign in to it with."""
    fonts_dir: Path | None = None
    """A folder with more fonts for letters and plans, for scripts that the built-in ones lack; empty for none."""
    max_upload_bytes: int = Field(default=25_000_000, ge=1_000)
    """The largest upload."""

    virus_scanner: str = ""
    """The virus scanner, a clamd at `unix:/run/clamav/clamd.ctl` or `127.0.0.1:3310`; empty for none."""
    allow_unscanned: bool = False
    """Whether files may be taken in production without a virus scanner: it has to be said on purpose."""

    session_idle_minutes: int = Field(default=60, ge=1)
    """Minutes without a page after which a sign-in ends."""
    session_hours: int = Field(default=12, ge=1)
    """Hours after which a sign-in ends in any case."""
    sign_in_tries: int = Field(default=5, ge=1)
    """Tries to sign in to one account before it has to wait."""
    sign_in_tries_per_address: int = Field(default=50, ge=1)
    """Tries from one network address before it has to wait."""
    sign_in_minutes: int = Field(default=15, ge=1)
    """The minutes that tries are counted in."""

    mail_channel: Literal["console", "smtp", "notify", "memory"] = "console"
    """How e-mail leaves: `smtp`; `notify` (GOV.UK Notify); `console` only writes it; `memory` is for tests."""
    smtp_host: str = ""
    """The mail server."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    """Its port."""
    smtp_user: str = ""
    """The name to sign in to it with; empty for none."""
    smtp_password: SecretStr | None = None
    """The password to sign in to it with."""
    smtp_from: str = ""
    """The address messages come from."""
    smtp_bounces: str = ""
    """The address that delivery reports go to, whose mail is piped into `ehc bounce`; empty for EHC_SMTP_FROM."""

    notify_api_key: SecretStr | None = None
    """The API key of GOV.UK Notify, for e-mail, text messages or letters; empty for none of it."""
    notify_base_url: str = "https://api.notifications.service.gov.uk"
    """Where GOV.UK Notify is."""
    notify_email_template: str = ""
    """The id of its e-mail template, with the subject `((subject))` and the message `((body))`."""
    notify_sms_template: str = ""
    """The id of its text message template, with the message `((body))`; empty to send no text messages."""
    notify_letter_template: str = ""
    """The id of its letter template, with heading `((subject))` and body `((body))`; empty to send no letters."""
    notify_per_minute: int = Field(default=3000, ge=1)
    """How many messages GOV.UK Notify is given in a minute, by all workers together."""

    webhook_networks: str = ""
    """Networks of one's own that webhooks may reach, such as `10.20.0.0/16`, with commas between; empty for none."""

    catch_up_days: int = Field(default=31, ge=0, le=366)
    """How many missed days the worker makes up for after it was off; what lies further back is said and left."""

    today: date | None = None
    """Demonstrations only: a day that stands still, such as `2026-06-30`."""
    demo_password: SecretStr | None = None
    """Demonstrations only: the password that all invented people share."""

    @property
    def is_demo(self) -> bool:
        """Whether the people and cases are invented."""
        return self.environment == "demo"

    @property
    def address(self) -> str:
        """Where people reach the pages: what links in messages start with."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks of one's own that webhooks may reach."""
        parts = (part.strip() for part in self.webhook_networks.split(","))
        return tuple(ip_network(part) for part in parts if part)

    @property
    def shared_password(self) -> SecretStr | None:
        """The password every invented person shares. Outside a demonstration there is none."""
        if not self.is_demo:
            return None
        return self.demo_password or SecretStr("all-of-this-is-invented")

    @model_validator(mode="after")
    def fit_together(self) -> Self:
        """Refuse settings that are each possible and together are not."""
        for name, reason in self._misfits():
            raise ValueError(f"{PREFIX}{name.upper()} {reason}")
        return self

    def _misfits(self) -> Iterable[tuple[str, str]]:
        if not self.database_url.startswith(("sqlite:///", "postgresql")):
            yield "database_url", "must start with sqlite:/// or postgresql://."
        if self.mail_channel == "smtp" and not self.smtp_host:
            yield "smtp_host", "is missing: EHC_MAIL_CHANNEL is smtp."
        if self.mail_channel == "smtp" and not self.smtp_from:
            yield "smtp_from", "is missing: EHC_MAIL_CHANNEL is smtp."
        yield from self._half_a_notify()
        yield from self._networks_that_cannot_be()
        yield from self._half_a_bucket()
        if self.virus_scanner and not re.fullmatch(r"unix:/.+|[^:]+:\d{1,5}", self.virus_scanner):
            yield "virus_scanner", "must be unix:/path/of/the/socket or host:port."
        if not self.is_demo:
            yield from self._demo_only()

    def _half_a_notify(self) -> Iterable[tuple[str, str]]:
        """Templates without a key, or e-mail without its template, would send nothing."""
        templates = self.notify_sms_template or self.notify_letter_template
        key = self.notify_api_key.get_secret_value() if self.notify_api_key else ""
        if (self.mail_channel == "notify" or templates) and not key:
            yield "notify_api_key", "is missing: messages are to go by GOV.UK Notify."
        if key and not re.fullmatch(r".*[0-9a-fA-F-]{36}-[0-9a-fA-F-]{36}", key):
            yield (
                "notify_api_key",
                "is not a key of GOV.UK Notify: it ends in two ids of 36 characters.",
            )
        if self.mail_channel == "notify" and not self.notify_email_template:
            yield "notify_email_template", "is missing: EHC_MAIL_CHANNEL is notify."
        if not self.notify_base_url.startswith("https://") and not self.is_demo:
            yield "notify_base_url", "must be an https:// address in production."

    def _networks_that_cannot_be(self) -> Iterable[tuple[str, str]]:
        try:
            self.networks  # noqa: B018 - read for what it refuses
        except ValueError:
            yield "webhook_networks", "must be networks such as 10.20.0.0/16, with commas between."

    def _half_a_bucket(self) -> Iterable[tuple[str, str]]:
        """Half a bucket would keep documents where nobody looks for them."""
        parts = {
            "s3_bucket": self.s3_bucket,
            "s3_access_key_id": self.s3_access_key_id,
            "s3_secret_access_key": self.s3_secret_access_key
            and self.s3_secret_access_key.get_secret_value(),
        }
        if any(parts.values()) or self.s3_endpoint:
            for name in (name for name, value in parts.items() if not value):
                yield (
                    name,
                    "is missing: a bucket needs its name, EHC_S3_ACCESS_KEY_ID and its secret.",
                )
        if self.s3_endpoint and not self.s3_endpoint.startswith(("https://", "http://")):
            yield "s3_endpoint", "must be an https:// address."
        if not self.is_demo and self.s3_endpoint.startswith("http://"):
            yield "s3_endpoint", "must be an https:// address in production."

    def _demo_only(self) -> Iterable[tuple[str, str]]:
        if not self.base_url.startswith("https://"):
            yield "base_url", "must be this service's https:// address in production."
        if self.today is not None:
            yield (
                "today",
                "is for demonstrations only: in production the day is the real one.",
            )
        if self.demo_password is not None:
            yield "demo_password", "is for demonstrations only."
        if not self.virus_scanner and not self.allow_unscanned:
            yield (
                "virus_scanner",
                "is missing: name clamd's socket, or set EHC_ALLOW_UNSCANNED=true to take files nobody has scanned.",
            )
        if self.mail_channel not in ("smtp", "notify"):
            yield (
                "mail_channel",
                "must be smtp or notify in production, or nobody is told of a deadline.",
            )


def load_settings(**given: object) -> Settings:
    """Read the settings from the environment (`given` goes first), or say in one sentence which is wrong."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(f"{name} is not a setting of this program.")
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError(_sentence(error.errors(include_url=False)[0])) from None


def _sentence(error: ErrorDetails) -> str:
    if not error["loc"]:
        return error["msg"].removeprefix("Value error, ")
    name = PREFIX + str(error["loc"][0]).upper().removeprefix(PREFIX)
    return f"{name} is wrong: {error['msg'][0].lower()}{error['msg'][1:]}."
