"""`ehc message`: messages that did not go."""

from __future__ import annotations

import json
from getpass import getuser
from typing import Any

import click

from ehc_workflow.cli.counting import opened
from ehc_workflow.importing.caseload import authority_named
from ehc_workflow.service.dead_letters import Dealing, send_again
from ehc_workflow.store.queries.failed_messages import PAGE, FailedMessage, Part, failed_messages

_authority = click.option(
    "--authority", metavar="NAME", help="Whose messages, where there are several."
)


@click.group(name="message")
def command() -> None:
    """List messages that did not go, and send them again."""


@command.command(name="list")
@_authority
@click.option(
    "--part",
    type=click.Choice([part.value for part in Part]),
    default=Part.GIVEN_UP.value,
    help="Which of them: given up, unless another is named.",
)
@click.option("--search", default="", help="A reference, a message, or a part of the reason.")
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def list_messages(authority: str | None, part: str, search: str, in_json: bool) -> None:
    """List messages that did not go, the newest first."""
    found: list[FailedMessage] = []
    with opened() as (database, _), database.reading() as connection:
        whose = [authority_named(database, authority)]
        after = None
        while some := failed_messages(
            connection, whose, part=Part(part), search=search, after=after
        ):
            page = some[:PAGE]
            found, after = found + list(page), page[-1].place
            if len(some) <= len(page):
                break
    if in_json:
        click.echo(json.dumps([_as_json(one) for one in found]))
        return
    for one in found:
        about = one.reference or "(no case)"
        click.echo(f"{one.id}  {about}  {one.template}  {one.recipient_kind}  {one.why}")


@command.command(name="resend")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_authority
@click.option("--by", "name", default=getuser, help="Who does it; the user of the machine.")
def resend(ids: tuple[str, ...], authority: str | None, name: str) -> None:
    """Have messages sent again, each under the id it had."""
    with opened() as (database, clock):
        by = Dealing(
            authority_ids=(authority_named(database, authority),), name=name, now=clock.now()
        )
        count = send_again(database, ids, by)
    click.echo(f"{count} of {len(ids)} will be sent again.")
    if count < len(ids):
        raise SystemExit(1)


def _as_json(message: FailedMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "reference": message.reference,
        "template": message.template,
        "channel": message.channel,
        "recipient": message.recipient_kind,
        "written": message.created_at.isoformat(),
        "attempts": message.attempts,
        "why": message.why,
    }
