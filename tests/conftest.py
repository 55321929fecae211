"""What every test may ask for. The migrations make the test databases, once; each test has a fresh copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog

from tests.support import browser, postgres, sqlite
from tests.support.web import Web, open_web

browser.use_working_node()
hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("untimed")
structlog.configure(
    # The default draws every local value of an error in colour, which takes seconds and hides the error.
    processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    return sqlite.make_template(tmp_path_factory.mktemp("sqlite") / "template.db")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A running PostgreSQL server; it starts when the first test wants it."""
    with postgres.running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server) -> postgres.Server:
    """The server, with a migrated template database to be copied."""
    postgres_server.make_template()
    return postgres_server


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh migrated SQLite database."""
    return sqlite.copy_of(sqlite_template, tmp_path)


@pytest.fixture
def postgresql_url(postgres_template: postgres.Server) -> Iterator[str]:
    """The address of a fresh migrated PostgreSQL database."""
    with postgres_template.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh migrated database: the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, of each kind."""
    if request.param == "sqlite":
        yield sqlite.url_of(tmp_path / "empty.db")
    else:
        server: postgres.Server = request.getfixturevalue("postgres_server")
        with server.database(template="template0") as url:
            yield url


@pytest.fixture
def web(sqlite_url: str, tmp_path: Path) -> Iterator[Web]:
    """The web program on a fresh SQLite database, with a made-up authority and a still clock."""
    with open_web(sqlite_url, documents_dir=tmp_path / "documents") as made:
        yield made


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """How the browser is started: the machine's own Chromium where there is one."""
    return {**browser_type_launch_args, **browser.launch_options()}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test whose browser hung one more try, in a new process; one that failed gets none."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(
                pytest.mark.flaky(reruns=1, only_rerun=["^nothing but a lost process$"])
            )
