"""Messages kept in a list, for tests and for trying things out."""

from __future__ import annotations

from ehc_workflow.notify.mail import Mail


class MemoryNotifier:
    """Keeps what was sent."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        """Keep one message."""
        self.sent.append(mail)

    def close(self) -> None:
        """Nothing is open."""
