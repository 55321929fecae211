"""The benchmark measures what it says it does; no test depends on the time something takes."""

from __future__ import annotations

import json

from click.testing import CliRunner

from ehc_workflow.bench.deadlines import FIRST_DAY, case_of
from ehc_workflow.bench.suite import Plan, run
from ehc_workflow.cli.bench import command
from ehc_workflow.domain.clocks import clocks
from tests.support.postgres import Server


def test_every_part_is_measured_on_both_databases(postgres_server: Server) -> None:
    plan = Plan(
        names=("clocks", "transition", "deliver", "worklist", "sweep_find", "sweep"),
        rounds=1,
        cases=1_000,
        seconds=0.02,
    )
    found = {
        (each.name, each.database): each for each in run(plan, postgres_server.url("postgres"))
    }
    on_both = {(name, on) for name in plan.names[1:] for on in ("sqlite", "postgresql")}
    assert set(found) == on_both | {("clocks", "none, warm"), ("clocks", "none, cold")}
    assert all(each.ratio > 0 and each.worst <= each.ratio <= each.best for each in found.values())


def test_the_case_whose_clocks_are_measured_has_all_of_an_assessment() -> None:
    codes = {str(clock.clock) for clock in clocks(case_of(FIRST_DAY))}
    assert {
        "decide_whether_to_assess",
        "decide_no_plan",
        "final_plan",
        "draft_window",
        "appeal",
    } <= codes


def test_machines_get_json() -> None:
    done = CliRunner().invoke(command, ["--only", "clocks", "--rounds", "1", "--json"])
    assert done.exit_code == 0
    assert {each["database"] for each in json.loads(done.stdout)} == {"none, warm", "none, cold"}
