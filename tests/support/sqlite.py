"""SQLite databases for tests: one file migrated once, copied for every test."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from ehc_workflow.store import migrate


def url_of(path: Path) -> str:
    """Give the address of a database file."""
    return f"sqlite:///{path}"


def make_template(path: Path) -> Path:
    """Migrate a new file, and leave it in the journal mode the program uses, so that no test has to switch it."""
    migrate.upgrade(url_of(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    return path


def copy_of(template: Path, folder: Path) -> str:
    """Give the address of a fresh copy."""
    return url_of(Path(shutil.copyfile(template, folder / "ehc.db")))
