"""`ehc worker`: the scheduler and delivery."""

from __future__ import annotations

import click

from ehc_workflow.jobs.__main__ import work
from ehc_workflow.settings import load_settings


@click.command(name="worker")
def command() -> None:
    """Keep the timetable and deliver messages until stopped.

    Every London morning it sweeps for deadlines, counts the open cases again and seals the log, each once however many
    workers run; what waits to be sent goes out within seconds. Start it beside `ehc serve`, on as many machines as you
    like: one that is killed loses nothing.
    """
    settings = load_settings()
    click.echo("Working. Stop with Ctrl-C.", err=True)
    work(settings)
