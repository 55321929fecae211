"""One frozen value, checked at start: a wrong or missing setting stops the program with a sentence that names it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
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
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    environment: Literal["demo", "production"] = "demo"
    database_url: str = "sqlite:///./var/ehc.db"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    base_url: str = ""
    trusted_proxies: str = "127.0.0.1"
    authority_name: str = "Your local authority"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    documents_dir: Path = Path("./var/documents")
    max_upload_bytes: int = Field(default=25_000_000, ge=1_000)

    session_idle_minutes: int = Field(default=60, ge=1)
    session_hours: int = Field(default=12, ge=1)
    sign_in_tries: int = Field(default=5, ge=1)
    sign_in_tries_per_address: int = Field(default=50, ge=1)
    sign_in_minutes: int = Field(default=15, ge=1)

    mail_channel: Literal["console", "smtp", "memory"] = "console"
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_from: str = ""

    today: date | None = None
    demo_password: SecretStr | None = None

    @property
    def is_demo(self) -> bool:
        """Whether the people and cases are invented."""
        return self.environment == "demo"

    @property
    def address(self) -> str:
        """Where people reach the pages: what links in messages start with."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

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
        if not self.is_demo:
            yield from self._demo_only()

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
        if self.mail_channel != "smtp":
            yield (
                "mail_channel",
                "must be smtp in production, or nobody is told of a deadline.",
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
