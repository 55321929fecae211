"""The pages of docs/ say what the code says, and their links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from ehc_workflow.cli import CAPABILITIES
from ehc_workflow.rules.book import BOOK
from ehc_workflow.rules.printed import limits_page
from ehc_workflow.settings import Settings
from scripts import command_line, import_page, lifecycle, settings, walked_vectors

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MADE: dict[str, Callable[[], Iterable[str]]] = {
    "lifecycle.md": lifecycle.page,
    "settings.md": settings.page,
    "command-line.md": command_line.page,
    "import.md": import_page.page,
    "limits.md": lambda: limits_page(BOOK).splitlines(),
}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
WRITTEN = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])


@pytest.mark.parametrize("name", MADE)
def test_a_page_made_from_the_code_is_what_the_code_says(name: str) -> None:
    made = "\n".join(MADE[name]()) + "\n"
    assert (DOCS / name).read_text(encoding="utf-8") == made, "run `make docs`"


def test_the_walked_vectors_are_what_the_walk_says() -> None:
    file = DOCS.parent / "tests" / "examples" / "clock_vectors" / "walked.yaml"
    assert file.read_text(encoding="utf-8") == walked_vectors.page(), "run `make docs`"


def test_every_setting_says_what_it_is() -> None:
    unsaid = [name for name, field in Settings.model_fields.items() if not field.description]
    assert unsaid == []


def test_every_capability_says_what_its_no_means() -> None:
    assert set(command_line.SAYS_NO) == set(CAPABILITIES)


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    local = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if ":" not in link]
    missing = [link for link in local if not (page.parent / link).exists()]
    assert missing == []


def test_every_page_can_be_reached_from_the_list_of_pages() -> None:
    listed = DOCS / "README.md"
    linked = {(DOCS / link).resolve() for link in LINK.findall(listed.read_text(encoding="utf-8"))}
    assert {page for page in DOCS.rglob("*.md") if page != listed} <= linked
