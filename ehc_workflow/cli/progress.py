"""A bar on standard error, so that results on standard output stay clean."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from ehc_workflow.simulate.history import Plan


@contextmanager
def progress_bar(plan: Plan) -> Iterator[Callable[[int], object]]:
    """One step a day of a simulated history."""
    label = f"{plan.authority}: {plan.first_day:%B %Y} to {plan.until:%B %Y}"
    days = (plan.until - plan.first_day).days
    with click.progressbar(length=days, label=label, file=sys.stderr, update_min_steps=7) as bar:
        yield bar.update
