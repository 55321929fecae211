"""A made-up caseload file: the open cases of a simulated authority under the headings that `ehc import` reads."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from ehc_workflow.cli.progress import progress_bar
from ehc_workflow.importing import columns as k
from ehc_workflow.simulate.caseload import CaseRecord, open_caseload
from ehc_workflow.simulate.history import Plan, simulate
from ehc_workflow.simulate.spreadsheet import Hand, typed
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.migrate import upgrade


def export(plan: Plan, file: Path, rows: int) -> None:
    """Live a history in a database of its own, and write so many of its open cases, evenly picked, as typed by hand."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/made-up.db"
        upgrade(url)
        database = open_database(url, durable=False)
        try:
            with progress_bar(plan) as progress:
                history = simulate(database, plan, progress=progress)
        finally:
            database.close()
    caseload = open_caseload(history)
    every = max(1, len(caseload) // rows)
    hands = list(typed(caseload[::every], plan.seed))[:rows]
    write_csv(file, hands)
    click.echo(f"{file}: {len(hands)} rows, every person in them invented.", err=True)


def write_csv(file: Path, hands: list[Hand]) -> None:
    """The rows under the headings that `ehc import` knows, as a spreadsheet program saves them."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(column.heading for column in k.COLUMNS)
        for hand in hands:
            cells = _cells(hand)
            writer.writerow(cells.get(column.heading, "") for column in k.COLUMNS)


def _cells(hand: Hand) -> dict[str, str]:
    record = hand.record
    return {
        k.OWN_REFERENCE.heading: record.own_reference,
        k.GIVEN_NAME.heading: hand.name(record.given_name),
        k.FAMILY_NAME.heading: hand.name(record.family_name),
        k.DATE_OF_BIRTH.heading: hand.day(record.date_of_birth),
        k.UPN.heading: record.upn,
        k.NHS_NUMBER.heading: record.nhs_number,
        k.VISION.heading: "yes" if record.vision_impaired else "",
        k.HEARING.heading: "yes" if record.hearing_impaired else "",
        k.CONTACT_NAME.heading: hand.name(record.contact_name),
        k.CONTACT_KIND.heading: hand.choice(_named(record.contact_kind, k.CONTACTS)),
        k.CONTACT_EMAIL.heading: record.contact_email,
        k.CONTACT_PHONE.heading: record.contact_phone,
        k.CONTACT_ADDRESS.heading: hand.text(record.contact_address),
        k.CONTACT_CONFIRMED.heading: hand.day(record.address_confirmed_on),
        k.WHO.heading: hand.choice(_named(record.kind, k.WHO_ASKED)),
        k.RECEIVED.heading: hand.day(record.received_on),
        k.LOGGED.heading: hand.day(record.logged_on),
        k.SETTING.heading: hand.text(record.setting),
        k.CASEWORKER.heading: hand.text(record.caseworker),
        k.TEAM.heading: record.team,
        k.STATE.heading: hand.choice(_named(record.state, k.STATES)),
        k.ADVICE_CHECKED.heading: "yes" if record.advice_checked else "",
        k.ASSESS_OUTCOME.heading: _named(record.assess_outcome, k.ASSESS_OUTCOMES),
        k.PLAN_OUTCOME.heading: _named(record.plan_outcome, k.PLAN_OUTCOMES),
        k.CONSULTED_SETTING.heading: record.consulted_setting,
        k.PLACED_SETTING.heading: record.placed_setting,
        **_step_cells(hand, record),
        **_advice_cells(hand, record),
    }


def _step_cells(hand: Hand, record: CaseRecord) -> dict[str, str]:
    """The days that a record of an open case can have; those of an end stay empty."""
    days: dict[str, date | None] = {name: getattr(record, name, None) for name in k.STEP_DAYS}
    return {k.STEP_DAYS[name].heading: hand.day(day) for name, day in days.items()}


def _advice_cells(hand: Hand, record: CaseRecord) -> dict[str, str]:
    cells: dict[str, str] = {}
    for advice in record.advice:
        if advice.item not in k.ADVICE_NAMES:
            continue
        cells[k.ADVICE_ASKED[advice.item].heading] = hand.day(advice.asked_on)
        cells[k.ADVICE_RECEIVED[advice.item].heading] = hand.day(advice.received_on)
        if advice.item in k.ADVICE_SERVICES:
            cells[k.ADVICE_SERVICES[advice.item].heading] = advice.service
    return cells


def _named(value: object, names: Mapping[str, object]) -> str:
    return next((name for name, meant in names.items() if meant is value), "")
