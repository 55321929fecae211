"""Every capability the command line promises answers: by doing it, or by saying that it is not there yet."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from ehc_workflow import cli


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


def test_help_names_every_capability(runner: CliRunner) -> None:
    answer = runner.invoke(cli.ehc, ["--help"])
    assert answer.exit_code == 0
    assert [name for name in cli.CAPABILITIES if f"\n  {name} " not in answer.output] == []


@pytest.mark.parametrize("name", cli.CAPABILITIES)
def test_every_capability_has_help(name: str, runner: CliRunner) -> None:
    answer = runner.invoke(cli.ehc, [name, "--help"])
    assert answer.exit_code == 0, answer.output
    assert "Usage:" in answer.output


@pytest.mark.parametrize(
    "arguments", [["bench"], ["clock", "compute", "FILE"], ["sweep", "--json"]]
)
def test_what_is_not_there_yet_says_so_as_wrong_use(
    arguments: list[str], runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "is_present", lambda capability: False)
    answer = runner.invoke(cli.ehc, arguments)
    assert answer.exit_code == 2
    assert f"'ehc {arguments[0]}' is not yet part of this version." in answer.stderr
    assert answer.stdout == ""


def test_an_unknown_word_is_wrong_use(runner: CliRunner) -> None:
    assert runner.invoke(cli.ehc, ["pupils"]).exit_code == 2


def test_asking_for_help_loads_neither_web_server_nor_database() -> None:
    ask = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from ehc_workflow.cli import ehc\n"
        "assert CliRunner().invoke(ehc, ['--help']).exit_code == 0\n"
        "print([name for name in ('fastapi', 'sqlalchemy', 'uvicorn') if name in sys.modules])\n"
    )
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_module_is_the_same_command() -> None:
    command = [sys.executable, "-m", "ehc_workflow", "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.startswith("ehc, version ")


def test_every_module_of_a_capability_holds_a_click_command() -> None:
    context = click.Context(cli.ehc)
    for name in cli.CAPABILITIES:
        command = cli.ehc.get_command(context, name)
        assert isinstance(command, click.Command)
        assert isinstance(command, cli.NotYet) or command.name == name
