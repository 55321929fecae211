"""Lists as JSON, one page at a time: `next` is what to send as `after` for the page that follows, or null."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel

from ehc_workflow.domain.case import AdviceItem, State
from ehc_workflow.domain.outlook import StepOutlook
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.log import Entry
from ehc_workflow.store.queries import desk, worklist


class CaseLineOut(BaseModel):
    """One open case in order of legal risk. `code` and `ref` name the deadline that is the reason."""

    id: str
    reference: str
    state: State
    level: Level
    code: str
    ref: str
    due_on: date | None
    provision: str
    received_on: date
    held_by: str | None

    @classmethod
    def of(cls, line: worklist.Line) -> Self:
        """The line without the child's name: a program works by reference and id."""
        return cls(
            id=line.id,
            reference=line.reference,
            state=line.state,
            level=line.level,
            code=line.code,
            ref=line.ref,
            due_on=line.due_on,
            provision=line.provision or "",
            received_on=line.received_on,
            held_by=line.held_by,
        )


class CasePageOut(BaseModel):
    """One page of cases."""

    items: list[CaseLineOut]
    next: str | None


class RequestLineOut(BaseModel):
    """One request for advice on a desk, with what its due day rests on.

    `together` names the services whose newest advice is the same, signed by each; `to_sign_from` is the day of advice
    of another that waits for the signature of those who owe this one.
    """

    request_id: str
    assessment_id: str
    reference: str
    item: AdviceItem
    service: str | None
    requested_on: date | None
    received_by_body_on: date | None
    due_on: date | None
    basis: str
    first_received_on: date | None
    returned_on: date | None
    accepted_on: date | None
    to_sign_from: date | None
    together: str
    days_late: int

    @classmethod
    def of(cls, line: desk.Line, today: date) -> Self:
        """The line without the child's name and date of birth."""
        return cls(
            request_id=line.request_id,
            assessment_id=line.assessment_id,
            reference=line.reference,
            item=line.item,
            service=line.service,
            requested_on=line.requested_on,
            received_by_body_on=line.received_by_body_on,
            due_on=line.due_on,
            basis=line.basis,
            first_received_on=line.first_received_on,
            returned_on=line.returned_on,
            accepted_on=line.accepted_on,
            to_sign_from=line.to_sign_from,
            together=line.together,
            days_late=line.days_late(today),
        )


class RequestPageOut(BaseModel):
    """One page of requests for advice."""

    items: list[RequestLineOut]
    next: str | None


class LogEntryOut(BaseModel):
    """One entry of the log as it is chained: facts of the process, and digests in place of words."""

    seq: int
    at: datetime
    actor_id: str
    kind: str
    from_state: str
    to_state: str
    citation: str
    imported: bool
    previous: str
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The entry without its payload."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class UnmetOut(BaseModel):
    """A precondition that does not hold, with the provision it comes from."""

    says: str
    citation: str


class StepOut(BaseModel):
    """One step from the state the case is in: open, or every precondition still unmet."""

    step: str
    label: str
    number: str
    citation: str
    leads_to: State | None
    open: bool
    yours: bool
    unmet: list[UnmetOut]

    @classmethod
    def of(cls, outlook: StepOutlook, *, yours: bool) -> Self:
        """The step, and whether the caller's role may ask it."""
        step = outlook.step
        return cls(
            step=step.trigger,
            label=step.label,
            number=step.number,
            citation=step.citation,
            leads_to=step.dest,
            open=outlook.is_open,
            yours=yours,
            unmet=[UnmetOut(says=each.says, citation=each.citation) for each in outlook.unmet],
        )
