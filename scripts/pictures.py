"""Takes the pictures of docs/images from a running demonstration: `make demo`, then `python scripts/pictures.py`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import launch_options, use_working_node

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
ADDRESS = f"http://127.0.0.1:{os.environ.get('EHC_PORT', '8000')}"
WIDTH, HEIGHT = 1280, 860
SHOWN = "Juniper Kettlebrook"
"""A case of the demonstration in which psychology advice is late and nobody has chased it."""


def main() -> None:
    """Sign in as each person and take what they see."""
    use_working_node()
    with sync_playwright() as play:
        browser = play.chromium.launch(**launch_options())  # type: ignore[arg-type]
        worklist = signed_in(browser, "caseworker")
        take(worklist, "worklist")
        worklist.goto(f"{ADDRESS}/worklist?whose=team&q={SHOWN}")
        worklist.get_by_role("link", name=SHOWN).click()
        take(worklist, "case", top=190, height=1010)
        take(signed_in(browser, "family"), "family")
        browser.close()


def signed_in(browser: Browser, role: str) -> Page:
    """The first page of the demonstration's person of this role."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(f"{ADDRESS}/sign-in?example={role}@inventshire.invalid")
    page.get_by_role("button", name="Sign in").click()
    return page


def take(page: Page, name: str, *, top: int = 0, height: int = HEIGHT) -> None:
    """Keep a part of the page as wide as the window."""
    path = IMAGES / f"{name}.png"
    page.wait_for_load_state("networkidle")
    page.screenshot(
        path=path, full_page=True, clip={"x": 0, "y": top, "width": WIDTH, "height": height}
    )
    print(f"{path.name}: {path.stat().st_size // 1000} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
