"""Writes docs/command-line.md from the commands' own help: `python scripts/command_line.py > docs/command-line.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ehc_workflow.cli import ehc

WIDTH = 100
INTRODUCTION = """# The command line

Made from the help of each command; `make docs` writes it anew. `python -m ehc_workflow` is the same as `ehc`.

Results go to standard output, as JSON with `--json`; progress and messages go to standard error. The exit status is

| Status | Means |
| --- | --- |
| 0 | it was done, or the answer is yes |
| 1 | the answer is no, or it was refused: one sentence says why |
| 2 | wrong use: an unknown option, a file that cannot be opened, or a capability this version does not have yet |

Settings come from environment variables: see [settings](settings.md). Every command that reads the database stops with
status 1 unless its schema is the newest this version knows (`ehc migrate`).

What status 1 says:

| Command | Status 1 |
| --- | --- |"""
SAYS_NO = {
    "demo": "the demonstration cannot be made or served",
    "serve": "a setting is wrong, or the database is not ready",
    "worker": "a setting is wrong, or the database is not ready",
    "job": "the job was refused or part of it failed; for `list`, a job is overdue or the clock was set back",
    "migrate": "the database is from a newer version; with `--check`, the schema is not the newest",
    "import": "a row is wrong, and nothing was brought in",
    "calendar": "the file is wrong, and nothing was written",
    "report": "there is no such case, or the day is still to come",
    "rules": "the file or target is wrong, a reason is missing or there is nothing to move, and nothing was written",
    "ladders": "it would warn nobody in time, a reason is missing or nothing would change, and nothing was written",
    "wording": "the words are no plain words, a reason is missing or nothing would change, and nothing was written",
    "template": "the words lack their link, have an unknown field or no reason, and nothing was written",
    "letter": "there is no such part, the words lack {built_in} or a reason is missing, and nothing was written",
    "message": "there is no such message to send again, or it was set aside",
    "bounce": "the mail is no delivery report, or about nothing that was sent from here",
    "sweep": "the sweep could not be done; alerts raised are a result, not a refusal",
    "clock": "a vector differs, or cannot be worked out",
    "audit": "something is not as it was written; the first bad entry is named",
    "return": "the return cannot be made",
    "simulate": "what was made is unlike the published figures, or this is no demonstration",
    "bench": "a measurement could not be made",
    "user": "there is no such person, place or case, or there is one already",
}
"""What exit status 1 means for each capability."""


def commands(
    group: click.Group, above: tuple[str, ...] = ("ehc",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with its full name, a group before its own."""
    context = click.Context(group, info_name=" ".join(above))
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*above, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))


def section(name: tuple[str, ...], command: click.Command) -> Iterator[str]:
    """One command: its own help."""
    context = click.Context(
        command, info_name=" ".join(name), terminal_width=WIDTH, max_content_width=WIDTH
    )
    yield f"\n{'#' * len(name)} {' '.join(name)}\n"
    yield "```text"
    yield command.get_help(context)
    yield "```"


def page() -> Iterator[str]:
    """The whole page, line by line."""
    yield INTRODUCTION
    yield from (f"| `ehc {name}` | {says} |" for name, says in SAYS_NO.items())
    for name, command in commands(ehc):
        yield from section(name, command)


if __name__ == "__main__":
    print("\n".join(page()))
