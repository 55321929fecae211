"""`make bench`: the benchmark on SQLite and on a PostgreSQL server that waits for the disk, as one for real does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support import postgres


def main() -> int:
    """Start a server for the length of one `ehc bench`, which is given the rest of the command line."""
    with postgres.running_server(durable=True) as server:
        ehc = Path(sys.executable).with_name("ehc")
        asked = [str(ehc), "bench", "--postgresql", server.url("postgres"), *sys.argv[1:]]
        return subprocess.run(asked, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
