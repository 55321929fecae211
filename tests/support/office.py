"""A served program and people in front of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from playwright.sync_api import Browser, Page

from ehc_workflow.domain.actors import Role
from tests.support.web import PASSWORD, Web


@dataclass
class Office:
    """The program at an address, and one page for each person, who signs in again when time has passed."""

    web: Web
    address: str
    browser: Browser
    people: dict[Role, str] = field(default_factory=dict)

    def sit_down(self, role: Role, path: str = "/") -> Page:
        """Somebody of this role signs in, without JavaScript, and opens a page."""
        email = self.people.setdefault(role, self.web.person(role))
        context = self.browser.new_context(base_url=self.address, java_script_enabled=False)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto("/sign-in")
        page.locator("[name=email]").fill(email)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).last.click()
        page.goto(path)
        return page


@contextmanager
def served(web: Web) -> Iterator[str]:
    """The program on a port of its own, until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(web.app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
