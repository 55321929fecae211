"""Steps that the engine takes itself, because something is known that nobody has put on file yet."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.actors import SYSTEM
from ehc_workflow.domain.commands import Command
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.service.execute import execute
from ehc_workflow.service.press import Press
from ehc_workflow.store.engine import Database

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One step, with what it is about in words for the process's log, and the key that makes it one."""

    command: Command
    about: str
    key: str | None = None


def take_steps(
    database: Database,
    steps: Iterable[OwnStep],
    now: datetime,
    *,
    goes_on: Callable[[], bool],
    press: Press | None = None,
) -> tuple[int, int]:
    """Carry out each step in a transaction of its own: how many were taken, and how many their case refused.

    A letter among them is printed by `press`.
    """
    taken = refused = 0
    for step in steps:
        if not goes_on():
            break
        try:
            execute(
                step.command,
                database=database,
                actor=SYSTEM,
                now=now,
                today=now.astimezone(LONDON).date(),
                key=step.key,
                press=press,
            )
            taken += 1
        except EhcError as error:
            refused += 1
            _LOG.warning("%s: %s", step.about, error.message)
    return taken, refused
