"""What may be answered to a request for advice short of advice, and what follows from "not known": regulation 8."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import ReplyKind
from ehc_workflow.domain.commands.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToRequest(Command):
    """An answer that is not advice, and moves no day.

    A new assessment has the day it is planned for; an existing report the day it was written and what for, and by this
    answer its author agrees that it is enough (reg 6(4)). `other_body` is whose patient the child is, if that is known.
    """

    step: ClassVar[str] = "reply_to_request"
    request_id: str
    kind: ReplyKind
    replied_on: date
    planned_for: date | None = None
    advice_written_on: date | None = None
    purpose: str = ""
    other_body: str = ""
    note: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What the report was written for, whose patient the child is, and what else the service said."""
        said = {"purpose": self.purpose, "other_body": self.other_body, "note": self.note}
        return {name: words for name, words in said.items() if words}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleNotKnown(Command):
    """After "not known": who can advise instead, or the reasoned position. The need for advice stays."""

    step: ClassVar[str] = "settle_not_known"
    request_id: str
    settled_on: date
    service_id: str | None
    statement: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasoned position, or why the new service can advise."""
        return {"statement": self.statement}
