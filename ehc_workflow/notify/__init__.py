"""How a message leaves the house: one Protocol, and a way for each channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.notify.console import ConsoleNotifier
from ehc_workflow.notify.gov_uk import GovUkNotifier
from ehc_workflow.notify.mail import (
    BusyError,
    ClosedError,
    Mail,
    Notifier,
    RefusedError,
    UndeliveredError,
)
from ehc_workflow.notify.memory import MemoryNotifier
from ehc_workflow.notify.smtp import SmtpNotifier
from ehc_workflow.notify.webhook import WebhookSender
from ehc_workflow.settings import Settings

__all__ = [
    "NOTIFY",
    "BusyError",
    "Carriers",
    "ClosedError",
    "Mail",
    "MemoryNotifier",
    "Notifier",
    "RefusedError",
    "UndeliveredError",
    "carriers_for",
    "notifier_for",
    "webhooks_for",
]

NOTIFY = "notify"
"""The name under which pauses of GOV.UK Notify are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriers:
    """The roads beside e-mail, and what is known of its own.

    `mail_by` names the provider of e-mail; `others` send text messages and letters by GOV.UK Notify; `per_minute` is
    how many messages Notify is given. `asked` says what became of what Notify sent, for another thread than `others`.
    """

    mail_by: str = "smtp"
    others: Mapping[MessageChannel, Notifier] = field(default_factory=dict)
    per_minute: int | None = None
    webhooks: WebhookSender | None = None
    asked: GovUkNotifier | None = None

    @property
    def carried(self) -> frozenset[MessageChannel]:
        """The channels by which people can be reached."""
        return frozenset({MessageChannel.EMAIL, *self.others})

    def provider_of(self, channel: MessageChannel) -> str:
        """The name under which pauses of a channel to people are kept."""
        return self.mail_by if channel is MessageChannel.EMAIL else NOTIFY


def notifier_for(settings: Settings) -> Notifier:
    """The way for e-mail that EHC_MAIL_CHANNEL names."""
    match settings.mail_channel:
        case "smtp":
            return SmtpNotifier(
                host=settings.smtp_host,
                port=settings.smtp_port,
                sender=settings.smtp_from,
                user=settings.smtp_user,
                password=settings.smtp_password,
                bounces=settings.smtp_bounces,
            )
        case "notify":
            return _gov_uk(settings)
        case "memory":
            return MemoryNotifier()
        case "console":
            return ConsoleNotifier()


def carriers_for(settings: Settings) -> Carriers:
    """The other ways that the settings name."""
    by_notify = _gov_uk(settings) if settings.notify_api_key else None
    templates = {
        MessageChannel.SMS: settings.notify_sms_template,
        MessageChannel.LETTER: settings.notify_letter_template,
    }
    return Carriers(
        mail_by=NOTIFY if settings.mail_channel == "notify" else settings.mail_channel,
        others={channel: by_notify for channel, template in templates.items() if template}
        if by_notify
        else {},
        per_minute=settings.notify_per_minute,
        webhooks=webhooks_for(settings),
        asked=_gov_uk(settings) if settings.notify_api_key else None,
    )


def webhooks_for(settings: Settings) -> WebhookSender:
    """How other systems are told: public addresses over https. A demonstration may use http on a network it names."""
    return WebhookSender(
        networks=settings.networks, https_only=not (settings.is_demo and settings.networks)
    )


def _gov_uk(settings: Settings) -> GovUkNotifier:
    if settings.notify_api_key is None:
        raise AssertionError("the settings are checked: there is a key where there is Notify")
    return GovUkNotifier(
        api_key=settings.notify_api_key,
        base_url=settings.notify_base_url,
        templates={
            MessageChannel.EMAIL: settings.notify_email_template,
            MessageChannel.SMS: settings.notify_sms_template,
            MessageChannel.LETTER: settings.notify_letter_template,
        },
    )
