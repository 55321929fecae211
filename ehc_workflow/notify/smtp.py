"""Messages by SMTP, over one connection for as long as there are messages to send."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from pydantic import SecretStr

from ehc_workflow.notify.mail import ClosedError, Mail, UndeliveredError

SECONDS = 20
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SmtpNotifier:
    """Sends by one SMTP server, encrypted whenever the server offers it and always when it asks for a password."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        sender: str,
        user: str = "",
        password: SecretStr | None = None,
        bounces: str = "",
    ) -> None:
        """Nothing is opened before the first message. `bounces` is where delivery reports go, if not to the sender."""
        self._host, self._port = host, port
        self._sender = sender
        self._reports_to = bounces or sender
        self._user, self._password = user, password
        self._server: smtplib.SMTP | None = None

    def send(self, mail: Mail) -> None:
        """Send one message. A connection that failed is not used again."""
        try:
            server = self._server = self._server or self._open()
            refused = server.send_message(
                self._message(mail), self._reports_to, list(mail.to), *_reports(server)
            )
        except smtplib.SMTPAuthenticationError as error:
            self.close()
            raise ClosedError(
                f"The mail server refuses our sign-in (code {error.smtp_code})."
            ) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise UndeliveredError(_refusals(error.recipients)) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise UndeliveredError(_why(error)) from error
        if refused:
            took = tuple(address for address in mail.to if address not in refused)
            raise UndeliveredError(_refusals(refused), reached=took)

    def close(self) -> None:
        """Say goodbye to the server, if it is still there."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()

    def _open(self) -> smtplib.SMTP:
        server = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif self._password is not None and self._host not in _LOOPBACK:
            server.close()
            raise UndeliveredError(
                "The mail server offers no encryption, so the password was not sent."
            )
        if self._password is not None:
            server.login(self._user, self._password.get_secret_value())
        return server

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = ", ".join(mail.to)
        message["Subject"] = mail.subject
        message["Message-ID"] = mail.message_id(self._sender.rpartition("@")[2].strip("> "))
        message["Date"] = (
            formatdate()
        )  # the post's own clock, not the case's: a mailbox sorts by it
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply, please
        message.set_content(mail.body)
        return message


def _reports(server: smtplib.SMTP) -> tuple[list[str], list[str]]:
    """Ask a server that can (RFC 3461) to report what it delivered as well as what it could not."""
    return (["RET=HDRS"], ["NOTIFY=SUCCESS,FAILURE"]) if server.has_extn("dsn") else ([], [])


def _refusals(refused: dict[str, tuple[int, bytes]]) -> str:
    codes = sorted({str(code) for code, _ in refused.values()})
    return f"The mail server refused the recipient (code {', '.join(codes)})."


def _why(error: Exception) -> str:
    """The kind of fault and the server's code; its own words may repeat an address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server answered with code {error.smtp_code}."
    return f"The mail server could not be reached ({type(error).__name__})."
