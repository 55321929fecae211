"""How a message leaves the house: one Protocol, and a way for each channel."""

from __future__ import annotations

from ehc_workflow.notify.console import ConsoleNotifier
from ehc_workflow.notify.mail import Mail, Notifier, UndeliveredError
from ehc_workflow.notify.memory import MemoryNotifier
from ehc_workflow.notify.smtp import SmtpNotifier
from ehc_workflow.settings import Settings

__all__ = ["Mail", "MemoryNotifier", "Notifier", "UndeliveredError", "notifier_for"]


def notifier_for(settings: Settings) -> Notifier:
    """The way that EHC_MAIL_CHANNEL names."""
    match settings.mail_channel:
        case "smtp":
            return SmtpNotifier(
                host=settings.smtp_host,
                port=settings.smtp_port,
                sender=settings.smtp_from,
                user=settings.smtp_user,
                password=settings.smtp_password,
            )
        case "memory":
            return MemoryNotifier()
        case "console":
            return ConsoleNotifier()
