"""Writes docs/settings.md from the settings themselves: `python scripts/settings.py > docs/settings.md`."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic.fields import FieldInfo

from ehc_workflow.settings import PREFIX, Settings

INTRODUCTION = """# Settings

Made from the program; `make docs` writes it anew. Every setting is an environment variable. A wrong one, and a variable
that begins with `EHC_` and is none of these, stops the program with a sentence that names it.

| Variable | If not set | What it says |
| --- | --- | --- |"""


def row(name: str, field: FieldInfo) -> str:
    """One setting as a line of the table."""
    default = "" if field.default in (None, "") else f"`{field.default}`"
    return f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |"


def page() -> Iterator[str]:
    """The whole page, line by line."""
    yield INTRODUCTION
    yield from (row(name, field) for name, field in Settings.model_fields.items())


if __name__ == "__main__":
    print("\n".join(page()))
