"""The drafts of a plan that went to the family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.facts import (
    Method,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft that went to the family. A part-draft is for conversation and starts no period.

    `notice_id` is the letter it went with, `attached` the contributions that went with it, each one version of
    somebody's advice, and `items` the items it had: all three stay what they were.
    """

    id: str
    plan_version: int
    sent_on: date
    method: Method
    sent_after_five: bool
    served_on: date
    window_ends_on: date | None
    part: bool = False
    replaced: bool = False
    notice_id: str = ""
    attached: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
