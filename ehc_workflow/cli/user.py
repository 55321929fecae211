"""`ehc user`: who may come in, in which seat."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from ehc_workflow.cli import places
from ehc_workflow.cli.installation import authority_named, by_now, opened
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.services import SchoolType, ServiceKind
from ehc_workflow.service.organisation import ServiceDetails, add_team, set_service
from ehc_workflow.service.seating import ONE_DAY

ROLES = [role.value for role in Role if role not in (Role.SYSTEM, Role.INVITED)]


@click.group(name="user")
def command() -> None:
    """Add users, seat them and give them tokens."""


@command.command()
@click.argument("address")
@click.option("--name", required=True, help="How colleagues see them.")
@click.option(
    "--no-password", is_flag=True, help="Open the account so that nobody can sign in yet."
)
def add(address: str, name: str, no_password: bool) -> None:
    """Open an account for ADDRESS. The password is asked for, or read from a pipe."""
    with opened() as (accounts, clock):
        password = None if no_password else ask_password()
        accounts.create(address, name, password=password, now=clock.now())
    click.echo(f"{address} has an account. Seat them: ehc user seat give {address} ROLE", err=True)


@command.command()
@click.argument("address")
def password(address: str) -> None:
    """Set a new password for ADDRESS and end their sessions. It is asked for, or read from a pipe."""
    with opened() as (accounts, _):
        accounts.set_password(address, ask_password())
    click.echo(f"{address} has a new password.", err=True)


def ask_password() -> str:
    """Ask twice at a terminal; take one line from a pipe, so that no password stands in a list of processes."""
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")


@command.command()
@click.argument("address")
@click.option("--name", default="command line", help="What the token is for.")
@click.option("--revoke", is_flag=True, help="Revoke every token of ADDRESS instead.")
def token(address: str, name: str, revoke: bool) -> None:
    """Print a new API token that acts as ADDRESS. It is not shown again."""
    with opened() as (accounts, clock):
        if revoke:
            held = accounts.revoke_tokens(address, now=clock.now())
            click.echo(f"Revoked: {held}.", err=True)
        else:
            click.echo(accounts.issue_token(address, name, now=clock.now()))


@command.command()
@click.argument("address")
@click.option("--end", is_flag=True, help="End every calendar of ADDRESS instead.")
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def calendars(address: str, end: bool, in_json: bool) -> None:
    """List the calendars that ADDRESS made, or end them all. Nobody sees their addresses, which are their keys."""
    with opened() as (accounts, clock):
        if end:
            held = accounts.end_calendars(address, now=clock.now())
            click.echo(f"Ended: {held}.", err=True)
            return
        found = accounts.calendars(address)
    if in_json:
        click.echo(json.dumps([asdict(one) for one in found], default=str))
        return
    for one in found:
        read = f"last read {one.last_read_at:%Y-%m-%d}" if one.last_read_at else "never read"
        ended = f"ended {one.revoked_at:%Y-%m-%d}" if one.revoked_at else "holds"
        click.echo(f"{one.whose.value}\tmade {one.made_at:%Y-%m-%d}\t{read}\t{ended}")


@command.command(name="list")
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def list_(in_json: bool) -> None:
    """List every account, and every seat with who holds it today."""
    with opened() as (accounts, clock):
        people, seats = accounts.listed(), accounts.seats(today=clock.today())
    if in_json:
        users = [{"address": p.email, "name": p.name, "active": p.active} for p in people]
        click.echo(json.dumps({"users": users, "seats": [asdict(seat) for seat in seats]}))
        return
    for person in people:
        click.echo(f"{person.email}\t{person.name}\t{'active' if person.active else 'closed'}")
    for seat in seats:
        place = seat.team or seat.service or seat.authority
        click.echo(f"  {seat.role}\t{seat.name}\t{place}\t{seat.email or 'vacant'}")


@command.command()
@click.argument("address")
def close(address: str) -> None:
    """Let ADDRESS in no more. Their seats fall vacant and keep their work."""
    with opened() as (accounts, clock):
        accounts.close(address, now=clock.now(), today=clock.today())
    click.echo(f"{address} is closed.", err=True)


@command.command()
@click.argument("name")
@click.argument("dfe_number")
def authority(name: str, dfe_number: str) -> None:
    """Make the local authority NAME, with its three-digit DFE_NUMBER."""
    with opened() as (accounts, _):
        accounts.add_authority(name, dfe_number)
    click.echo(f"{name} is there.", err=True)


@command.command()
@click.argument("name")
@click.option("--authority", help="The authority's name, where there are several.")
def team(name: str, authority: str | None) -> None:
    """Make the team NAME."""
    with opened() as (accounts, clock):
        authority_id = authority_named(accounts, authority)
        by = by_now(clock)
        click.echo(add_team(accounts.database, name, authority_id=authority_id, by=by))


@command.command()
@click.argument("name")
@click.argument("kind", type=click.Choice([kind.value for kind in ServiceKind]))
@click.option("--email", help="The address of its shared inbox.")
@click.option("--lead-email", help="Who hears when it stays late.")
@click.option("--health-body", help="The health body a health service belongs to.")
@click.option(
    "--school-type",
    type=click.Choice([kind.value for kind in SchoolType]),
    help="What a setting is.",
)
@click.option("--authority", help="The authority's name, where there are several.")
def service(
    name: str,
    kind: str,
    email: str | None,
    lead_email: str | None,
    health_body: str | None,
    school_type: str | None,
    authority: str | None,
) -> None:
    """Make the service NAME, which owes advice or is consulted; if it is there, change what is given here."""
    details = ServiceDetails(
        name=name,
        kind=ServiceKind(kind),
        email=email,
        lead_email=lead_email,
        health_body=health_body,
        school_type=SchoolType(school_type) if school_type else None,
    )
    with opened() as (accounts, clock):
        authority_id = authority_named(accounts, authority)
        by = by_now(clock)
        click.echo(set_service(accounts.database, details, authority_id=authority_id, by=by))


@command.group()
def seat() -> None:
    """Give and take seats: work belongs to a seat and not to who holds it."""


@seat.command()
@click.argument("address")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--authority", help="The authority's name, where there are several.")
@click.option("--team", help="The team, for a seat that sees one team's cases.")
@click.option("--service", help="The service, for those who give advice.")
@click.option("--case", help="The case's reference, for a parent or young person.")
@click.option("--name", help="The seat's name; a vacant seat of this name is taken over.")
def give(
    address: str,
    role: str,
    authority: str | None,
    team: str | None,
    service: str | None,
    case: str | None,
    name: str | None,
) -> None:
    """Seat ADDRESS as ROLE from today: in a vacant seat of that kind if there is one, else in a new one."""
    with opened() as (accounts, clock):
        place = accounts.seat_at(
            Role(role), authority=authority, team=team, service=service, case=case
        )
        seat_id = accounts.give_seat(
            address, place, name=name, first_day=clock.today(), by=by_now(clock)
        )
    click.echo(seat_id)


@seat.command()
@click.argument("address")
@click.option("--role", type=click.Choice(ROLES), help="Only seats of this role.")
def take(address: str, role: str | None) -> None:
    """Take the seats of ADDRESS from them at once. What they were working on stays with the seats."""
    with opened() as (accounts, clock):
        taken = accounts.take_seats(
            address,
            role=Role(role) if role else None,
            last_day=clock.today() - ONE_DAY,
            by=by_now(clock),
        )
    click.echo(f"Seats taken: {taken}.", err=True)


for added in (
    places.health_body,
    places.works_for,
    places.confirm_addresses,
    places.close_service,
    places.reopen_service,
):
    command.add_command(added)
for added in (places.cover, places.end_cover, places.close_seat, places.reopen_seat):
    seat.add_command(added)
