"""Messages on standard error, for demonstrations: nothing leaves the machine."""

from __future__ import annotations

import sys

from ehc_workflow.notify.mail import Mail


class ConsoleNotifier:
    """Writes each message where the person who started the program sees it."""

    def send(self, mail: Mail) -> None:
        """Write one message."""
        head = f"Message to {', '.join(mail.to)}: {mail.subject}"
        sys.stderr.write("\n  ".join([head, *mail.body.splitlines()]) + "\n")

    def close(self) -> None:
        """Nothing is open."""
