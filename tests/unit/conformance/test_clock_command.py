"""`ehc clock` at the command line: what it prints where, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ehc_workflow.cli import ehc
from tests.unit.conformance.test_format import REQUEST, document

FINAL = {"clock": "final_plan", "due": "2026-07-20"}
RIGHT = {"id": "XX-01", "title": "Right", "given": REQUEST, "expect": {"clocks": [FINAL]}}
WRONG = {"id": "XX-02", "given": REQUEST, "expect": {"clocks": [{**FINAL, "due": "2026-07-21"}]}}
BROKEN = {"id": "XX-03", "given": {"triggers": "none"}}
OWN = sorted((Path(__file__).parents[2] / "examples" / "clock_vectors").glob("*.yaml"))


def run(*arguments: str, content: str | None = None) -> Result:
    return CliRunner().invoke(ehc, ["clock", *arguments], input=content)


def test_compute_prints_an_object_of_answers() -> None:
    result = run("compute", "-", content=document(RIGHT))
    assert result.exit_code == 0
    answers = json.loads(result.stdout)
    assert [
        entry["due"] for entry in answers["XX-01"]["clocks"] if entry["clock"] == "final_plan"
    ] == ["2026-07-20"]
    assert result.stderr == ""


def test_compute_names_on_standard_error_what_it_could_not_work_out() -> None:
    result = run("compute", "-", "--json", content=document(RIGHT, BROKEN))
    assert result.exit_code == 1
    assert "error" in json.loads(result.stdout)["XX-03"]
    assert result.stderr.startswith("XX-03: given.triggers: a list")


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.stem)
def test_check_of_our_own_examples_says_yes(file: Path) -> None:
    result = run("check", str(file))
    assert result.exit_code == 0
    assert "vectors agree in everything that is compared." in result.stdout


def test_check_prints_the_differences_and_says_no() -> None:
    result = run("check", "-", content=document(RIGHT, WRONG))
    assert result.exit_code == 1
    assert (
        "XX-02: clocks, final_plan, due: expected '2026-07-21', answered '2026-07-20'"
        in result.stdout
    )
    assert "1 of 2 vectors agree" in result.stdout
    assert "The final plan  " in result.stdout


def test_check_for_machines() -> None:
    result = run("check", "-", "--json", content=document(RIGHT, WRONG, BROKEN))
    report = json.loads(result.stdout)
    assert (report["vectors"], report["compared"], report["agree"]) == (3, 3, 1)
    assert list(report["differences"]) == ["XX-02"]
    assert list(report["problems"]) == ["XX-03"]
    assert report["topics"] == {"The final plan": {"agree": 1, "of": 2}}
    assert result.exit_code == 1


def test_check_of_another_systems_answers(tmp_path: Path) -> None:
    theirs = tmp_path / "answers.json"
    theirs.write_text(json.dumps({"XX-01": {"clocks": [FINAL]}, "XX-02": {"clocks": [FINAL]}}))
    result = run("check", "-", "--answers", str(theirs), content=document(RIGHT, WRONG))
    assert result.exit_code == 1
    assert "1 of 2 vectors agree" in result.stdout


@pytest.mark.parametrize("content", ["nonsense", "[1", '{"XX-01": '])
def test_answers_that_are_not_an_object_are_wrong_use(content: str, tmp_path: Path) -> None:
    theirs = tmp_path / "answers.json"
    theirs.write_text(content)
    assert run("check", "-", "--answers", str(theirs), content=document(RIGHT)).exit_code == 2


@pytest.mark.parametrize("command", ["compute", "check"])
def test_a_file_that_cannot_be_read_is_wrong_use(command: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: [")
    result = run(command, str(broken))
    assert result.exit_code == 2
    assert "broken.yaml: The document is not YAML" in result.stderr
    assert run(command, str(tmp_path / "missing.yaml")).exit_code == 2
    assert run(command).exit_code == 2


def test_explain_one_limit_of_a_vector() -> None:
    result = run("explain", "-", "XX-01", "final_plan", content=document(RIGHT))
    assert result.exit_code == 0
    for words in (
        "final_plan: Monday 20 July 2026",
        "Parental request received on Monday 2 March 2026.",
        "reg 13(2), Special Educational Needs and Disability Regulations 2014, since 1 September 2014",
        "20 weeks after; the day itself is day 0",
        "Monday 20 July 2026: Week 20",
        "Friday 3 April 2026: Good Friday",
    ):
        assert words in result.stdout


def test_explain_a_request_of_a_day() -> None:
    result = run("explain", "--received", "2026-01-12", "--json")
    proofs = {proof["clock"]: proof for proof in json.loads(result.stdout)}
    assert proofs["final_plan"]["due"] == "2026-06-01"
    assert proofs["final_plan"]["steps"][-1] == {
        "day": "2026-06-01",
        "says": "Week 20",
        "counted": True,
    }
    assert proofs["decide_no_plan"]["act_by"] == "2026-05-01"


def test_explain_says_no_when_there_is_nothing_to_explain() -> None:
    assert run("explain", "-", "XX-01", "appeal", content=document(RIGHT)).exit_code == 1
    assert run("explain", "-", "XX-03", content=document(BROKEN)).exit_code == 1
    assert run("explain", "--received", "2013-01-01").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("-",),
        ("-", "XX-09"),
        ("-", "XX-01", "no_such_clock"),
        ("-", "XX-01", "--received", "2026-01-12"),
        ("--received", "12/01/2026"),
    ],
)
def test_explain_used_wrongly(arguments: tuple[str, ...]) -> None:
    assert run("explain", *arguments, content=document(RIGHT)).exit_code == 2


def test_limits_prints_a_page() -> None:
    result = run("limits")
    assert result.exit_code == 0
    assert result.stdout.startswith("# The limits\n")
    assert "| `final_plan` | Send the final plan |" in result.stdout


@pytest.mark.parametrize("command", ["compute", "check", "explain", "limits"])
def test_each_command_has_help(command: str) -> None:
    assert run(command, "--help").exit_code == 0
