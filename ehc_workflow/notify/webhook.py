"""Signed messages to another system, as the Standard Webhooks specification has them.

The name of the address is looked up once, what it leads to is checked, and that address is connected to: a name that
leads elsewhere a moment later leads nowhere. No redirect is followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import re
import secrets
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

from ehc_workflow.notify.mail import BusyError, ClosedError, UndeliveredError

SECONDS = 10
"""How long the whole of one message may take."""
LONGEST_WAIT = timedelta(hours=1)
SECRET_PREFIX = "whsec_"
_NEVER = (
    ip_network("169.254.0.0/16"),
    ip_network("fe80::/10"),
    ip_network("168.63.129.16/32"),  # a cloud's own agent, on a public address
    ip_network("64:ff9b::/96"),  # IPv4 written as IPv6
    ip_network("64:ff9b:1::/48"),
)
"""Where machines ask who they are: not even a setting opens these."""

_OUR_NAMES = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "arpa"}
)
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)
"""How machines read the last part of a number that stands for an address (127.1, 0x7f.1): no name ends so."""

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class AddressError(ValueError):
    """An address that no webhook may have, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One message to another system: `key` is the same however often it is sent, `body` is JSON."""

    key: str
    address: str
    secret: str
    body: bytes
    at: datetime

    def headers(self) -> dict[str, str]:
        """The message's id, when it is sent, and the proof that it is ours and unchanged."""
        moment = str(int(self.at.timestamp()))
        signed = b".".join((self.key.encode(), moment.encode(), self.body))
        digest = hmac.new(_raw(self.secret), signed, hashlib.sha256).digest()
        return {
            "Content-Type": "application/json",
            "User-Agent": "ehc-workflow",
            "webhook-id": self.key,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
        }


def new_secret() -> str:
    """A secret of 32 random bytes, written as the specification has it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def _raw(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(SECRET_PREFIX))


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Sends to addresses that may be reached: public ones over https, and the networks that the settings name."""

    networks: tuple[Network, ...] = ()
    https_only: bool = True
    seconds: float = SECONDS

    def check(self, address: str) -> None:
        """Raise `AddressError` for an address that could never be sent to, whatever its name leads to."""
        parts = _parts(address)
        if parts.scheme != "https" and (self.https_only or parts.scheme != "http"):
            raise AddressError("Enter an address that starts with https://")
        if parts.username or parts.password or parts.fragment:
            raise AddressError("Leave out the name, password and # of the address")
        host = parts.hostname or ""
        written = _as_written(host)
        if written is None and _NUMBER.fullmatch(_last_label(host)):
            raise AddressError("Enter the name of a host: this is a number and no whole address")
        is_open = self.may_reach(written) if written else bool(self.networks) or not _is_ours(host)
        if not is_open:
            raise AddressError(
                "This address is on a network of our own or a machine's: enter one that is public"
            )

    def may_reach(self, found: Address) -> bool:
        """Whether an address is public, or on a network that the settings name."""
        real = _unwrapped(found)
        if any(_within(real, network) for network in _NEVER):
            return False
        if any(_within(real, network) for network in self.networks):
            return True
        return real.is_global and not real.is_multicast

    def send(self, message: Signed) -> None:
        """Send one message, or raise `UndeliveredError`: `ClosedError` where the address itself is at fault."""
        try:
            self.check(message.address)
        except AddressError as error:
            raise ClosedError(f"The address of the webhook cannot be used: {error}.") from error
        status, wait = self._post(message)
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            raise ClosedError("The webhook sends on to another address, which is not followed.")
        if status == 410:
            raise ClosedError("The webhook says that it is gone (code 410).")
        if status == 429:
            raise BusyError("The webhook asks to wait (code 429).", wait=wait)
        raise UndeliveredError(f"The webhook answered with code {status}.")

    def _post(self, message: Signed) -> tuple[int, timedelta]:
        parts = _parts(message.address)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        connection = kind(host, port, timeout=self.seconds)
        try:
            connection.sock = self._connected(host, port)
            with _no_longer_than(self.seconds, connection.sock):
                if parts.scheme == "https":
                    connection.sock = ssl.create_default_context().wrap_socket(
                        connection.sock, server_hostname=host
                    )
                connection.request("POST", path, message.body, message.headers())
                answer = connection.getresponse()
                return answer.status, _wait(answer.getheader("Retry-After"))
        except (OSError, http.client.HTTPException) as error:
            why = type(error).__name__
            raise UndeliveredError(f"The webhook could not be reached ({why}).") from error
        finally:
            connection.close()

    def _connected(self, host: str, port: int) -> socket.socket:
        """A connection to what the name leads to now. One address that may not be reached refuses the name."""
        try:
            led_to = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise ClosedError("The name of the webhook is no name of a host.") from error
        found = {ip_address(each[4][0]) for each in led_to}
        if not all(self.may_reach(each) for each in found):
            raise ClosedError(
                "The name of the webhook leads to a network of our own or a machine's, which may not be reached."
            )
        failed: OSError = OSError("no address")
        for each in sorted(found, key=lambda one: one.version):
            try:
                return socket.create_connection((str(each), port), timeout=self.seconds)
            except OSError as error:
                failed = error
        raise failed


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError as error:
        raise AddressError(
            "Enter a whole address, such as https://records.example.org/ehc"
        ) from error
    if not parts.hostname:
        raise AddressError("Enter a whole address, such as https://records.example.org/ehc")
    return parts


def _as_written(host: str) -> Address | None:
    """The address that a host is written as, if it is no name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _last_label(host: str) -> str:
    return host.rstrip(".").rpartition(".")[2]


def _is_ours(host: str) -> bool:
    """Whether a name means something on this machine or network alone, whatever it leads to."""
    return "." not in host.rstrip(".") or _last_label(host) in _OUR_NAMES


def _unwrapped(found: Address) -> Address:
    """The IPv4 address inside one of IPv6."""
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        return inner or found
    return found


def _within(found: Address, network: Network) -> bool:
    return found.version == network.version and found in network


def _wait(said: str | None) -> timedelta:
    """How long a receiver asks us to wait: seconds, a minute where it says nothing, an hour at most."""
    seconds = int(said) if said and said.isdecimal() and len(said) < 9 else 60
    return min(timedelta(seconds=seconds), LONGEST_WAIT)


@contextmanager
def _no_longer_than(seconds: float, taken: socket.socket) -> Iterator[None]:
    """Cut the connection after this time: a receiver that answers letter by letter would hold up the rest."""

    watched = taken.dup()  # wrapping in TLS takes the socket itself away
    timer = threading.Timer(seconds, _cut, [watched])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        watched.close()


def _cut(watched: socket.socket) -> None:
    with suppress(OSError):
        watched.shutdown(socket.SHUT_RDWR)
