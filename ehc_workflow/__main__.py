"""`python -m ehc_workflow` is the command `ehc`."""

from ehc_workflow.cli import ehc

ehc(prog_name="ehc")
