"""`python -m ehc_workflow.jobs`: the worker process, as `ehc worker` starts it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ehc_workflow.clock import clock_for
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.jobs.lone_worker import lone_worker
from ehc_workflow.jobs.worker import Worker, run
from ehc_workflow.logs import configure_logs
from ehc_workflow.notify import carriers_for, notifier_for
from ehc_workflow.service.documents import documents_for
from ehc_workflow.service.press import press_for
from ehc_workflow.settings import Settings, load_settings
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.migrate import require_newest


@contextmanager
def opened_worker(settings: Settings) -> Iterator[Worker]:
    """A worker on the database that the settings name, with nothing started yet."""
    require_newest(settings.database_url)
    configure_logs(settings.log_level)
    database = open_database(settings.database_url)
    documents = documents_for(settings, database)
    try:
        yield Worker(
            database=database,
            notifier=notifier_for(settings),
            carriers=carriers_for(settings),
            clock=clock_for(settings.today),
            address=settings.address,
            documents=documents,
            press=press_for(settings, documents),
            catch_up_days=settings.catch_up_days,
        )
    finally:
        database.close()


def work(settings: Settings) -> None:
    """Run one worker on the database that the settings name, until it is told to stop."""
    with opened_worker(settings) as worker, lone_worker(settings.database_url):
        run(worker)


if __name__ == "__main__":
    try:
        work(load_settings())
    except EhcError as error:
        sys.exit(error.message)
