"""Commands of `ehc user` for health bodies, the addresses and the end of services, and the cover of seats."""

from __future__ import annotations

from datetime import date, datetime

import click

from ehc_workflow.cli.installation import (
    authority_named,
    by_now,
    opened,
    seat_named,
    service_named,
)
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.service import closing, organisation, seating

DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="health-body")
@click.argument("name")
@click.option("--executive-email", help="Where its executive lead is reached.")
def health_body(name: str, executive_email: str | None) -> None:
    """Make the health body NAME, or say anew where its executive lead is reached."""
    with opened() as (accounts, clock):
        organisation.set_health_body(accounts.database, name, executive_email, by=by_now(clock))
    click.echo(f"{name} is there.", err=True)


@click.command(name="works-for")
@click.argument("service")
@click.argument("authority")
def works_for(service: str, authority: str) -> None:
    """Let SERVICE work for AUTHORITY as well."""
    with opened() as (accounts, clock):
        service_id = service_named(accounts, service)
        authority_id = authority_named(accounts, authority)
        organisation.work_for(accounts.database, service_id, authority_id, by=by_now(clock))
    click.echo(f"{service} works for {authority}.", err=True)


@click.command(name="confirm-addresses")
@click.argument("service")
def confirm_addresses(service: str) -> None:
    """Keep that the addresses of SERVICE were confirmed today."""
    with opened() as (accounts, clock):
        service_id = service_named(accounts, service)
        organisation.confirm_addresses(accounts.database, service_id, by=by_now(clock))
    click.echo(f"The addresses of {service} are confirmed.", err=True)


@click.command(name="close-service")
@click.argument("service")
@click.option("--send-on-to", help="The service that its open requests are sent on to.")
def close_service(service: str, send_on_to: str | None) -> None:
    """Close SERVICE: it is asked nothing more, and its seats end."""
    with opened() as (accounts, clock):
        sent_on = closing.close_service(
            accounts.database,
            service_named(accounts, service),
            send_on_to=service_named(accounts, send_on_to) if send_on_to else None,
            by=by_now(clock),
        )
    click.echo(f"{service} is closed. Requests sent on: {sent_on}.", err=True)


@click.command(name="reopen-service")
@click.argument("service")
def reopen_service(service: str) -> None:
    """Open SERVICE again, with vacant seats."""
    with opened() as (accounts, clock):
        service_id = service_named(accounts, service)
        closing.reopen_service(accounts.database, service_id, by=by_now(clock))
    click.echo(f"{service} is open.", err=True)


@click.command()
@click.argument("address")
@click.argument("seat")
@click.option("--from", "first", type=DAY, help="The first day of cover; today if not given.")
@click.option("--to", "last", type=DAY, required=True, help="The last day of cover.")
def cover(address: str, seat: str, first: datetime | None, last: datetime) -> None:
    """Let ADDRESS sit in SEAT as well, while its holder is absent."""
    with opened() as (accounts, clock):
        first_day: date = first.date() if first else clock.today()
        name = seating.cover_seat(
            accounts.database,
            seat_named(accounts, seat),
            address,
            first_day=first_day,
            last_day=last.date(),
            by=by_now(clock),
        )
    click.echo(f"{name} covers {seat}.", err=True)


@click.command(name="end-cover")
@click.argument("address")
@click.argument("seat")
def end_cover(address: str, seat: str) -> None:
    """End the cover of SEAT by ADDRESS at once."""
    with opened() as (accounts, clock):
        person = next((one for one in accounts.listed() if one.email == address.lower()), None)
        if person is None:
            raise NotFoundError(f"Nobody here has the address {address}.")
        seat_id = seat_named(accounts, seat)
        seating.end_cover(accounts.database, seat_id, person.id, by=by_now(clock))
    click.echo(f"{person.name} covers {seat} no more.", err=True)


@click.command(name="close")
@click.argument("seat")
def close_seat(seat: str) -> None:
    """Close the vacant SEAT, by its name or id."""
    with opened() as (accounts, clock):
        seating.close_seat(accounts.database, seat_named(accounts, seat), by=by_now(clock))
    click.echo(f"{seat} is closed.", err=True)


@click.command(name="reopen")
@click.argument("seat")
def reopen_seat(seat: str) -> None:
    """Open SEAT again, vacant."""
    with opened() as (accounts, clock):
        seating.reopen_seat(accounts.database, seat_named(accounts, seat), by=by_now(clock))
    click.echo(f"{seat} is open.", err=True)
