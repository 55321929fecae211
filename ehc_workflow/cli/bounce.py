"""`ehc bounce`: what a mail server reports of a message, as it is piped in."""

from __future__ import annotations

from typing import BinaryIO

import click

from ehc_workflow.cli.counting import opened
from ehc_workflow.service.bounces import take_in


@click.command(name="bounce")
@click.argument("file", type=click.File("rb"), default="-")
def command(file: BinaryIO) -> None:
    """Take in one delivery report (RFC 3464): FILE, or what is piped in.

    It finds the message by the Message-ID it was sent with, and keeps that it came back or was delivered. A mail that
    is no such report, or is about nothing that was sent from here, is refused with a sentence and exit status 1.
    """
    with opened() as (database, clock):
        click.echo(take_in(database, file.read(), clock.now()))
