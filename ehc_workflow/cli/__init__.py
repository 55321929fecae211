"""The command `ehc`: a group that finds its commands in the modules beside this file."""

from importlib import import_module
from importlib.util import find_spec

import click

from ehc_workflow.domain.errors import EhcError

CAPABILITIES = {
    "demo": "Make a synthetic authority and serve it on this machine.",
    "serve": "Serve the pages and the JSON API.",
    "worker": "Run the scheduler and deliver messages.",
    "job": "Say how the daily jobs stand; run one by hand.",
    "migrate": "Bring the database to the newest schema.",
    "import": "Bring in an authority's open caseload from a spreadsheet.",
    "calendar": "Bring in the closures of settings; take over bank holidays.",
    "rules": "Add a new version of a rule; move running cases to it, or back; set the authority's own targets.",
    "ladders": "Say whom the authority tells of a day at risk, when and how.",
    "wording": "Keep the list of vague expressions that are pointed out in advice.",
    "template": "Keep the words of messages.",
    "letter": "Keep the words of letters to families.",
    "message": "List messages that did not go, and send them again.",
    "bounce": "Take in a mail server's report that a message came back.",
    "sweep": "Look for deadlines that have come near or passed, once.",
    "clock": "Work out statutory dates, check them and explain them.",
    "report": "Say what was known on a past day, and where the days went.",
    "audit": "Verify the log.",
    "return": "Make a statutory return.",
    "simulate": "Write the history of a synthetic authority.",
    "bench": "Measure against the bare database.",
    "user": "Add users and give them tokens.",
}
"""Every capability the command line promises, in the order `--help` lists them."""


class NotYet(click.Command):
    """A promised capability that this version does not have: it says so and exits with 2."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            help=f"{CAPABILITIES[name]} (Not yet.)",
            short_help="Not yet.",
            context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
        )

    def invoke(self, ctx: click.Context) -> None:
        """Refuse as wrong use: asking for what is not there yet."""
        raise click.UsageError(f"'{ctx.command_path}' is not yet part of this version.")


class Commands(click.Group):
    """A group whose commands are loaded when they are called, so `ehc --help` imports no web server."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what it refuses is one sentence and exit status 1."""
        try:
            return super().invoke(ctx)
        except EhcError as error:
            raise click.ClickException(error.message) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every promised capability, present or not."""
        return list(CAPABILITIES)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List what each capability does without loading it."""
        rows = [
            (name, says if is_present(name) else f"{says} (Not yet.)")
            for name, says in CAPABILITIES.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Take `command` from the capability's module, or say that it is not there yet."""
        if cmd_name not in CAPABILITIES:
            return None
        if not is_present(cmd_name):
            return NotYet(cmd_name)
        command: click.Command = import_module(module_name(cmd_name)).command
        return command


def module_name(capability: str) -> str:
    """Name the module of a capability; `import` and `return` are words of Python, so theirs end in `_`."""
    return (
        f"{__name__}.{capability}_"
        if capability in {"import", "return"}
        else f"{__name__}.{capability}"
    )


def is_present(capability: str) -> bool:
    """Say whether this version has the capability."""
    return find_spec(module_name(capability)) is not None


@click.group(cls=Commands)
@click.version_option(package_name="ehc-workflow", prog_name="ehc")
def ehc() -> None:
    """Case-workflow engine for education, health and care needs assessments in England."""
