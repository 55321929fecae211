"""The frozen picture of one assessment: every fact that a guard, a limit or a page needs, and no prose.

Prose (reasons, advice, plan text, letters) is kept beside the case and only pointed at: the picture holds facts of
the process, and of the child only what the law makes a step depend on (`Person`), which never enters the log.
"""

from __future__ import annotations

from ehc_workflow.domain.case.advice import (
    AdviceItem,
    AdviceRequest,
    Channel,
    Chase,
    Contribution,
    MissedAppointment,
    ParagraphKind,
    Reply,
    ReplyKind,
    ReuseAgreement,
)
from ehc_workflow.domain.case.case import Case
from ehc_workflow.domain.case.endings import ClaimedException, DelayCause
from ehc_workflow.domain.case.plan import (
    Answer,
    Consultation,
    Draft,
    Placement,
    PlanText,
    Representation,
    RepresentationKind,
)
from ehc_workflow.domain.case.request import (
    APPEALABLE_LETTERS,
    AssessDecision,
    AssessOutcome,
    Contact,
    ContactKind,
    Letter,
    MissingItem,
    MovedLimit,
    Notice,
    PanelView,
    Person,
    PlanDecision,
    PlanOutcome,
    RefusalRoute,
    Trigger,
)
from ehc_workflow.domain.case.state import ENDED_STATES, OPEN_STATES, REOPENABLE_STATES, State

__all__ = [
    "APPEALABLE_LETTERS",
    "ENDED_STATES",
    "OPEN_STATES",
    "REOPENABLE_STATES",
    "AdviceItem",
    "AdviceRequest",
    "Answer",
    "AssessDecision",
    "AssessOutcome",
    "Case",
    "Channel",
    "Chase",
    "ClaimedException",
    "Consultation",
    "Contact",
    "ContactKind",
    "Contribution",
    "DelayCause",
    "Draft",
    "Letter",
    "MissedAppointment",
    "MissingItem",
    "MovedLimit",
    "Notice",
    "PanelView",
    "ParagraphKind",
    "Person",
    "Placement",
    "PlanDecision",
    "PlanOutcome",
    "PlanText",
    "RefusalRoute",
    "Reply",
    "ReplyKind",
    "Representation",
    "RepresentationKind",
    "ReuseAgreement",
    "State",
    "Trigger",
]
